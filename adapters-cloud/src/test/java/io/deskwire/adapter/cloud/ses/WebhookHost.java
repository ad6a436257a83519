package io.deskwire.adapter.cloud.ses;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.deskwire.channel.Channel;
import io.deskwire.channel.RawItem;
import io.deskwire.channel.WebhookChannel;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.message.Content;
import io.deskwire.testkit.RecordingIntake;
import io.deskwire.work.StoreUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Takes posts as the server does: the channel verifies, the items are stored, and only then comes the answer. */
final class WebhookHost implements AutoCloseable {

    private final HttpServer server;
    private final InstantSource clock;
    private final RecordingIntake intake = new RecordingIntake();
    private final List<String> refusals = new ArrayList<>();
    private volatile @Nullable Channel channel;

    private WebhookHost(HttpServer server, InstantSource clock) {
        this.server = server;
        this.clock = clock;
    }

    static WebhookHost start(InstantSource clock) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        WebhookHost host = new WebhookHost(server, clock);
        server.createContext("/", host::take);
        server.start();
        return host;
    }

    /** Whom requests are for. */
    void serve(Channel newChannel) {
        channel = newChannel;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/webhooks/aws_ses/acme/mail");
    }

    RecordingIntake intake() {
        return intake;
    }

    List<String> refusals() {
        return refusals;
    }

    /** The newest item that was stored. */
    RawItem newest() {
        List<RawItem> items = intake.items();
        return items.get(items.size() - 1);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            WebhookRequest request = new WebhookRequest(
                    exchange.getRequestMethod(),
                    url(),
                    Map.of(),
                    exchange.getRequestHeaders(),
                    Content.of(exchange.getRequestBody().readAllBytes()),
                    clock.instant());
            WebhookChannel.Received received =
                    Objects.requireNonNull(channel).webhook().orElseThrow().receive(request);
            exchange.sendResponseHeaders(stored(received), -1);
        }
    }

    private int stored(WebhookChannel.Received received) {
        if (received instanceof WebhookChannel.Received.Refused refused) {
            refusals.add(refused.reason());
        } else if (received instanceof WebhookChannel.Received.Items items) {
            try {
                intake.accept(items.items(), null).toCompletableFuture().join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof StoreUnavailableException) {
                    return 503;
                }
                throw e;
            }
        }
        return received.answer().status();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
