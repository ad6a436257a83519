package io.deskwire.adapter.graph;

import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Graph answered when it did not do what it was asked for. Read from status and body alone: of what is no error of Graph's
 * form, such as a proxy's page, the library forgets the status.
 *
 * @param status the status code
 * @param code Graph's own code as it was spelled, or empty; compare it by {@link #is}
 * @param words Graph's message, or empty
 * @param requestId what Microsoft's support asks for, or null
 */
record GraphFailure(
        int status, String code, String words, @Nullable String requestId) {

    private static final Set<String> RESYNC =
            Set.of("syncstatenotfound", "syncstateinvalid", "resyncrequired", "invalidsyncstatedata");

    private static final int LONGEST_WORDS = 300;

    /** Reads an answer. */
    static GraphFailure of(int status, @Nullable String requestId, byte[] body) {
        try {
            if (Json.lenient().parse(body) instanceof Map<?, ?> envelope
                    && envelope.get("error") instanceof Map<?, ?> error) {
                String id = requestId;
                if (id == null && innerError(error).get("request-id") instanceof String inner) {
                    id = inner;
                }
                return new GraphFailure(status, text(error.get("code")), text(error.get("message")), id);
            }
        } catch (JsonException e) {
            // A page of something between us and Graph: the status is what is left.
        }
        return new GraphFailure(status, "", "", requestId);
    }

    private static Map<?, ?> innerError(Map<?, ?> error) {
        Object inner = error.get("innerError") == null ? error.get("innererror") : error.get("innerError");
        return inner instanceof Map<?, ?> map ? map : Map.of();
    }

    private static String text(@Nullable Object value) {
        return value instanceof String text ? text : "";
    }

    /** Whether the code is one of these, in whatever case. */
    boolean is(String... codes) {
        for (String other : codes) {
            if (code.equalsIgnoreCase(other)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a delta link is of no more use. */
    boolean asksForResync() {
        return status == 410 || RESYNC.contains(code.toLowerCase(Locale.ROOT));
    }

    boolean says(String piece) {
        return words.toLowerCase(Locale.ROOT).contains(piece);
    }

    /**
     * The failure with its kind.
     *
     * @param retryAfter how long Graph asks to wait, or null
     */
    ChannelException exception(@Nullable Duration retryAfter) {
        boolean busy = status == 503 && retryAfter != null;
        FailureKind kind = busy ? FailureKind.THROTTLED : kind();
        ChannelException e = kind == FailureKind.THROTTLED
                ? ChannelException.throttled(text(), retryAfter)
                : ChannelException.of(kind, text());
        e = e.withCode(code.isEmpty() ? Integer.toString(status) : code);
        String hint = hint();
        return hint == null ? e : e.withHint(hint);
    }

    private FailureKind kind() {
        if (asksForResync()) {
            return FailureKind.CURSOR_EXPIRED;
        }
        if (status == 429 || status == 509 || is("ApplicationThrottled", "TooManyRequests", "activityLimitReached")) {
            return FailureKind.THROTTLED;
        }
        if (status == 401) {
            return FailureKind.AUTH;
        }
        if (status == 403) {
            return isAboutTheMessage() ? FailureKind.PERMANENT : FailureKind.AUTH;
        }
        if (status == 423 || status == 507 || is("ErrorQuotaExceeded", "quotaLimitReached")) {
            return FailureKind.TRANSIENT;
        }
        if (status == 404) {
            return FailureKind.NOT_FOUND;
        }
        if (status == 409 || status == 412 || status == 408 || status >= 500 || status < 400) {
            return FailureKind.TRANSIENT;
        }
        return isTooLarge() ? FailureKind.UNSUPPORTED : FailureKind.PERMANENT;
    }

    private boolean isAboutTheMessage() {
        return is("ErrorSendAsDenied", "ErrorMessageSizeExceeded", "ErrorInvalidRecipients");
    }

    boolean isTooLarge() {
        return status == 413
                || is("ErrorMessageSizeExceeded", "RequestEntityTooLarge")
                || says("maximum request length supported");
    }

    /** What happened, with what Microsoft's support wants to know. */
    String text() {
        String said = words.isEmpty() ? "" : ": " + cut(words);
        String name = code.isEmpty() ? Integer.toString(status) : status + " " + code;
        return "Microsoft Graph answered " + name + said + (requestId == null ? "" : " (request-id " + requestId + ")");
    }

    /** Graph's words may repeat addresses; they are cut and kept to what a line holds. */
    private static String cut(String text) {
        String line = text.replaceAll("[\\p{Cntrl}]+", " ")
                .replaceAll("[^\\s@<>'\"]+@[^\\s@<>'\"]+", "<address>")
                .strip();
        String whole = line.length() > LONGEST_WORDS ? line.substring(0, LONGEST_WORDS) : line;
        return whole.endsWith(".") ? whole.substring(0, whole.length() - 1) : whole;
    }

    private @Nullable String hint() {
        if (is("ErrorSendAsDenied")) {
            return "Give the mailbox the permission Send As for the address the answer comes from (Exchange admin center,"
                    + " Mailboxes, Delegation), or let answers come from the mailbox's own address.";
        }
        if (is("MailboxNotEnabledForRESTAPI", "MailboxNotSupportedForRESTAPI")) {
            return "email_address has no mailbox in Exchange Online: it lacks a licence, is on-premises or was deleted.";
        }
        if (is("ResourceNotFound", "Request_ResourceNotFound", "ErrorInvalidUser")) {
            return "Check email_address and tenant_id: the directory knows no such user.";
        }
        if (is("ErrorQuotaExceeded", "quotaLimitReached")) {
            return "The mailbox is full: make room in it or raise its quota.";
        }
        if (is("ErrorMessageSizeExceeded")) {
            return "The message is larger than the organisation allows: raise the mailbox's maximum send size, or send a"
                    + " link.";
        }
        if (is("ErrorInvalidRecipients")) {
            return "Exchange takes none of the recipients: check their addresses.";
        }
        if (status == 401) {
            return "Graph refuses the token even when it is new: check client_id and tenant_id, and api_base_url for"
                    + " national clouds.";
        }
        if (status == 403) {
            return "Where access is limited in Exchange (RBAC for Applications), let its scope include this mailbox; a person's"
                    + " account needs to be connected again with everything granted; otherwise grant Mail.ReadWrite and"
                    + " Mail.Send with admin consent, which reaches every mailbox. Changes take up to two hours.";
        }
        return null;
    }
}
