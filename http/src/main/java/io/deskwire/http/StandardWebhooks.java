package io.deskwire.http;

import io.deskwire.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs bodies after the Standard Webhooks specification: HMAC-SHA256 over {@code id.timestamp.body}, once per secret. */
final class StandardWebhooks {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "whsec_";

    private final List<SecretKeySpec> keys;

    /**
     * @param secrets the current one first; {@code whsec_} and base64, or any other text, whose UTF-8 bytes are the key
     * @throws IllegalArgumentException when there is none, or one is empty or is no base64 after {@code whsec_}
     */
    StandardWebhooks(List<Secret> secrets) {
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("a signing secret is required");
        }
        List<SecretKeySpec> read = new ArrayList<>();
        for (Secret secret : secrets) {
            byte[] key = key(secret.reveal());
            if (key.length == 0) {
                throw new IllegalArgumentException("a signing secret must not be empty");
            }
            read.add(new SecretKeySpec(key, ALGORITHM));
        }
        keys = List.copyOf(read);
    }

    private static byte[] key(String secret) {
        if (!secret.startsWith(PREFIX)) {
            return secret.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(secret.substring(PREFIX.length()).strip());
        } catch (IllegalArgumentException e) {
            // Without the cause, which names a character of the secret.
            throw new IllegalArgumentException("a signing secret that starts with whsec_ must go on in base64");
        }
    }

    /** A call with the headers that the specification names; {@code body} is what the call carries, empty without one. */
    HttpCall signed(HttpCall call, String id, Instant timestamp, byte[] body) {
        return call.withHeader("webhook-id", id)
                .withHeader("webhook-timestamp", Long.toString(timestamp.getEpochSecond()))
                .withHeader("webhook-signature", signature(id, timestamp, body));
    }

    /** The value of {@code webhook-signature}: one {@code v1,…} per secret, separated by spaces. */
    String signature(String id, Instant timestamp, byte[] body) {
        byte[] head = (id + "." + timestamp.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8);
        return keys.stream().map(key -> "v1," + sign(key, head, body)).collect(Collectors.joining(" "));
    }

    private static String sign(SecretKeySpec key, byte[] head, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(head);
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
        }
    }
}
