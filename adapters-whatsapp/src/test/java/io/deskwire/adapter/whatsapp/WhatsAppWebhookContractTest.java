package io.deskwire.adapter.whatsapp;

import io.deskwire.channel.ChannelType;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.ChannelConfig;
import io.deskwire.message.Content;
import io.deskwire.testkit.contract.WebhookContract;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Nested;

/** The webhooks of each flavour keep what all webhooks promise. */
class WhatsAppWebhookContractTest {

    abstract static class OfFlavour implements WebhookContract {

        @Override
        public ChannelType type() {
            return new WhatsAppChannelType();
        }

        abstract String document();

        abstract WebhookRequest proven(String tenantId, byte[] body);

        @Override
        public ChannelConfig config(String tenantId) {
            ChannelConfig own = Documents.changed(document(), "{\"api_secret\":\"secret of " + tenantId + "\"}");
            return ChannelConfig.of(tenantId, "wa", "whatsapp", own.config(), null);
        }

        byte[] body(int messages) {
            return Bodies.envelope(IntStream.range(0, messages)
                            .mapToObj(i -> "{\"from\":\"16505551234\",\"id\":\"wamid." + i + "\",\"timestamp\":\""
                                    + (1_750_000_000 + i) + "\",\"type\":\"text\",\"text\":{\"body\":\"text " + i
                                    + "\"}}")
                            .collect(Collectors.joining(",")))
                    .getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public WebhookRequest genuine(String tenantId, int messages) {
            return proven(tenantId, body(messages));
        }

        @Override
        public WebhookRequest withoutProof(String tenantId) {
            return Documents.post(body(1), Map.of());
        }

        @Override
        public WebhookRequest provenNonsense(String tenantId) {
            return proven(tenantId, "{\"object\":\"moon\",\"phase\":[1,{}]}".getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public boolean proofCoversBody() {
            return true;
        }

        @Override
        public int mostAtOnce() {
            return 1000;
        }

        static byte[] mac(String algorithm, String key, byte[] message) {
            try {
                Mac mac = Mac.getInstance(algorithm);
                mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
                return mac.doFinal(message);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Nested
    class OfMeta extends OfFlavour {

        @Override
        String document() {
            return Documents.META;
        }

        @Override
        WebhookRequest proven(String tenantId, byte[] body) {
            String hex = HexFormat.of().formatHex(mac("HmacSHA256", "secret of " + tenantId, body));
            return Documents.post(body, Map.of("X-Hub-Signature-256", List.of("sha256=" + hex)));
        }
    }

    @Nested
    class Of360dialogsPartners extends OfFlavour {

        @Override
        String document() {
            return Documents.DIALOG;
        }

        @Override
        WebhookRequest proven(String tenantId, byte[] body) {
            String text = Base64.getEncoder().encodeToString(mac("HmacSHA256", "secret of " + tenantId, body));
            return Documents.post(body, Map.of("x-360dialog-signature", List.of(text)));
        }
    }

    @Nested
    class Of360dialogsClients extends OfFlavour {

        @Override
        String document() {
            return Documents.DIALOG;
        }

        @Override
        public ChannelConfig config(String tenantId) {
            ChannelConfig own =
                    Documents.changed(document(), "{\"webhook_verify_token\":\"token of " + tenantId + "\"}");
            return ChannelConfig.of(tenantId, "wa", "whatsapp", own.config(), null);
        }

        @Override
        WebhookRequest proven(String tenantId, byte[] body) {
            return Documents.post(body, Map.of("X-Webhook-Token", List.of("token of " + tenantId)));
        }

        @Override
        public boolean proofCoversBody() {
            return false;
        }
    }

    @Nested
    class OfTwilio extends OfFlavour {

        private static final String HOOK = "https://hooks.example.com/webhooks/twilio/acme";

        @Override
        String document() {
            return Documents.TWILIO;
        }

        @Override
        public int mostAtOnce() {
            return 1;
        }

        @Override
        byte[] body(int messages) {
            return form(new TreeMap<>(Map.of(
                    "MessageSid",
                    "SM1",
                    "SmsStatus",
                    "received",
                    "Body",
                    "text 0",
                    "From",
                    "whatsapp:+16505551234",
                    "To",
                    "whatsapp:+15550783881",
                    "ProfileName",
                    "Lucía")));
        }

        private static byte[] form(Map<String, String> parameters) {
            return parameters.entrySet().stream()
                    .map(parameter ->
                            parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining("&"))
                    .getBytes(StandardCharsets.UTF_8);
        }

        @Override
        WebhookRequest proven(String tenantId, byte[] body) {
            StringBuilder signed = new StringBuilder(HOOK);
            new TreeMap<>(Form.parse(body).all())
                    .forEach((name, values) -> signed.append(name).append(values.get(0)));
            byte[] mac =
                    mac("HmacSHA1", "secret of " + tenantId, signed.toString().getBytes(StandardCharsets.UTF_8));
            return request(
                    body,
                    Map.of("X-Twilio-Signature", List.of(Base64.getEncoder().encodeToString(mac))));
        }

        @Override
        public WebhookRequest withoutProof(String tenantId) {
            return request(body(1), Map.of());
        }

        @Override
        public WebhookRequest provenNonsense(String tenantId) {
            return proven(tenantId, form(new TreeMap<>(Map.of("Moon", "full", "", "x"))));
        }

        private static WebhookRequest request(byte[] body, Map<String, List<String>> proof) {
            Map<String, List<String>> headers = new TreeMap<>(proof);
            headers.put("Content-Type", List.of("application/x-www-form-urlencoded"));
            return new WebhookRequest("POST", URI.create(HOOK), Map.of(), headers, Content.of(body), Bodies.RECEIVED);
        }
    }
}
