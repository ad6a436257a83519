package io.deskwire.adapter.cloud.postmark;

import io.deskwire.channel.ChannelType;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.ChannelConfig;
import io.deskwire.json.Json;
import io.deskwire.testkit.contract.WebhookContract;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The contract with mail that comes whole. */
class PostmarkWebhookContractTest implements WebhookContract {

    @Override
    public ChannelType type() {
        return Posts.TYPE;
    }

    @Override
    public ChannelConfig config(String tenantId) {
        return ChannelConfig.of(
                tenantId,
                "mail",
                "postmark",
                Map.of(
                        "api_key",
                        "key",
                        "webhook_username",
                        "hook",
                        "webhook_password",
                        "word-" + tenantId,
                        "email_address",
                        "support@" + tenantId + ".example"),
                null);
    }

    Map<String, Object> mail(String tenantId) {
        Map<String, Object> mail = new LinkedHashMap<>();
        mail.put("OriginalRecipient", "support+t1@" + tenantId + ".example");
        mail.put("MessageID", "22c74902-a0c1-4511-804f-341342852c90");
        mail.put(
                "RawEmail",
                "Message-Id: <0@customer.example>\nFrom: Zoe <zoe@customer.example>\nTo: support@" + tenantId
                        + ".example\nSubject: Hi\nContent-Type: text/plain\n\ntext 0\n");
        return mail;
    }

    private WebhookRequest request(String tenantId, Object body) {
        return Posts.post(Json.writeBytes(body), Posts.basic("hook:word-" + tenantId));
    }

    @Override
    public WebhookRequest genuine(String tenantId, int messages) {
        return request(tenantId, mail(tenantId));
    }

    @Override
    public WebhookRequest withoutProof(String tenantId) {
        WebhookRequest genuine = genuine(tenantId, 1);
        return new WebhookRequest("POST", genuine.url(), Map.of(), Map.of(), genuine.body(), genuine.receivedAt());
    }

    @Override
    public WebhookRequest provenNonsense(String tenantId) {
        return Posts.post(
                "[{\"nobody\":\"sends this\"}, 7".getBytes(StandardCharsets.UTF_8),
                Posts.basic("hook:word-" + tenantId));
    }

    @Override
    public boolean proofCoversBody() {
        return false;
    }

    @Override
    public int mostAtOnce() {
        return 1;
    }

    static Map<String, Object> header(String name, String value) {
        return Map.of("Name", name, "Value", value);
    }

    static List<Object> headers() {
        return List.of(header("Return-Path", "<zoe@customer.example>"), header("Message-ID", "<0@customer.example>"));
    }
}
