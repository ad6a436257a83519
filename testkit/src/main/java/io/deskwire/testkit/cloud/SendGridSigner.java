package io.deskwire.testkit.cloud;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** A throw-away key of a security policy or event webhook. */
final class SendGridSigner {

    private final KeyPair pair;

    SendGridSigner() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }

    /** DER in base64, as SendGrid shows it. */
    String publicKey() {
        return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
    }

    /** The headers that prove a body. */
    Map<String, String> headers(byte[] body, Instant now) {
        String timestamp = Long.toString(now.getEpochSecond());
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate());
            signature.update(timestamp.getBytes(StandardCharsets.US_ASCII));
            signature.update(body);
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("X-Twilio-Email-Event-Webhook-Timestamp", timestamp);
            headers.put(
                    "X-Twilio-Email-Event-Webhook-Signature",
                    Base64.getEncoder().encodeToString(signature.sign()));
            return headers;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a fresh key can sign", e);
        }
    }
}
