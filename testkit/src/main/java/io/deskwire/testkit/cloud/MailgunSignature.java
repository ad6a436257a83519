package io.deskwire.testkit.cloud;

import io.deskwire.testkit.SpeltOutHmac;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Mailgun proves a post by. */
record MailgunSignature(
        String timestamp,
        String token,
        String signature,
        @Nullable String parentSignature) {

    private static final SecureRandom RANDOM = new SecureRandom();

    static MailgunSignature next(String key, @Nullable String parentKey, Instant now) {
        byte[] random = new byte[25];
        RANDOM.nextBytes(random);
        String token = HexFormat.of().formatHex(random);
        String timestamp = Long.toString(now.getEpochSecond());
        return new MailgunSignature(
                timestamp,
                token,
                hex(key, timestamp + token),
                parentKey == null ? null : hex(parentKey, timestamp + token));
    }

    static String hex(String key, String text) {
        return HexFormat.of()
                .formatHex(SpeltOutHmac.of(
                        "SHA-256", key.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8)));
    }

    Map<String, Object> block() {
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("timestamp", timestamp);
        block.put("token", token);
        block.put("signature", signature);
        if (parentSignature != null) {
            block.put("parent-signature", parentSignature);
        }
        return block;
    }
}
