package io.deskwire.adapter.graph;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.deskwire.channel.WebhookChannel;
import io.deskwire.channel.WebhookChannel.Received;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.message.Content;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A server that hands what is posted to {@code /NAME} to the webhook of that name. */
final class WebhookHost implements AutoCloseable {

    private final HttpServer server;
    private final Clock clock;
    private final Map<String, WebhookChannel> webhooks = new ConcurrentHashMap<>();
    private final Map<String, Function<WebhookRequest, WebhookChannel.Answer>> installations =
            new ConcurrentHashMap<>();
    final List<Received> received = new CopyOnWriteArrayList<>();
    final List<WebhookRequest> requests = new CopyOnWriteArrayList<>();

    WebhookHost(Clock clock) throws IOException {
        this.clock = clock;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::answer);
        server.start();
    }

    String url(String name) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
    }

    void serve(String name, WebhookChannel webhook) {
        webhooks.put(name, webhook);
    }

    /** Hands what is posted to a whole installation. */
    void serve(String name, Function<WebhookRequest, WebhookChannel.Answer> installation) {
        installations.put(name, installation);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI uri = exchange.getRequestURI();
            WebhookRequest request = new WebhookRequest(
                    exchange.getRequestMethod(),
                    URI.create(url("")).resolve(uri),
                    query(uri.getRawQuery()),
                    exchange.getRequestHeaders(),
                    Content.of(exchange.getRequestBody().readAllBytes()),
                    clock.instant());
            requests.add(request);
            String name = uri.getPath().substring(1);
            WebhookChannel webhook = webhooks.get(name);
            Function<WebhookRequest, WebhookChannel.Answer> installation = installations.get(name);
            WebhookChannel.Answer answer = WebhookChannel.Answer.of(404);
            if (webhook != null) {
                Received result = webhook.receive(request);
                received.add(result);
                answer = result.answer();
            } else if (installation != null) {
                answer = installation.apply(request);
            }
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static Map<String, List<String>> query(String raw) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            query.computeIfAbsent(pair.substring(0, equals), name -> new ArrayList<>())
                    .add(URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return query;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
