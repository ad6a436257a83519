package io.deskwire.testkit.whatsapp;

import io.deskwire.testkit.SpeltOutHmac;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The providers' signatures. */
final class Signatures {

    private Signatures() {}

    /** The value of {@code X-Hub-Signature-256}. */
    static String meta(String key, byte[] body) {
        return "sha256=" + HexFormat.of().formatHex(hmac("SHA-256", key, body));
    }

    /** Meta's {@code appsecret_proof}. */
    static String proof(String key, String token) {
        return HexFormat.of().formatHex(hmac("SHA-256", key, token.getBytes(StandardCharsets.UTF_8)));
    }

    /** The value of {@code x-360dialog-signature}, in hex or in base 64: its documents do not say which. */
    static String dialog360(String key, byte[] body, boolean base64) {
        byte[] mac = hmac("SHA-256", key, body);
        return base64 ? Base64.getEncoder().encodeToString(mac) : HexFormat.of().formatHex(mac);
    }

    /** The value of {@code X-Twilio-Signature}: the address, then every name with each of its distinct values, sorted. */
    static String twilio(String token, String url, List<Map.Entry<String, String>> form) {
        Map<String, TreeSet<String>> sorted = new TreeMap<>();
        form.forEach(field ->
                sorted.computeIfAbsent(field.getKey(), name -> new TreeSet<>()).add(field.getValue()));
        StringBuilder signed = new StringBuilder(url);
        sorted.forEach(
                (name, values) -> values.forEach(value -> signed.append(name).append(value)));
        return Base64.getEncoder()
                .encodeToString(hmac("SHA-1", token, signed.toString().getBytes(StandardCharsets.UTF_8)));
    }

    static byte[] sha256(byte[] bytes) {
        return digest("SHA-256").digest(bytes);
    }

    static boolean equal(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] hmac(String digest, String key, byte[] message) {
        return SpeltOutHmac.of(digest, key.getBytes(StandardCharsets.UTF_8), message);
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
