package io.deskwire.fuzz;

import io.deskwire.adapter.cloud.sendgrid.SendGridChannelType;
import io.deskwire.channel.WebhookRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** SendGrid's Inbound Parse and Event Webhook. Whatever is answered outside of 2xx and 5xx makes it throw mail away. */
public final class SendGridTarget {

    private static final Instant AT = Instant.ofEpochSecond(1_736_847_000);
    private static final KeyPair KEY = Proofs.pair("EC", 256);
    private static final Set<Integer> KEEPING = Set.of(200, 503);
    private static final WebhookProbe PROBE = new WebhookProbe(
            new SendGridChannelType(),
            Map.of(
                    "api_key",
                    "SG.key",
                    "webhook_secret",
                    Proofs.base64(KEY.getPublic().getEncoded()),
                    "email_address",
                    "support@desk.example"));

    private SendGridTarget() {}

    /**
     * {@code j} events, {@code m} a form's bytes, {@code p} parts between sound ones, {@code e} an url-encoded form,
     * {@code f} a line with a file's name and its bytes in a sound form; {@code u} events and {@code v} a form without proof.
     */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        FuzzInput input = new FuzzInput(data);
        switch (input.mode("jmpefuv")) {
            case 'j' -> PROBE.takes(signed("application/json", input.rest()), KEEPING);
            case 'm' -> PROBE.takes(signed(Forms.TYPE, input.rest()), KEEPING);
            case 'e' -> PROBE.takes(signed("application/x-www-form-urlencoded", input.rest()), KEEPING);
            case 'p' ->
                PROBE.takes(
                        signed(
                                Forms.TYPE,
                                new Forms()
                                        .field("headers", Mails.HEAD)
                                        .field("text", "the words")
                                        .raw(input.rest())
                                        .bytes()),
                        KEEPING);
            case 'f' -> {
                String name = input.line();
                byte[] bytes = input.rest();
                if (bytes.length > 0 && !Forms.holdsBoundary(bytes)) {
                    byte[] form = new Forms()
                            .field("headers", Mails.HEAD)
                            .field("text", "the words")
                            .field("attachments", "1")
                            .file("attachment1", name, bytes)
                            .bytes();
                    MailOracle.holdsFile(
                            PROBE.takes(signed(Forms.TYPE, form), KEEPING).get(0), bytes);
                }
            }
            case 'u' -> PROBE.refuses(post("application/json", input.rest(), Map.of()));
            default -> {
                String signature = input.line();
                PROBE.refuses(post(
                        Forms.TYPE,
                        input.rest(),
                        Map.of(
                                "X-Twilio-Email-Event-Webhook-Timestamp",
                                List.of("1736847000"),
                                "X-Twilio-Email-Event-Webhook-Signature",
                                List.of(signature))));
            }
        }
    }

    private static WebhookRequest signed(String type, byte[] body) {
        byte[] time = "1736847000".getBytes(StandardCharsets.US_ASCII);
        return post(
                type,
                body,
                Map.of(
                        "X-Twilio-Email-Event-Webhook-Timestamp",
                        List.of("1736847000"),
                        "X-Twilio-Email-Event-Webhook-Signature",
                        List.of(Proofs.base64(Proofs.signature("SHA256withECDSA", KEY.getPrivate(), time, body)))));
    }

    private static WebhookRequest post(String type, byte[] body, Map<String, List<String>> proof) {
        Map<String, List<String>> headers = new java.util.HashMap<>(proof);
        headers.put("Content-Type", List.of(type));
        return WebhookProbe.post("https://desk.example/webhooks/sendgrid/acme/mail", headers, body, AT.plusSeconds(1));
    }
}
