package io.deskwire.adapter.cloud.ses;

import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What SES says inside of a notification of SNS.
 *
 * @param kind what it is about
 * @param tree the data; empty for {@link Kind#TEXT}
 */
record SesNotification(Kind kind, Map<String, Object> tree) {

    /** What a notification can be about. */
    enum Kind {
        /** A received mail that lies in it. */
        MAIL,
        /** A received mail that lies in S3. */
        MAIL_IN_S3,
        /** A received mail that nobody kept for us. */
        MAIL_WITHOUT_CONTENT,
        /** The object that is written when a receipt rule is saved. */
        SETUP,
        /** What became of a mail of ours. */
        EVENT,
        /** Words, such as those that a new event destination begins with. */
        TEXT,
        /** Something that this version does not know. */
        UNKNOWN
    }

    /** Systems older than event publishing say {@code notificationType}, and only for these. */
    private static final Set<String> FEEDBACK = Set.of("Bounce", "Complaint", "Delivery");

    static SesNotification of(String message) {
        Optional<Map<String, Object>> object = object(message);
        if (object.isEmpty()) {
            return new SesNotification(Kind.TEXT, Map.of());
        }
        Map<String, Object> tree = object.get();
        return new SesNotification(kind(tree), tree);
    }

    private static Optional<Map<String, Object>> object(String message) {
        try {
            return Optional.of(Json.lenient().parseObject(message));
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    private static Kind kind(Map<String, Object> tree) {
        String type = Tree.word(tree, "notificationType");
        if ("Received".equals(type)) {
            ReceivedMail mail = ReceivedMail.of(tree);
            if (mail.isSetup()) {
                return Kind.SETUP;
            } else if (mail.content() != null) {
                return Kind.MAIL;
            }
            return mail.bucket() != null && mail.key() != null ? Kind.MAIL_IN_S3 : Kind.MAIL_WITHOUT_CONTENT;
        }
        boolean event = Tree.word(tree, "eventType") != null || (type != null && FEEDBACK.contains(type));
        return event && !Tree.object(tree, "mail").isEmpty() ? Kind.EVENT : Kind.UNKNOWN;
    }
}
