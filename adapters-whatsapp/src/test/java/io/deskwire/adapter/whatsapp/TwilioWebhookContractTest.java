package io.deskwire.adapter.whatsapp;

import io.deskwire.channel.ChannelType;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.ChannelConfig;
import io.deskwire.testkit.contract.WebhookContract;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

class TwilioWebhookContractTest implements WebhookContract {

    @Override
    public ChannelType type() {
        return new WhatsAppChannelType();
    }

    @Override
    public ChannelConfig config(String tenantId) {
        return ChannelConfig.of(
                tenantId,
                "chat",
                "whatsapp",
                Map.of(
                        "flavour",
                        "twilio",
                        "phone_number",
                        "+" + SignedRequests.number(tenantId),
                        "api_key",
                        "AC" + tenantId,
                        "api_secret",
                        SignedRequests.key(tenantId),
                        "webhook_url",
                        url(tenantId)),
                null);
    }

    private static String url(String tenantId) {
        return "https://hooks.example.com/webhooks/whatsapp/" + tenantId + "/chat";
    }

    @Override
    public WebhookRequest genuine(String tenantId, int messages) {
        return signed(
                tenantId,
                Map.of(
                        "MessageSid", "SM" + tenantId,
                        "AccountSid", "AC" + tenantId,
                        "From", "whatsapp:+16505551234",
                        "To", "whatsapp:+" + SignedRequests.number(tenantId),
                        "WaId", "16505551234",
                        "ProfileName", "Lucía",
                        "MessageType", "text",
                        "NumMedia", "0",
                        "Body", "text 0"));
    }

    private static WebhookRequest signed(String tenantId, Map<String, String> form) {
        StringBuilder text = new StringBuilder(url(tenantId));
        new TreeMap<>(form).forEach((name, value) -> text.append(name).append(value));
        return SignedRequests.request(
                url(tenantId),
                "application/x-www-form-urlencoded",
                encoded(form),
                Map.of("X-Twilio-Signature", SignedRequests.base64Sha1(SignedRequests.key(tenantId), text.toString())));
    }

    private static byte[] encoded(Map<String, String> form) {
        return new TreeMap<>(form)
                .entrySet().stream()
                        .map(field ->
                                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"))
                        .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public WebhookRequest withoutProof(String tenantId) {
        WebhookRequest signed = genuine(tenantId, 1);
        return new WebhookRequest(
                signed.method(),
                signed.url(),
                signed.query(),
                Map.of("content-type", signed.headers().get("content-type")),
                signed.body(),
                signed.receivedAt());
    }

    @Override
    public WebhookRequest provenNonsense(String tenantId) {
        return signed(tenantId, Map.of("Colour", "green"));
    }

    @Override
    public boolean proofCoversBody() {
        return true;
    }

    @Override
    public int mostAtOnce() {
        return 1;
    }
}
