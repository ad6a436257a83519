package io.deskwire.adapter.whatsapp;

import io.deskwire.channel.WebhookRequest;
import io.deskwire.json.Json;
import io.deskwire.message.Content;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Requests as the providers make them, for two tenants with keys of their own. */
final class SignedRequests {

    static final Instant NOW = Instant.ofEpochSecond(1_750_000_000);

    private SignedRequests() {}

    static String phoneNumberId(String tenant) {
        return tenant.equals("acme") ? "106540352242922" : "206540352242922";
    }

    static String number(String tenant) {
        return tenant.equals("acme") ? "15550783881" : "15550783882";
    }

    static String key(String tenant) {
        return "key-of-" + tenant;
    }

    /** Meta's envelope with so many texts. */
    static byte[] envelope(String tenant, int messages) {
        List<Object> texts = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            texts.add(Map.of(
                    "from",
                    "16505551234",
                    "id",
                    "wamid." + tenant + i,
                    "timestamp",
                    String.valueOf(1_749_416_383 + i),
                    "type",
                    "text",
                    "text",
                    Map.of("body", "text " + i)));
        }
        Map<String, Object> value = Map.of(
                "messaging_product",
                "whatsapp",
                "metadata",
                Map.of("display_phone_number", number(tenant), "phone_number_id", phoneNumberId(tenant)),
                "contacts",
                List.of(Map.of("profile", Map.of("name", "Sheena"), "wa_id", "16505551234")),
                "messages",
                texts);
        return Json.writeBytes(Map.of(
                "object",
                "whatsapp_business_account",
                "entry",
                List.of(Map.of(
                        "id", "waba-" + tenant, "changes", List.of(Map.of("field", "messages", "value", value))))));
    }

    static WebhookRequest json(byte[] body, Map<String, String> headers) {
        return request("https://hooks.example.com/webhooks/whatsapp", "application/json", body, headers);
    }

    static WebhookRequest request(String url, String contentType, byte[] body, Map<String, String> headers) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        all.put("Content-Type", List.of(contentType));
        headers.forEach((name, value) -> all.put(name, List.of(value)));
        return new WebhookRequest("POST", URI.create(url), Map.of(), all, Content.of(body), NOW);
    }

    static String hex(String key, byte[] body) {
        return HexFormat.of().formatHex(mac("HmacSHA256", key, body));
    }

    static String base64Sha1(String key, String text) {
        return Base64.getEncoder().encodeToString(mac("HmacSHA1", key, text.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] mac(String algorithm, String key, byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
