package io.deskwire.fuzz;

import io.deskwire.adapter.whatsapp.WhatsAppChannelType;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.message.Content;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** WhatsApp by Twilio: forms, whose names and values are signed. */
public final class TwilioTarget {

    private static final Instant AT = Instant.parse("2026-11-22T10:15:00Z");
    private static final String TOKEN = "auth-token";
    private static final String URL = "https://desk.example/webhooks/twilio/acme";
    private static final Set<Integer> TAKEN = Set.of(200);
    private static final WebhookProbe PROBE = new WebhookProbe(
            new WhatsAppChannelType(),
            Map.of(
                    "flavour",
                    "twilio",
                    "phone_number",
                    "+15550783881",
                    "api_key",
                    "ACbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
                    "api_secret",
                    TOKEN,
                    "webhook_url",
                    URL));

    private TwilioTarget() {}

    /**
     * {@code f} lines of {@code name=value} as a signed form, {@code j} a body that is no form under its hash; {@code u} a line
     * with a signature, then a form's bytes.
     */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        FuzzInput input = new FuzzInput(data);
        switch (input.mode("fju")) {
            case 'f' -> PROBE.takes(form(fields(input.restText())), TAKEN);
            case 'j' -> PROBE.takes(other(input.rest()), TAKEN);
            default ->
                PROBE.refuses(post(URL, Map.of(), "application/x-www-form-urlencoded", input.line(), input.rest()));
        }
    }

    private static Map<String, String> fields(String lines) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : lines.split("\n", -1)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                fields.putIfAbsent(
                        line.substring(0, equals), line.substring(equals + 1).replace("\\n", "\n"));
            }
        }
        return fields;
    }

    private static WebhookRequest form(Map<String, String> fields) {
        StringBuilder body = new StringBuilder();
        fields.forEach((name, value) -> body.append(body.isEmpty() ? "" : "&")
                .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        StringBuilder signed = new StringBuilder(URL);
        new TreeMap<>(fields).forEach((name, value) -> signed.append(name).append(value));
        return post(
                URL,
                Map.of(),
                "application/x-www-form-urlencoded",
                Proofs.base64(Proofs.mac("HmacSHA1", TOKEN, signed.toString().getBytes(StandardCharsets.UTF_8))),
                body.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private static WebhookRequest other(byte[] body) {
        String hash = Content.of(body).sha256();
        String url = URL + "?bodySHA256=" + hash;
        return post(
                url,
                Map.of("bodySHA256", List.of(hash)),
                "application/json",
                Proofs.base64(Proofs.mac("HmacSHA1", TOKEN, url.getBytes(StandardCharsets.UTF_8))),
                body);
    }

    private static WebhookRequest post(
            String url, Map<String, List<String>> query, String type, String signature, byte[] body) {
        return new WebhookRequest(
                "POST",
                URI.create(url),
                query,
                Map.of("Content-Type", List.of(type), "X-Twilio-Signature", List.of(signature)),
                Content.of(body),
                AT);
    }
}
