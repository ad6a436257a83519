package io.deskwire.adapter.cloud.postmark;

import java.util.Map;

/** The contract with mail that comes taken apart. */
class PostmarkJsonContractTest extends PostmarkWebhookContractTest {

    @Override
    Map<String, Object> mail(String tenantId) {
        Map<String, Object> mail = super.mail(tenantId);
        mail.remove("RawEmail");
        mail.put("From", "zoe@customer.example");
        mail.put("FromFull", Map.of("Email", "zoe@customer.example", "Name", "Zoe"));
        mail.put("Subject", "Hi");
        mail.put("TextBody", "text 0");
        mail.put("HtmlBody", "");
        mail.put("Headers", headers());
        return mail;
    }
}
