package io.deskwire.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.deskwire.Deskwire;
import io.deskwire.channel.WebhookChannel;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.message.Content;
import io.deskwire.work.StoreUnavailableException;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * What a helpdesk with a web server of its own does with the requests of providers: hand them on untouched, and answer as
 * told. Here with the server of the JDK at {@code /webhooks/PROVIDER/TENANT/CHANNEL}.
 */
final class WebhookDoor implements AutoCloseable {

    private static final int LARGEST_BODY = 4 << 20;

    private final HttpServer server;
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final Clock clock;
    private @Nullable Deskwire deskwire;

    WebhookDoor(Clock clock) throws IOException {
        this.clock = clock;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/webhooks/", this::receive);
        server.setExecutor(workers);
        server.start();
    }

    void opensTo(Deskwire behind) {
        deskwire = behind;
    }

    String address(String provider, String tenant, String channel) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/webhooks/" + provider + "/" + tenant + "/"
                + channel;
    }

    // snippet: receive
    private void receive(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().split("/");
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
        if (path.length != 5 || deskwire == null || body.length > LARGEST_BODY) {
            end(exchange, body.length > LARGEST_BODY ? 413 : 404, new byte[0]);
            return;
        }
        WebhookRequest request = new WebhookRequest(
                exchange.getRequestMethod(),
                // As the provider called it: behind a proxy that is your public address, not this one.
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + exchange.getRequestURI()),
                query(exchange.getRequestURI()),
                exchange.getRequestHeaders(),
                // The bytes as they came. Parsed and written anew they would no longer match their signature.
                Content.of(body),
                clock.instant());
        try {
            WebhookChannel.Answer answer = deskwire.webhooks().receive(path[2], path[3], path[4], request);
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            end(exchange, answer.status(), answer.body().getBytes(StandardCharsets.UTF_8));
        } catch (StoreUnavailableException e) {
            // Nothing was stored, so the provider must come again.
            end(exchange, 503, new byte[0]);
        }
    }
    // end

    private static void end(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private static Map<String, List<String>> query(URI uri) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        if (uri.getRawQuery() != null) {
            for (String pair : uri.getRawQuery().split("&")) {
                String[] parts = pair.split("=", 2);
                query.computeIfAbsent(URLDecoder.decode(parts[0], StandardCharsets.UTF_8), name -> new ArrayList<>())
                        .add(parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
