package io.deskwire.adapter.cloud.ses;

import io.deskwire.channel.ChannelType;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.ChannelConfig;
import io.deskwire.json.Json;
import io.deskwire.testkit.contract.WebhookContract;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class SesWebhookContractTest implements WebhookContract {

    @Override
    public ChannelType type() {
        // Another address leads to another genuine certificate, as it does at Amazon.
        return new SesChannelType(
                () -> Vectors.NOW,
                transport -> url -> Vectors.certificate(
                        url.toString().equals(Vectors.CERTIFICATE_URL) ? "sns-test-cert.pem" : "sns-amazon-cert.pem"));
    }

    @Override
    public ChannelConfig config(String tenantId) {
        return Documents.config(tenantId, Map.of("topic_arn", topic(tenantId)));
    }

    private static String topic(String tenantId) {
        return "arn:aws:sns:eu-west-1:111122223333:" + tenantId;
    }

    @Override
    public WebhookRequest genuine(String tenantId, int messages) {
        String mail =
                "From: Zoe <zoe@customer.example>\r\nTo: support@desk.example\r\nMessage-ID: <m1@customer.example>\r\n"
                        + "Subject: Hi\r\n\r\ntext 0\r\n";
        String message = Json.write(Map.of(
                "notificationType",
                "Received",
                "mail",
                Map.of("messageId", "ses1", "source", "zoe@customer.example"),
                "receipt",
                Map.of(
                        "recipients",
                        List.of("support@desk.example"),
                        "action",
                        Map.of("type", "SNS", "encoding", "BASE64")),
                "content",
                Base64.getEncoder().encodeToString(mail.getBytes(StandardCharsets.US_ASCII))));
        return signed(tenantId, message);
    }

    private static WebhookRequest signed(String tenantId, String message) {
        Map<String, Object> tree =
                Vectors.notification(topic(tenantId), "00000000-0000-4000-8000-0000000000c1", message, Vectors.NOW);
        return Vectors.request(Vectors.signed(tree), Vectors.NOW);
    }

    @Override
    public WebhookRequest withoutProof(String tenantId) {
        Map<String, Object> tree = new LinkedHashMap<>(
                Vectors.notification(topic(tenantId), "00000000-0000-4000-8000-0000000000c1", "{}", Vectors.NOW));
        return Vectors.request(Json.writeBytes(tree), Vectors.NOW);
    }

    @Override
    public WebhookRequest provenNonsense(String tenantId) {
        return signed(tenantId, "{\"colour\":[\"green\",null,{\"notificationType\":7}]}");
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
