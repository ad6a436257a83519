package io.deskwire.adapter.whatsapp;

import io.deskwire.channel.WebhookChannel.Received;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.ChannelConfig;
import io.deskwire.json.Json;
import io.deskwire.message.Content;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Channels' documents, and requests to them. */
final class Documents {

    static final String META = """
            {"phone_number":"+1 (555) 078-3881","phone_number_id":"106540352242922","business_account_id":"102290129340398",
             "api_key":"token","api_secret":"unit-test-app-secret","webhook_verify_token":"verify-me"}""";
    static final String DIALOG = """
            {"flavour":"360dialog","phone_number":"+15550783881","api_key":"key","webhook_verify_token":"verify-me"}""";
    static final String TWILIO = """
            {"flavour":"twilio","phone_number":"+15550783881","api_key":"ACbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
             "api_secret":"unit-test-auth-token","webhook_url":"https://hooks.example.com/webhooks/twilio/acme"}""";

    private Documents() {}

    static ChannelConfig channel(String json) {
        return ChannelConfig.of("acme", "wa", "whatsapp", Json.strict().parseObject(json), null);
    }

    /** A document with some names changed; a null takes the name away. */
    static ChannelConfig changed(String json, String changes) {
        Map<String, Object> document = new LinkedHashMap<>(Json.strict().parseObject(json));
        Json.strict().parseObject(changes).forEach((name, value) -> {
            if (value == null) {
                document.remove(name);
            } else {
                document.put(name, value);
            }
        });
        return ChannelConfig.of("acme", "wa", "whatsapp", document, null);
    }

    static WhatsAppWebhook webhook(ChannelConfig config) {
        return new WhatsAppWebhook(SettingsParser.parse(config));
    }

    static Received receive(ChannelConfig config, WebhookRequest request) {
        try {
            return webhook(config).receive(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static WebhookRequest post(byte[] body, Map<String, List<String>> headers) {
        return new WebhookRequest(
                "POST",
                URI.create("https://hooks.example.com/webhooks/whatsapp/acme/wa"),
                Map.of(),
                headers,
                Content.of(body),
                Bodies.RECEIVED);
    }

    static WebhookRequest get(Map<String, List<String>> query) {
        return new WebhookRequest(
                "GET",
                URI.create("https://hooks.example.com/webhooks/whatsapp/acme/wa"),
                query,
                Map.of(),
                Content.of(new byte[0]),
                Bodies.RECEIVED);
    }
}
