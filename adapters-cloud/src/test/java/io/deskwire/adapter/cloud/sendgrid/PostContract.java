package io.deskwire.adapter.cloud.sendgrid;

import io.deskwire.channel.ChannelType;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.ChannelConfig;
import io.deskwire.message.Content;
import io.deskwire.testkit.contract.WebhookContract;
import java.util.List;
import java.util.Map;

/** The contract of webhooks for a form of Inbound Parse. */
interface PostContract extends WebhookContract {

    /** A post of one mail with this text. */
    byte[] form(String tenantId, String text);

    @Override
    default ChannelType type() {
        return new SendGridChannelType();
    }

    @Override
    default ChannelConfig config(String tenantId) {
        return ChannelConfig.of(
                tenantId,
                "mail",
                "sendgrid",
                Map.of(
                        "api_key",
                        "SG.key",
                        "webhook_secret",
                        TenantKeys.publicKey(tenantId),
                        "email_address",
                        "support@" + tenantId + ".example"),
                null);
    }

    @Override
    default WebhookRequest genuine(String tenantId, int messages) {
        return TenantKeys.signed(tenantId, Vectors.MULTIPART, form(tenantId, "text 0"), Posts.AT)
                .request();
    }

    @Override
    default WebhookRequest withoutProof(String tenantId) {
        return Vectors.post(
                Map.of("Content-Type", List.of(Vectors.MULTIPART)), Content.of(form(tenantId, "text 0")), Posts.AT);
    }

    @Override
    default WebhookRequest provenNonsense(String tenantId) {
        byte[] nonsense = new Posts().field("nobody", "sends this").bytes();
        return TenantKeys.signed(tenantId, Vectors.MULTIPART, nonsense, Posts.AT)
                .request();
    }

    @Override
    default boolean proofCoversBody() {
        return true;
    }

    @Override
    default int mostAtOnce() {
        return 1;
    }
}
