package io.deskwire.adapter.cloud.sendgrid;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.deskwire.channel.Channel;
import io.deskwire.channel.RawItem;
import io.deskwire.channel.WebhookChannel.Received;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.ChannelConfig;
import io.deskwire.message.Content;
import io.deskwire.message.ParsedMessage;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.testkit.SettableClock;
import io.deskwire.testkit.cloud.SendGridAccount;
import io.deskwire.testkit.cloud.SendGridSimulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A channel at SendGrid's stand-in, with a server that takes its webhooks and keeps each item once. */
final class Desk implements AutoCloseable {

    final SettableClock clock = SettableClock.at(MessageSamples.NOON);
    final SendGridSimulator sendgrid = SendGridSimulator.start(clock);
    final SendGridAccount account = sendgrid.addAccount("SG.key", "tenant.example");
    private final HttpServer server;
    private final Map<String, RawItem> stored = new LinkedHashMap<>();
    private final List<Received> received = new ArrayList<>();
    volatile boolean storeIsThere = true;
    volatile ChannelConfig config;

    Desk() throws IOException {
        byte[] loopback = {127, 0, 0, 1};
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(loopback), 0), 10);
        server.createContext("/", this::take);
        server.start();
        account.withWebhook("in.tenant.example", webhook(""));
        config = config();
    }

    URI webhook(String credentials) {
        return URI.create(
                "http://" + credentials + "127.0.0.1:" + server.getAddress().getPort() + "/webhooks/sendgrid");
    }

    /** The document that fits the account as it is now, with further fields. */
    ChannelConfig config(@Nullable Object... more) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("api_key", "SG.key");
        document.put("api_base_url", sendgrid.baseUrl());
        document.put("webhook_secret", account.publicKey());
        document.put("event_webhook_secret", account.eventPublicKey());
        document.put("inbound_host", "in.tenant.example");
        document.put("webhook_url", webhook("").toString());
        for (int i = 0; i < more.length; i += 2) {
            document.put(String.valueOf(more[i]), more[i + 1]);
        }
        return ChannelConfig.of("acme", "support", "sendgrid", document, "support@tenant.example");
    }

    Channel open() {
        return new SendGridChannelType().open(config, Documents.context());
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            WebhookRequest request = new WebhookRequest(
                    exchange.getRequestMethod(),
                    webhook(""),
                    Map.of(),
                    exchange.getRequestHeaders(),
                    Content.of(body),
                    clock.instant());
            int status = storeIsThere ? taken(request) : 503;
            exchange.sendResponseHeaders(status, -1);
        }
    }

    private synchronized int taken(WebhookRequest request) throws IOException {
        Received result = Documents.receive(config, request);
        received.add(result);
        if (result instanceof Received.Items items) {
            items.items().forEach(item -> stored.putIfAbsent(item.sourceKey(), item));
        }
        return result.answer().status();
    }

    synchronized List<RawItem> stored() {
        return List.copyOf(stored.values());
    }

    /** Everything that was stored, read. */
    List<ParsedMessage> messages() throws IOException {
        List<ParsedMessage> messages = new ArrayList<>();
        for (RawItem item : stored()) {
            messages.add(Documents.decoded(item));
        }
        return messages;
    }

    @Override
    public void close() {
        server.stop(0);
        sendgrid.close();
    }
}
