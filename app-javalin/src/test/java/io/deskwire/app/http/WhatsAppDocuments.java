package io.deskwire.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A channel's document, bodies that Meta would send to it, and their signatures. */
final class WhatsAppDocuments {

    static final String APP_SECRET = "unit-test-app-secret";
    static final String NUMBER_ID = "106540352242922";

    private WhatsAppDocuments() {}

    static Map<String, Object> channel(String apiBaseUrl) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("phone_number", "+15550783881");
        config.put("phone_number_id", NUMBER_ID);
        config.put("business_account_id", "102290129340398");
        config.put("api_key", "access-token-of-the-tests");
        config.put("api_secret", APP_SECRET);
        config.put("webhook_verify_token", "handshake-of-the-tests");
        config.put("api_base_url", apiBaseUrl);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("provider", "whatsapp");
        body.put("config", config);
        return body;
    }

    /** The document inside such a body, to be changed. */
    @SuppressWarnings("unchecked") // As it was built.
    static Map<String, Object> config(Map<String, Object> body) {
        return (Map<String, Object>) Objects.requireNonNull(body.get("config"));
    }

    /** {@code X-Hub-Signature-256} over the raw bytes. */
    static String signature(String key, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code X-Twilio-Signature} of a text put together by hand. */
    static String twilioSignature(String key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String text(String id, long seconds, String text) {
        return "{\"from\":\"16505551234\",\"id\":\"" + id + "\",\"timestamp\":\"" + seconds
                + "\",\"type\":\"text\",\"text\":{\"body\":\"" + text + "\"}}";
    }

    /** The whole body around messages. */
    static String envelope(String messages) {
        return "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"102290129340398\",\"changes\":[{\"value\":"
                + "{\"messaging_product\":\"whatsapp\",\"metadata\":{\"display_phone_number\":\"15550783881\","
                + "\"phone_number_id\":\"" + NUMBER_ID + "\"},\"contacts\":[{\"profile\":{\"name\":\"Sheena Nelson\"},"
                + "\"wa_id\":\"16505551234\"}],\"messages\":[" + messages + "]},\"field\":\"messages\"}]}]}";
    }
}
