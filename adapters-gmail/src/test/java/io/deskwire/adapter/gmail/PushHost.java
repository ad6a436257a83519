package io.deskwire.adapter.gmail;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.deskwire.channel.Channel;
import io.deskwire.channel.WebhookChannel.Received;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.message.Content;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** A host's webhook address: gives requests to a channel and its answers back. */
final class PushHost implements AutoCloseable {

    private final HttpServer server;
    private final InstantSource clock;
    private final Supplier<Channel> channel;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<WebhookRequest> requests = new CopyOnWriteArrayList<>();

    PushHost(InstantSource clock, Supplier<Channel> channel) throws IOException {
        this.clock = clock;
        this.channel = channel;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/webhooks/gmail/acme/support");
    }

    List<Received> received() {
        return received;
    }

    /** The last request, as a host gives it to channels. */
    WebhookRequest last() {
        return requests.get(requests.size() - 1);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            WebhookRequest request = new WebhookRequest(
                    exchange.getRequestMethod(),
                    url().resolve(exchange.getRequestURI()),
                    Map.of(),
                    exchange.getRequestHeaders(),
                    Content.of(exchange.getRequestBody().readAllBytes()),
                    clock.instant());
            requests.add(request);
            Received outcome = channel.get().webhook().orElseThrow().receive(request);
            received.add(outcome);
            exchange.sendResponseHeaders(outcome.answer().status(), -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        if (server.getExecutor() instanceof java.util.concurrent.ExecutorService threads) {
            threads.shutdownNow();
        }
    }
}
