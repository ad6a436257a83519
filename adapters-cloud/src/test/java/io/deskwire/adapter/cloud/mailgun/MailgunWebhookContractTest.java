package io.deskwire.adapter.cloud.mailgun;

import io.deskwire.channel.ChannelType;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.ChannelConfig;
import io.deskwire.testkit.contract.WebhookContract;
import java.util.Map;

/** The contract with mail that comes whole. */
class MailgunWebhookContractTest implements WebhookContract {

    @Override
    public ChannelType type() {
        return Posts.TYPE;
    }

    @Override
    public ChannelConfig config(String tenantId) {
        return ChannelConfig.of(
                tenantId,
                "mail",
                "mailgun",
                Map.of(
                        "api_key",
                        "key",
                        "domain",
                        tenantId + ".example",
                        "webhook_secret",
                        "signing-" + tenantId,
                        "email_address",
                        "support@" + tenantId + ".example"),
                null);
    }

    static String mail(String tenantId) {
        return "Message-Id: <0@customer.example>\r\nFrom: Zoe <zoe@customer.example>\r\nTo: support@" + tenantId
                + ".example\r\nSubject: Hi\r\nContent-Type: text/plain\r\n\r\ntext 0\r\n";
    }

    @Override
    public WebhookRequest genuine(String tenantId, int messages) {
        return Posts.form(
                "recipient",
                "support+t1@" + tenantId + ".example",
                "sender",
                "zoe@customer.example",
                "body-mime",
                mail(tenantId),
                "timestamp",
                Posts.TIMESTAMP,
                "token",
                Posts.TOKEN,
                "signature",
                Posts.hex("signing-" + tenantId, Posts.TIMESTAMP + Posts.TOKEN));
    }

    @Override
    public WebhookRequest withoutProof(String tenantId) {
        return Posts.form("recipient", "support@" + tenantId + ".example", "body-mime", mail(tenantId));
    }

    @Override
    public WebhookRequest provenNonsense(String tenantId) {
        return Posts.form(
                "nobody",
                "sends this",
                "timestamp",
                Posts.TIMESTAMP,
                "token",
                Posts.TOKEN,
                "signature",
                Posts.hex("signing-" + tenantId, Posts.TIMESTAMP + Posts.TOKEN));
    }

    @Override
    public boolean proofCoversBody() {
        return false;
    }

    @Override
    public int mostAtOnce() {
        return 1;
    }
}
