package io.deskwire.adapter.whatsapp;

import io.deskwire.channel.ChannelType;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.ChannelConfig;
import io.deskwire.testkit.contract.WebhookContract;
import java.nio.charset.StandardCharsets;
import java.util.Map;

class Dialog360WebhookContractTest implements WebhookContract {

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
                        "360dialog",
                        "phone_number",
                        "+" + SignedRequests.number(tenantId),
                        "phone_number_id",
                        SignedRequests.phoneNumberId(tenantId),
                        "api_key",
                        "key",
                        "webhook_verify_token",
                        SignedRequests.key(tenantId)),
                null);
    }

    @Override
    public WebhookRequest genuine(String tenantId, int messages) {
        return shown(tenantId, SignedRequests.envelope(tenantId, messages));
    }

    private static WebhookRequest shown(String tenantId, byte[] body) {
        return SignedRequests.json(body, Map.of("X-Webhook-Token", SignedRequests.key(tenantId)));
    }

    @Override
    public WebhookRequest withoutProof(String tenantId) {
        return SignedRequests.json(SignedRequests.envelope(tenantId, 1), Map.of());
    }

    @Override
    public WebhookRequest provenNonsense(String tenantId) {
        return shown(tenantId, "{\"object\":null,\"entry\":{\"changes\":7}}".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean proofCoversBody() {
        return false;
    }

    @Override
    public int mostAtOnce() {
        return 1000;
    }
}
