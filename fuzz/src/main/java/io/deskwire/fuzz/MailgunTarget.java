package io.deskwire.fuzz;

import io.deskwire.adapter.cloud.mailgun.MailgunChannelType;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Mailgun's routes and event webhooks. 406 makes it throw mail away. */
public final class MailgunTarget {

    private static final String KEY = "signing-key";
    private static final String TIME = "1736847000";
    private static final String TOKEN = "0123456789abcdef0123456789abcdef0123456789abcdef01";
    private static final String SIGNATURE =
            HexFormat.of().formatHex(Proofs.mac("HmacSHA256", KEY, (TIME + TOKEN).getBytes(StandardCharsets.US_ASCII)));
    private static final Set<Integer> TAKEN = Set.of(200);
    private static final WebhookProbe PROBE = new WebhookProbe(
            new MailgunChannelType(),
            Map.of(
                    "api_key",
                    "key",
                    "domain",
                    "in.desk.example",
                    "webhook_secret",
                    KEY,
                    "email_address",
                    "support@in.desk.example"));

    private MailgunTarget() {}

    /**
     * {@code j} an event's data, {@code w} a whole mail, {@code h} the header of a mail taken apart as JSON, {@code f} a line
     * with a file's name and its bytes, each in a sound request; {@code p} parts and {@code e} url-encoded fields behind the
     * proof; {@code r} any JSON, {@code u} parts and {@code v} fields without proof.
     */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        FuzzInput input = new FuzzInput(data);
        switch (input.mode("jwhfperuv")) {
            case 'j' -> event(input.rest());
            case 'w' -> whole(input.rest());
            case 'h' -> {
                byte[] headers = input.rest();
                if (!Forms.holdsBoundary(headers)) {
                    PROBE.takes(
                            post(
                                    Forms.TYPE,
                                    proven().field("body-plain", "words")
                                            .field("message-headers", headers)
                                            .bytes()),
                            TAKEN);
                }
            }
            case 'f' -> file(input.line(), input.rest());
            // What stands in the form twice with two values is refused, as a sender may have put it there.
            case 'p' ->
                PROBE.looksAt(post(Forms.TYPE, proven().raw(input.rest()).bytes()));
            case 'e' ->
                PROBE.looksAt(post(
                        "application/x-www-form-urlencoded",
                        joined(
                                "timestamp=" + TIME + "&token=" + TOKEN + "&signature=" + SIGNATURE + "&",
                                input.rest())));
            case 'r' -> PROBE.refuses(post("application/json", input.rest()));
            case 'u' ->
                PROBE.refuses(post(Forms.TYPE, new Forms().raw(input.rest()).bytes()));
            default -> PROBE.refuses(post("application/x-www-form-urlencoded", input.rest()));
        }
    }

    private static void event(byte[] json) throws IOException {
        Object tree;
        try {
            tree = Json.lenient().parse(json);
        } catch (JsonException e) {
            return;
        }
        Map<String, Object> body = new HashMap<>();
        body.put("signature", Map.of("timestamp", TIME, "token", TOKEN, "signature", SIGNATURE));
        body.put("event-data", tree);
        PROBE.takes(post("application/json", Json.writeBytes(body)), TAKEN);
    }

    private static void whole(byte[] mail) throws IOException {
        if (!Forms.holdsBoundary(mail)) {
            PROBE.takes(
                    post(
                            Forms.TYPE,
                            proven().field("recipient", "support@in.desk.example")
                                    .field("body-mime", mail)
                                    .bytes()),
                    TAKEN);
        }
    }

    private static void file(String name, byte[] bytes) throws IOException {
        if (bytes.length > 0 && !Forms.holdsBoundary(bytes)) {
            byte[] form = proven().field("recipient", "support@in.desk.example")
                    .field("message-headers", "[[\"Subject\",\"Hi\"],[\"Message-Id\",\"<1@customer.example>\"]]")
                    .field("body-plain", "the words")
                    .field("attachment-count", "1")
                    .file("attachment-1", name, bytes)
                    .bytes();
            MailOracle.holdsFile(PROBE.takes(post(Forms.TYPE, form), TAKEN).get(0), bytes);
        }
    }

    private static Forms proven() {
        return new Forms().field("timestamp", TIME).field("token", TOKEN).field("signature", SIGNATURE);
    }

    private static byte[] joined(String start, byte[] end) throws IOException {
        try (var in = Mails.joined(start, end).open()) {
            return in.readAllBytes();
        }
    }

    private static WebhookRequest post(String type, byte[] body) {
        return WebhookProbe.post(
                "https://desk.example/webhooks/mailgun/acme/mail",
                Map.of("Content-Type", List.of(type)),
                body,
                Instant.ofEpochSecond(1_736_847_003));
    }
}
