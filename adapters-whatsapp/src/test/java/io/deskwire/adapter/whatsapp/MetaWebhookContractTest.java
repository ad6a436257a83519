package io.deskwire.adapter.whatsapp;

import io.deskwire.channel.ChannelType;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.ChannelConfig;
import io.deskwire.testkit.contract.WebhookContract;
import java.nio.charset.StandardCharsets;
import java.util.Map;

class MetaWebhookContractTest implements WebhookContract {

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
                        "phone_number",
                        "+" + SignedRequests.number(tenantId),
                        "phone_number_id",
                        SignedRequests.phoneNumberId(tenantId),
                        "business_account_id",
                        "waba-" + tenantId,
                        "api_key",
                        "token",
                        "api_secret",
                        SignedRequests.key(tenantId),
                        "webhook_verify_token",
                        "verify"),
                null);
    }

    @Override
    public WebhookRequest genuine(String tenantId, int messages) {
        return signed(tenantId, SignedRequests.envelope(tenantId, messages));
    }

    private static WebhookRequest signed(String tenantId, byte[] body) {
        String signature = "sha256=" + SignedRequests.hex(SignedRequests.key(tenantId), body);
        return SignedRequests.json(body, Map.of("X-Hub-Signature-256", signature));
    }

    @Override
    public WebhookRequest withoutProof(String tenantId) {
        return SignedRequests.json(SignedRequests.envelope(tenantId, 1), Map.of());
    }

    @Override
    public WebhookRequest provenNonsense(String tenantId) {
        return signed(tenantId, "[{\"nobody\":\"sends this\"}, 7".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean proofCoversBody() {
        return true;
    }

    @Override
    public int mostAtOnce() {
        return 1000;
    }
}
