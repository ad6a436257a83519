package io.deskwire.benchmarks;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What customers of several tenants write. A mail of 4 KB opens a ticket; chats come from a thousand customers a tenant, so that
 * most go on with theirs. Webhooks are signed as the providers do. One thread only.
 */
final class IntakeMessages {

    private static final int CHATTERS = 1000;
    private static final String MAILGUN_KEY = "signing-key-of-";
    private static final String TEXT =
            "my order has not arrived yet, please tell me where it is and when it comes.\r\n";

    /** Lines of text in a mail of 4 KB. */
    static final int LINES = 48;

    private final Mac mac;
    private final int lines;

    /**
     * @param lines of text in a mail, of 80 characters each
     */
    IntakeMessages(int lines) {
        this.lines = lines;
        try {
            mac = Mac.getInstance("HmacSHA256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    static String tenant(int n) {
        return "tenant" + n;
    }

    /** The channel document that goes with {@link #mailgun}. */
    static Map<String, Object> mailgunConfig(String tenant) {
        return Map.of(
                "api_key", "key-" + tenant,
                "domain", tenant + ".example",
                "webhook_secret", MAILGUN_KEY + tenant,
                "email_address", "support@" + tenant + ".example");
    }

    /** The channel document that goes with {@link #whatsapp}. */
    static Map<String, Object> whatsappConfig(String tenant) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("phone_number", "+1555" + phone(tenant));
        config.put("phone_number_id", phoneNumberId(tenant));
        config.put("business_account_id", SignedWebhooks.ACCOUNT_ID);
        config.put("api_key", "token");
        config.put("api_secret", SignedWebhooks.SECRET);
        config.put("webhook_verify_token", "verify");
        config.put("ticket_creation_enabled", true);
        config.put("template_messages", List.of());
        return config;
    }

    private static int phone(String tenant) {
        return 1_000_000 + Math.floorMod(tenant.hashCode(), 8_000_000);
    }

    private static String phoneNumberId(String tenant) {
        return "10654" + phone(tenant);
    }

    /** A mail; its Message-ID holds {@code id}. */
    static byte[] mail(String tenant, String id, int lines) {
        return ("From: Customer <" + id + "@customers.example>\r\nTo: support@" + tenant + ".example\r\n"
                        + "Subject: Order " + id + " has not arrived\r\nDate: Mon, 5 Jan 2026 10:00:00 +0000\r\n"
                        + "Message-ID: <" + id + "@mail.customers.example>\r\nMIME-Version: 1.0\r\n"
                        + "Content-Type: text/plain; charset=UTF-8\r\n\r\nHello,\r\n\r\n" + TEXT.repeat(lines))
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** A mail as a Mailgun route posts it. */
    SignedPosts.Post mailgun(String tenant, String id) {
        String time = Long.toString(System.currentTimeMillis() / 1000);
        String signature = sign(MAILGUN_KEY + tenant, (time + id).getBytes(StandardCharsets.US_ASCII));
        String body = "recipient=support%40" + tenant + ".example&sender=" + id + "%40customers.example&body-mime="
                + URLEncoder.encode(
                        new String(mail(tenant, id, lines), StandardCharsets.US_ASCII), StandardCharsets.US_ASCII)
                + "&timestamp=" + time + "&token=" + id + "&signature=" + signature;
        return new SignedPosts.Post("application/x-www-form-urlencoded", "", body.getBytes(StandardCharsets.US_ASCII));
    }

    /** Chat messages of one webhook, each from another customer. */
    SignedPosts.Post whatsapp(String tenant, int firstCustomer, List<String> ids) {
        StringBuilder contacts = new StringBuilder();
        StringBuilder messages = new StringBuilder();
        for (int i = 0; i < ids.size(); i++) {
            String customer = String.valueOf(16_500_000_000L + (firstCustomer + i) % CHATTERS);
            String comma = i == 0 ? "" : ",";
            contacts.append(comma)
                    .append("{\"profile\":{\"name\":\"Customer\"},\"wa_id\":\"")
                    .append(customer)
                    .append("\",\"user_id\":\"US.1349")
                    .append(customer)
                    .append("\"}");
            messages.append(comma)
                    .append("{\"from\":\"")
                    .append(customer)
                    .append("\",\"from_user_id\":\"US.1349")
                    .append(customer)
                    .append("\",\"id\":\"wamid.")
                    .append(ids.get(i))
                    .append("\",\"timestamp\":\"")
                    .append(System.currentTimeMillis() / 1000)
                    .append("\",\"type\":\"text\",\"text\":{\"body\":\"Does it come in another color?\"}}");
        }
        byte[] body = ("{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"" + SignedWebhooks.ACCOUNT_ID
                        + "\",\"changes\":[{\"value\":{\"messaging_product\":\"whatsapp\",\"metadata\":{"
                        + "\"display_phone_number\":\"1555" + phone(tenant) + "\",\"phone_number_id\":\""
                        + phoneNumberId(tenant) + "\"},\"contacts\":[" + contacts + "],\"messages\":[" + messages
                        + "]},\"field\":\"messages\"}]}]}")
                .getBytes(StandardCharsets.US_ASCII);
        String header = "X-Hub-Signature-256: sha256=" + sign(SignedWebhooks.SECRET, body) + "\r\n";
        return new SignedPosts.Post("application/json", header, body);
    }

    private String sign(String key, byte[] bytes) {
        try {
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every key will do for HmacSHA256", e);
        }
    }
}
