package io.deskwire.fuzz;

import io.deskwire.adapter.cloud.postmark.PostmarkChannelType;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Postmark's mail and events. 403 makes it throw mail away. */
public final class PostmarkTarget {

    private static final Set<Integer> TAKEN = Set.of(200);
    private static final WebhookProbe PROBE = new WebhookProbe(
            new PostmarkChannelType(),
            Map.of(
                    "api_key",
                    "key",
                    "webhook_username",
                    "hook",
                    "webhook_password",
                    "word",
                    "email_address",
                    "support@desk.example"));

    private PostmarkTarget() {}

    /**
     * {@code j} a body, {@code w} a whole mail, {@code f} a line with a file's name and its bytes; {@code u} a line with the
     * proof, then a body.
     */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        FuzzInput input = new FuzzInput(data);
        switch (input.mode("jwfu")) {
            case 'j' -> PROBE.takes(proven(input.rest()), TAKEN);
            case 'w' ->
                PROBE.takes(
                        proven(Json.writeBytes(Map.of(
                                "MessageID",
                                "22c74902-a0c1-4511-804f-341342852c90",
                                "OriginalRecipient",
                                "support@desk.example",
                                "RawEmail",
                                new String(input.rest(), StandardCharsets.ISO_8859_1)))),
                        TAKEN);
            case 'f' -> {
                String name = input.line();
                byte[] bytes = input.rest();
                if (bytes.length > 0) {
                    byte[] body = Json.writeBytes(Map.of(
                            "MessageID",
                            "22c74902-a0c1-4511-804f-341342852c90",
                            "OriginalRecipient",
                            "support@desk.example",
                            "From",
                            "zoe@customer.example",
                            "TextBody",
                            "the words",
                            "Headers",
                            List.of(Map.of("Name", "Message-ID", "Value", "<0@customer.example>")),
                            "Attachments",
                            List.of(Map.of(
                                    "Name",
                                    name,
                                    "ContentType",
                                    "application/octet-stream",
                                    "Content",
                                    Proofs.base64(bytes),
                                    "ContentLength",
                                    bytes.length))));
                    MailOracle.holdsFile(PROBE.takes(proven(body), TAKEN).get(0), bytes);
                }
            }
            default -> {
                String proof = input.line();
                if (!proof.equals(PROOF)) {
                    PROBE.refuses(post(proof, input.rest()));
                }
            }
        }
    }

    private static final String PROOF = "Basic " + Proofs.base64("hook:word".getBytes(StandardCharsets.US_ASCII));

    private static WebhookRequest proven(byte[] body) {
        return post(PROOF, body);
    }

    private static WebhookRequest post(String proof, byte[] body) {
        return WebhookProbe.post(
                "https://desk.example/webhooks/postmark/acme/mail",
                Map.of("Content-Type", List.of("application/json"), "Authorization", List.of(proof)),
                body,
                Instant.ofEpochSecond(1_736_847_003));
    }
}
