package io.deskwire.fuzz;

import io.deskwire.adapter.whatsapp.WhatsAppChannelType;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.message.Content;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** WhatsApp by Meta and by 360dialog: signed JSON. */
public final class WhatsAppTarget {

    private static final Instant AT = Instant.parse("2026-11-22T10:15:00Z");
    private static final String SECRET = "app-secret";
    private static final String URL = "https://desk.example/webhooks/whatsapp/acme/wa";
    private static final Set<Integer> TAKEN = Set.of(200);
    private static final WebhookProbe META = new WebhookProbe(
            new WhatsAppChannelType(),
            Map.of(
                    "phone_number",
                    "+15550783881",
                    "phone_number_id",
                    "106540352242922",
                    "business_account_id",
                    "102290129340398",
                    "api_key",
                    "token",
                    "api_secret",
                    SECRET,
                    "webhook_verify_token",
                    "verify-me"));
    private static final WebhookProbe DIALOG = new WebhookProbe(
            new WhatsAppChannelType(),
            Map.of(
                    "flavour",
                    "360dialog",
                    "phone_number",
                    "+15550783881",
                    "api_key",
                    "key",
                    "webhook_verify_token",
                    "verify-me"));

    private WhatsAppTarget() {}

    /**
     * {@code m} a body signed by Meta, {@code d} one that 360dialog proves; {@code u} and {@code v} a line with a proof, then a
     * body; {@code g} what asks for a handshake.
     */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        FuzzInput input = new FuzzInput(data);
        switch (input.mode("mduvg")) {
            case 'm' -> {
                byte[] body = input.rest();
                String signature = HexFormat.of().formatHex(Proofs.mac("HmacSHA256", SECRET, body));
                META.takes(post("X-Hub-Signature-256", "sha256=" + signature, body), TAKEN);
            }
            case 'd' -> DIALOG.takes(post("X-Webhook-Token", "verify-me", input.rest()), TAKEN);
            case 'u' -> META.refuses(post("X-Hub-Signature-256", input.line(), input.rest()));
            case 'v' -> {
                String token = input.line();
                if (!token.equals("verify-me")) {
                    DIALOG.refuses(post("X-Webhook-Token", token, input.rest()));
                }
            }
            default ->
                META.refuses(new WebhookRequest(
                        "GET",
                        URI.create(URL),
                        Map.of(
                                "hub.mode",
                                List.of("subscribe"),
                                "hub.verify_token",
                                List.of(input.line()),
                                "hub.challenge",
                                List.of(input.restText())),
                        Map.of(),
                        Content.of(new byte[0]),
                        AT));
        }
    }

    private static WebhookRequest post(String header, String proof, byte[] body) {
        return WebhookProbe.post(
                URL, Map.of("Content-Type", List.of("application/json"), header, List.of(proof)), body, AT);
    }
}
