package io.deskwire.adapter.cloud.ses;

import io.deskwire.channel.WebhookRequest;
import io.deskwire.json.Json;
import io.deskwire.message.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The signed notifications of the test resources, and new ones signed with their throw-away key. */
final class Vectors {

    static final String TOPIC = "arn:aws:sns:eu-west-1:111122223333:desk-inbound";
    static final String CERTIFICATE_URL =
            "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-00000000000000000000000000000001.pem";
    static final Instant NOW = Instant.parse("2025-01-14T09:31:00Z");

    private Vectors() {}

    static byte[] bytes(String name) {
        try (InputStream in = Vectors.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static X509Certificate certificate(String name) {
        try {
            return FetchedCertificates.read(bytes(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A notification of a topic with this message. */
    static Map<String, Object> notification(String topic, String id, String message, Instant at) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("Type", "Notification");
        tree.put("MessageId", id);
        tree.put("TopicArn", topic);
        tree.put("Message", message);
        tree.put("Timestamp", at.toString());
        tree.put("SignatureVersion", "2");
        tree.put("SigningCertURL", CERTIFICATE_URL.replace("eu-west-1", topic.split(":", -1)[3]));
        return tree;
    }

    /** The body of a notification with its signature. */
    static byte[] signed(Map<String, Object> tree) {
        Map<String, Object> whole = new LinkedHashMap<>(tree);
        StringBuilder text = new StringBuilder();
        boolean confirmation = tree.containsKey("Token");
        List<String> names = confirmation
                ? List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
                : List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type");
        names.stream()
                .filter(tree::containsKey)
                .forEach(name ->
                        text.append(name).append('\n').append(tree.get(name)).append('\n'));
        try {
            Signature signer =
                    Signature.getInstance("1".equals(tree.get("SignatureVersion")) ? "SHA1withRSA" : "SHA256withRSA");
            signer.initSign(key());
            signer.update(text.toString().getBytes(StandardCharsets.UTF_8));
            whole.put("Signature", Base64.getEncoder().encodeToString(signer.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return Json.writeBytes(whole);
    }

    private static PrivateKey key() throws GeneralSecurityException {
        String pem = new String(bytes("sns-test-private.pem"), StandardCharsets.US_ASCII);
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    static WebhookRequest request(byte[] body, Instant at) {
        return request(body, Map.of(), at);
    }

    static WebhookRequest request(byte[] body, Map<String, List<String>> headers, Instant at) {
        return new WebhookRequest(
                "POST",
                URI.create("https://desk.example/webhooks/aws_ses/acme/mail"),
                Map.of(),
                headers,
                Content.of(body),
                at);
    }
}
