package io.deskwire.testkit.cloud;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Signs as SNS does, with a key that is public and must never be trusted outside tests. */
final class SnsSigner {

    static final String CERTIFICATE = "SimpleNotificationService-00000000000000000000000000000001.pem";

    private static final List<String> OF_NOTIFICATION =
            List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type");
    private static final List<String> OF_CONFIRMATION =
            List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");

    private SnsSigner() {}

    /** The certificate that the signatures fit, as PEM. */
    static String certificate() {
        return resource("sns-test-cert.pem");
    }

    /** The signature of an envelope whose version stands in it. */
    static String signature(Map<String, Object> envelope) {
        StringBuilder text = new StringBuilder();
        for (String name : "Notification".equals(envelope.get("Type")) ? OF_NOTIFICATION : OF_CONFIRMATION) {
            Object value = envelope.get(name);
            if (value != null) {
                text.append(name).append('\n').append(value).append('\n');
            }
        }
        String algorithm = "1".equals(envelope.get("SignatureVersion")) ? "SHA1withRSA" : "SHA256withRSA";
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key());
            signer.update(text.toString().getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the test key cannot sign", e);
        }
    }

    private static PrivateKey key() throws GeneralSecurityException {
        String pem = resource("sns-test-private.pem").replaceAll("-----[A-Z ]+-----", "");
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
    }

    private static String resource(String name) {
        try (InputStream in = SnsSigner.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
