package io.deskwire.adapter.cloud.ses;

import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Amazon SNS posts, as it stands in the body. Nothing of it is changed before it is verified: the signature covers the
 * texts as they were decoded from JSON, down to a zero fraction of a second and a line feed at the end.
 *
 * @param subject null when it is not there, which is signed otherwise than an empty one
 * @param subscribeUrl only in confirmations; never called, see {@link SubscriptionConfirmation}
 * @param token only in confirmations
 */
record SnsEnvelope(
        String type,
        String messageId,
        String topicArn,
        String message,
        @Nullable String subject,
        String timestamp,
        String signatureVersion,
        String signature,
        String signingCertUrl,
        @Nullable String subscribeUrl,
        @Nullable String token) {

    static final String NOTIFICATION = "Notification";
    static final String SUBSCRIPTION = "SubscriptionConfirmation";
    static final String UNSUBSCRIPTION = "UnsubscribeConfirmation";

    /** Longest body that is read; SNS itself ends at 256 KiB before JSON's escapes. */
    static final int LONGEST = 2 << 20;

    /** Empty when the bytes are no such thing, or a part has another type than text. */
    static Optional<SnsEnvelope> of(byte[] body) {
        Map<String, Object> tree;
        try {
            tree = Json.lenient().parseObject(body);
        } catch (JsonException e) {
            return Optional.empty();
        }
        String type = text(tree, "Type");
        boolean confirmation = SUBSCRIPTION.equals(type) || UNSUBSCRIPTION.equals(type);
        boolean complete = (confirmation || NOTIFICATION.equals(type))
                && List.of(
                                "MessageId",
                                "TopicArn",
                                "Message",
                                "Timestamp",
                                "SignatureVersion",
                                "Signature",
                                "SigningCertURL")
                        .stream()
                        .allMatch(name -> text(tree, name) != null)
                && isTextOrNothing(tree, "Subject")
                && (!confirmation || (text(tree, "SubscribeURL") != null && text(tree, "Token") != null));
        return complete ? Optional.of(read(tree)) : Optional.empty();
    }

    private static SnsEnvelope read(Map<String, Object> tree) {
        return new SnsEnvelope(
                some(tree, "Type"),
                some(tree, "MessageId"),
                some(tree, "TopicArn"),
                some(tree, "Message"),
                text(tree, "Subject"),
                some(tree, "Timestamp"),
                some(tree, "SignatureVersion"),
                some(tree, "Signature"),
                some(tree, "SigningCertURL"),
                text(tree, "SubscribeURL"),
                text(tree, "Token"));
    }

    private static @Nullable String text(Map<String, Object> tree, String name) {
        return tree.get(name) instanceof String text ? text : null;
    }

    private static String some(Map<String, Object> tree, String name) {
        return tree.get(name) instanceof String text ? text : "";
    }

    private static boolean isTextOrNothing(Map<String, Object> tree, String name) {
        return tree.get(name) == null || tree.get(name) instanceof String;
    }

    boolean isConfirmation() {
        return type.equals(SUBSCRIPTION) || type.equals(UNSUBSCRIPTION);
    }

    /** What the signature is of: names and values in order, each ended by a line feed. */
    byte[] signedBytes() {
        StringBuilder text = new StringBuilder();
        line(text, "Message", message);
        line(text, "MessageId", messageId);
        if (isConfirmation()) {
            line(text, "SubscribeURL", subscribeUrl);
        } else {
            line(text, "Subject", subject);
        }
        line(text, "Timestamp", timestamp);
        if (isConfirmation()) {
            line(text, "Token", token);
        }
        line(text, "TopicArn", topicArn);
        line(text, "Type", type);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void line(StringBuilder text, String name, @Nullable String value) {
        if (value != null) {
            text.append(name).append('\n').append(value).append('\n');
        }
    }
}
