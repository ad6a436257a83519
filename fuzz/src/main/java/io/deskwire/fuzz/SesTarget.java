package io.deskwire.fuzz;

import io.deskwire.adapter.cloud.ses.SesChannelType;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.json.Json;
import io.deskwire.testkit.cloud.SesSimulator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What Amazon SNS posts, and what SES says in it. 403 ends SNS's tries. */
public final class SesTarget {

    private static final Instant NOW = Instant.parse("2025-01-14T09:31:00Z");
    private static final String TOPIC = "arn:aws:sns:eu-west-1:111122223333:desk-inbound";
    private static final String SNS = LocalHost.serving(resource("sns-test-cert.pem"));
    private static final PrivateKey KEY = key();
    private static final Set<Integer> TAKEN = Set.of(200);
    private static final WebhookProbe PROBE = new WebhookProbe(
            new SesChannelType(() -> NOW),
            Map.of(
                    "access_key_id",
                    "AKIDEXAMPLE",
                    "secret_access_key",
                    "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                    "region",
                    "eu-west-1",
                    "topic_arn",
                    TOPIC,
                    "s3_bucket",
                    "desk-inbound-mail",
                    "sns_base_url",
                    SNS,
                    "email_address",
                    "support@desk.example"));

    private SesTarget() {}

    /**
     * {@code m} a signed notification's message, {@code c} a signed confirmation's, {@code w} a whole mail that SES received;
     * {@code u} any body, {@code v} a message under a signature that is none.
     */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        FuzzInput input = new FuzzInput(data);
        switch (input.mode("mcwuv")) {
            case 'm' -> PROBE.takes(signed("Notification", input.restText()), TAKEN);
            case 'c' -> PROBE.takes(signed("SubscriptionConfirmation", input.restText()), TAKEN);
            case 'w' -> PROBE.takes(signed("Notification", received(input.rest())), TAKEN);
            case 'u' -> PROBE.refuses(post(input.rest()));
            default -> {
                Map<String, Object> tree = tree("Notification", input.restText());
                tree.put("Signature", Proofs.base64(new byte[256]));
                PROBE.refuses(post(Json.writeBytes(tree)));
            }
        }
    }

    private static String received(byte[] mail) {
        return Json.write(Map.of(
                "notificationType",
                "Received",
                "mail",
                Map.of("messageId", "ses1", "source", "zoe@customer.example"),
                "receipt",
                Map.of(
                        "recipients",
                        List.of("support@desk.example"),
                        "action",
                        Map.of("type", "SNS", "encoding", "BASE64")),
                "content",
                Proofs.base64(mail)));
    }

    private static WebhookRequest signed(String type, String message) {
        Map<String, Object> tree = tree(type, message);
        boolean confirmation = tree.containsKey("Token");
        List<String> names = confirmation
                ? List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
                : List.of("Message", "MessageId", "Timestamp", "TopicArn", "Type");
        StringBuilder text = new StringBuilder();
        names.forEach(
                name -> text.append(name).append('\n').append(tree.get(name)).append('\n'));
        tree.put(
                "Signature",
                Proofs.base64(
                        Proofs.signature("SHA256withRSA", KEY, text.toString().getBytes(StandardCharsets.UTF_8))));
        return post(Json.writeBytes(tree));
    }

    private static Map<String, Object> tree(String type, String message) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("Type", type);
        tree.put("MessageId", "00000000-0000-4000-8000-0000000000c1");
        tree.put("TopicArn", TOPIC);
        // What JSON cannot carry would be signed otherwise than it is sent.
        tree.put("Message", message.replace('\0', ' '));
        tree.put("Timestamp", NOW.toString());
        tree.put("SignatureVersion", "2");
        tree.put("SigningCertURL", SNS + "/SimpleNotificationService-00000000000000000000000000000001.pem");
        if (!type.equals("Notification")) {
            tree.put("Token", "token");
            tree.put("SubscribeURL", "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription");
        }
        return tree;
    }

    private static WebhookRequest post(byte[] body) {
        return WebhookProbe.post("https://desk.example/webhooks/aws_ses/acme/mail", Map.of(), body, NOW);
    }

    private static PrivateKey key() {
        String pem = new String(resource("sns-test-private.pem"), StandardCharsets.US_ASCII);
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] resource(String name) {
        try (InputStream in = SesSimulator.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
