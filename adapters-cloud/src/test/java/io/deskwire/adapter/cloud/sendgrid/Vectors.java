package io.deskwire.adapter.cloud.sendgrid;

import io.deskwire.channel.WebhookRequest;
import io.deskwire.message.Content;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Signed bodies whose signatures others made, and the key for more of them. */
record Vectors(String publicKey, String contentType, String timestamp, String signature, byte[] body) {

    static final String MULTIPART = "multipart/form-data; boundary=xYzZY";
    static final String KEY =
            "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEDZA9WJ3PM0wVwGKCQYw/JjEzbbWUkMecKwx713nwu9SIVTBpZPfDPWrC3rgBnsKHeOCcgMsJNcvumibsympJsA==";

    /** Published with SendGrid's library for Java; the line end belongs to the body. */
    static Vectors published() {
        return new Vectors(
                "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==",
                "application/json",
                "1600112502",
                "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM=",
                resource("dropped-body.json"));
    }

    /** A mail in parsed mode with windows-1252 and binary bytes. */
    static Vectors mail() {
        return new Vectors(
                KEY,
                MULTIPART,
                "1736847000",
                "MEUCIDl3+c7Kjone719e5yDgyr+++cULvZnLFZNLkGUEA5vQAiEAky0vNxj4GhRwfva6S3ExKZSrskW9rvI949SFGbWNveM=",
                resource("inbound-body.bin"));
    }

    /** Two events with line ends between them and at the end. */
    static Vectors events() {
        return new Vectors(
                KEY,
                "application/json",
                "1736847110",
                "MEUCIQDijjL1lTqzjX57qZrBo9kL8e+IJxKFn4uDYh6nWgsmmQIgRljAFYIDosB58N3+6/2235EOY3nezsfMUmqh3Zlx4ck=",
                resource("events-body.json"));
    }

    /** A body signed with the key of {@link #KEY}. */
    static Vectors signed(String contentType, byte[] body, Instant at) {
        String timestamp = Long.toString(at.getEpochSecond());
        return new Vectors(KEY, contentType, timestamp, sign(privateKey(), timestamp, body), body);
    }

    /** A post of a form that is not held in memory. */
    static WebhookRequest signed(Content form, Instant at) throws IOException {
        String timestamp = Long.toString(at.getEpochSecond());
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("Content-Type", List.of(MULTIPART));
        headers.put("X-Twilio-Email-Event-Webhook-Timestamp", List.of(timestamp));
        try (InputStream body = form.open()) {
            headers.put("X-Twilio-Email-Event-Webhook-Signature", List.of(sign(privateKey(), timestamp, body)));
        }
        return post(headers, form, at);
    }

    static String sign(PrivateKey key, String timestamp, byte[] body) {
        try {
            return sign(key, timestamp, new ByteArrayInputStream(body));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String sign(PrivateKey key, String timestamp, InputStream body) throws IOException {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key);
            signature.update(timestamp.getBytes(StandardCharsets.US_ASCII));
            byte[] buffer = new byte[16_384];
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                signature.update(buffer, 0, read);
            }
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static PrivateKey privateKey() {
        String pem = new String(resource("private-key.pem"), StandardCharsets.US_ASCII)
                .replaceAll("-----[A-Z ]*-----", "")
                .replaceAll("\\s", "");
        try {
            return KeyFactory.getInstance("EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] resource(String name) {
        try (InputStream in = Objects.requireNonNull(Vectors.class.getResourceAsStream("/sendgrid/" + name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    Vectors withBody(byte[] other) {
        return new Vectors(publicKey, contentType, timestamp, signature, other);
    }

    Vectors withSignature(String other) {
        return new Vectors(publicKey, contentType, timestamp, other, body);
    }

    Vectors withTimestamp(String other) {
        return new Vectors(publicKey, contentType, other, signature, body);
    }

    Instant signedAt() {
        return Instant.ofEpochSecond(Long.parseLong(timestamp));
    }

    /** The request as it comes one second after it was signed. */
    WebhookRequest request() {
        return request(signedAt().plusSeconds(1));
    }

    WebhookRequest request(Instant receivedAt) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("Content-Type", List.of(contentType));
        headers.put("X-Twilio-Email-Event-Webhook-Timestamp", List.of(timestamp));
        headers.put("X-Twilio-Email-Event-Webhook-Signature", List.of(signature));
        return post(headers, Content.of(body), receivedAt);
    }

    static WebhookRequest post(Map<String, List<String>> headers, Content body, Instant receivedAt) {
        return new WebhookRequest(
                "POST",
                URI.create("https://desk.example/webhooks/sendgrid/acme/mail"),
                Map.of(),
                headers,
                body,
                receivedAt);
    }
}
