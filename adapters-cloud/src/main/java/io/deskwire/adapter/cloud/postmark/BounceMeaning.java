package io.deskwire.adapter.cloud.postmark;

import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.MessageKind;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a type of bounce says of a message. Types are told by their names: their numbers differ between samples.
 *
 * @param kind what the news is
 * @param status where the message stands, or null when the type says nothing of that
 * @param failure what kind of failure it was, or null
 */
record BounceMeaning(
        MessageKind kind,
        @Nullable DeliveryStatus status,
        @Nullable FailureKind failure) {

    private static final Pattern ENHANCED = Pattern.compile("(?<![0-9.])([245]\\.[0-9]{1,3}\\.[0-9]{1,3})(?![0-9.])");
    private static final int LONGEST_REASON = 1000;

    /** Only the types that say where a message stands; null for the others. */
    static @Nullable BounceMeaning of(@Nullable String type) {
        return switch (type == null ? "" : type.toLowerCase(Locale.ROOT)) {
            case "hardbounce", "virusnotification" -> bounce(DeliveryStatus.BOUNCED, FailureKind.PERMANENT);
            // Temporary, but Postmark does not try again.
            case "softbounce" -> bounce(DeliveryStatus.BOUNCED, FailureKind.TRANSIENT);
            case "spamnotification", "spamcomplaint" ->
                new BounceMeaning(MessageKind.COMPLAINT, DeliveryStatus.COMPLAINED, null);
            case "bademailaddress", "manuallydeactivated", "blocked", "dmarcpolicy", "unconfirmed" ->
                bounce(DeliveryStatus.REJECTED, FailureKind.PERMANENT);
            case "smtpapierror", "templaterenderingfailed" -> bounce(DeliveryStatus.FAILED, FailureKind.PERMANENT);
            default -> null;
        };
    }

    private static BounceMeaning bounce(DeliveryStatus status, FailureKind failure) {
        return new BounceMeaning(MessageKind.BOUNCE, status, failure);
    }

    /** Whether Postmark goes on trying. */
    static boolean isDelay(@Nullable String type) {
        return switch (type == null ? "" : type.toLowerCase(Locale.ROOT)) {
            case "transient", "dnserror", "openrelaytest" -> true;
            default -> false;
        };
    }

    /** The enhanced status code (RFC 3463) in the receiving server's words, else the type. */
    static @Nullable String code(Map<String, Object> event) {
        String details = Tree.firstText(event, "Details", "Description");
        Matcher matcher = ENHANCED.matcher(details == null ? "" : shortened(details));
        return matcher.find() ? matcher.group(1) : Tree.word(event, "Type");
    }

    /** Type, words of the receiving server, and whether the address is closed from now on. */
    static @Nullable String reason(Map<String, Object> event) {
        StringBuilder reason = new StringBuilder();
        for (@Nullable String part : new @Nullable String[] {
            Tree.firstText(event, "Name", "Type"), Tree.firstText(event, "Details", "Description")
        }) {
            if (part != null) {
                reason.append(reason.isEmpty() ? "" : ": ").append(shortened(part.strip()));
            }
        }
        if (Tree.isTrue(event, "Inactive")) {
            reason.append(reason.isEmpty() ? "" : "; ")
                    .append("Postmark sends nothing to this address until it is reactivated there");
        }
        return reason.isEmpty() ? null : reason.toString();
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON) + "…";
    }
}
