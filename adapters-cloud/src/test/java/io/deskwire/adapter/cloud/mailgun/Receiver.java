package io.deskwire.adapter.cloud.mailgun;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.deskwire.channel.Channel;
import io.deskwire.channel.RawItem;
import io.deskwire.channel.WebhookChannel.Received;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.ChannelConfig;
import io.deskwire.message.Content;
import io.deskwire.message.ParsedMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A small host of one channel: stores items by their source key, or cannot store at all. */
final class Receiver implements AutoCloseable {

    private final HttpServer server;
    private final Clock clock;
    private final Map<String, RawItem> stored = Collections.synchronizedMap(new LinkedHashMap<>());
    private volatile boolean storeDown;
    private volatile Channel channel;

    Receiver(ChannelConfig config, Clock clock) throws IOException {
        this.clock = clock;
        this.channel = Posts.TYPE.open(config, Posts.context());
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", this::take);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/webhooks/mailgun/acme/mail";
    }

    /** The administrator changes the document. */
    void reconfigure(ChannelConfig config) {
        channel.close();
        channel = Posts.TYPE.open(config, Posts.context());
    }

    void storeDown(boolean down) {
        storeDown = down;
    }

    List<RawItem> stored() {
        synchronized (stored) {
            return new ArrayList<>(stored.values());
        }
    }

    List<ParsedMessage> messages() {
        return stored().stream().map(Posts::decoded).toList();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            WebhookRequest request = new WebhookRequest(
                    exchange.getRequestMethod(),
                    URI.create("https://desk.example" + exchange.getRequestURI()),
                    Map.of(),
                    exchange.getRequestHeaders(),
                    Content.of(exchange.getRequestBody().readAllBytes()),
                    clock.instant());
            Received received = channel.webhook().orElseThrow().receive(request);
            int status = received.answer().status();
            if (received instanceof Received.Items items) {
                if (storeDown) {
                    status = 503;
                } else {
                    items.items().forEach(item -> stored.putIfAbsent(item.sourceKey(), item));
                }
            }
            exchange.sendResponseHeaders(status, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        channel.close();
    }
}
