package io.deskwire.testkit.cloud;

import io.deskwire.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The receipt rule: what becomes of mail that arrives. Thread-safe. */
final class SesReceipt {

    private static final int LARGEST_INLINE = 150 << 10;
    private static final int LARGEST = 40 << 20;
    private static final List<String> VERDICTS =
            List.of("spamVerdict", "virusVerdict", "spfVerdict", "dkimVerdict", "dmarcVerdict");

    private final InstantSource clock;
    private final S3Objects objects;
    private @Nullable SnsTopic topic;
    private @Nullable String bucket;
    private String prefix = "";
    private String encoding = "BASE64";
    private Map<String, String> verdicts = Map.of();

    SesReceipt(InstantSource clock, S3Objects objects) {
        this.clock = clock;
        this.objects = objects;
    }

    synchronized void storeIn(String newBucket, String newPrefix, SnsTopic told) {
        topic = told;
        bucket = newBucket;
        prefix = newPrefix;
        objects.put(newBucket, newPrefix + "AMAZON_SES_SETUP_NOTIFICATION", new byte[] {'x'}, Map.of());
    }

    synchronized void sendTo(SnsTopic told, String newEncoding) {
        topic = told;
        bucket = null;
        encoding = newEncoding;
    }

    synchronized void judge(Map<String, String> newVerdicts) {
        verdicts = Map.copyOf(newVerdicts);
    }

    List<WebhookPost> receive(byte[] mail, String sender, List<String> recipients, String id) {
        SnsTopic told;
        String message;
        synchronized (this) {
            if (topic == null || mail.length > (bucket == null ? LARGEST_INLINE : LARGEST)) {
                throw new IllegalStateException("SES bounces this mail: there is no rule for it, or it is too large");
            }
            told = topic;
            message = Json.write(notification(mail, sender, recipients, id));
        }
        return told.publish("Amazon SES Email Receipt Notification", message);
    }

    private Map<String, Object> notification(byte[] mail, String sender, List<String> recipients, String id) {
        String now = clock.instant().toString();
        Map<String, Object> receipt = new LinkedHashMap<>();
        receipt.put("timestamp", now);
        receipt.put("processingTimeMillis", 88);
        receipt.put("recipients", recipients);
        VERDICTS.forEach(name -> receipt.put(name, Map.of("status", verdicts.getOrDefault(name, "PASS"))));
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("timestamp", now);
        about.put("source", sender);
        about.put("messageId", id);
        about.put("destination", recipients);
        about.put("headersTruncated", false);
        about.put("headers", List.of());
        about.put("commonHeaders", Map.of());
        Map<String, Object> notification = new LinkedHashMap<>();
        notification.put("notificationType", "Received");
        notification.put("receipt", receipt);
        notification.put("mail", about);
        if (bucket == null) {
            receipt.put("action", Map.of("type", "SNS", "encoding", encoding));
            notification.put(
                    "content",
                    encoding.equals("BASE64")
                            ? Base64.getEncoder().encodeToString(mail)
                            : new String(mail, StandardCharsets.UTF_8));
        } else {
            String key = prefix + id;
            objects.put(bucket, key, mail, Map.of());
            receipt.put(
                    "action", Map.of("type", "S3", "bucketName", bucket, "objectKeyPrefix", prefix, "objectKey", key));
        }
        return notification;
    }
}
