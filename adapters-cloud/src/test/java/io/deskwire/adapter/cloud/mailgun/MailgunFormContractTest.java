package io.deskwire.adapter.cloud.mailgun;

import io.deskwire.channel.WebhookRequest;
import java.util.ArrayList;
import java.util.List;

/** The contract with mail that comes taken apart. */
class MailgunFormContractTest extends MailgunWebhookContractTest {

    private static final String HEADERS = "[[\"Message-Id\",\"<0@customer.example>\"],[\"From\",\"Zoe"
            + " <zoe@customer.example>\"],[\"Subject\",\"Hi\"]]";

    private static List<String> fields(String tenantId) {
        return new ArrayList<>(List.of(
                "recipient",
                "support@" + tenantId + ".example",
                "sender",
                "zoe@customer.example",
                "body-plain",
                "text 0",
                "message-headers",
                HEADERS));
    }

    @Override
    public WebhookRequest genuine(String tenantId, int messages) {
        List<String> fields = fields(tenantId);
        fields.addAll(List.of(
                "timestamp",
                Posts.TIMESTAMP,
                "token",
                Posts.TOKEN,
                "signature",
                Posts.hex("signing-" + tenantId, Posts.TIMESTAMP + Posts.TOKEN)));
        return Posts.form(fields.toArray(String[]::new));
    }

    @Override
    public WebhookRequest withoutProof(String tenantId) {
        return Posts.form(fields(tenantId).toArray(String[]::new));
    }
}
