package io.deskwire.adapter.cloud.ses;

import io.deskwire.failure.FailureKind;
import io.deskwire.message.DeliveryStatus;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What SES means by a bounce. All of them are final: SES reports one only when it has given up.
 *
 * @param words for people
 */
record BounceMeaning(DeliveryStatus status, String words, FailureKind failure) {

    private static final Set<String> SUPPRESSED =
            Set.of("Suppressed", "OnAccountSuppressionList", "UnsubscribedRecipient");
    private static final Set<String> CONTENT = Set.of("MessageTooLarge", "ContentRejected", "AttachmentRejected");

    static BounceMeaning of(@Nullable String type, @Nullable String subType) {
        String sub = subType == null ? "Undetermined" : subType;
        if (!"Permanent".equals(type)) {
            String why = CONTENT.contains(sub) ? "soft bounce because of the content (" : "soft bounce (";
            return new BounceMeaning(DeliveryStatus.BOUNCED, why + sub + ")", FailureKind.TRANSIENT);
        }
        return SUPPRESSED.contains(sub)
                ? new BounceMeaning(
                        DeliveryStatus.REJECTED,
                        "not sent: the address bounced or unsubscribed before (" + sub + ")",
                        FailureKind.PERMANENT)
                : new BounceMeaning(DeliveryStatus.BOUNCED, "hard bounce (" + sub + ")", FailureKind.PERMANENT);
    }
}
