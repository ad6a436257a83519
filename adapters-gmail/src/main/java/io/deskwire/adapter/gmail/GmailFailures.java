package io.deskwire.adapter.gmail;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.HttpResponseException;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.TransportException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Gmail's refusals mean. The reason in the error document decides and not the status, since 403 stands for being too fast
 * as well as for not being allowed.
 */
final class GmailFailures {

    private static final Pattern RETRY_AFTER = Pattern.compile("[Rr]etry after ([0-9T:.+-]+Z?)");
    private static final Duration UNTIL_TOMORROW = Duration.ofHours(24);

    private static final String ENABLE_API =
            "Enable the Gmail API in the Google Cloud project of this client_id: APIs & Services, Library, Gmail API.";
    private static final String CONSENT =
            "Connect the account again and tick every permission that Google asks about (gmail.modify).";
    private static final String POLICY =
            "An administrator of the Google Workspace has to allow this app: Admin console, Security, API controls.";
    private static final String NO_MAILBOX =
            "Gmail is not switched on for this account: check email_address, and the user's licence in the Admin console.";

    private GmailFailures() {}

    /**
     * @param now the present, against which "Retry after" counts
     */
    static ChannelException of(IOException e, Instant now) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof Credentials.NoTokenException refused) {
                return refused.failure();
            }
            if (cause instanceof HttpResponseException answer) {
                return refusal(answer, now);
            }
            if (cause instanceof TransportException broken) {
                return ChannelException.of(
                        FailureKind.TRANSIENT, Objects.requireNonNullElse(broken.getMessage(), "no answer"), e);
            }
        }
        return ChannelException.of(FailureKind.TRANSIENT, "Gmail's answer could not be read", e);
    }

    /** The provider's reason in a failure, such as {@code notFound}; empty when it gave none. */
    static String reason(HttpResponseException e) {
        GoogleJsonError error = details(e);
        if (error == null) {
            return "";
        }
        List<GoogleJsonError.ErrorInfo> errors = error.getErrors();
        if (errors != null && !errors.isEmpty() && errors.get(0).getReason() != null) {
            return errors.get(0).getReason();
        }
        return error.get("status") instanceof String status ? status : "";
    }

    private static @Nullable GoogleJsonError details(HttpResponseException e) {
        return e instanceof GoogleJsonResponseException json ? json.getDetails() : null;
    }

    private static ChannelException refusal(HttpResponseException e, Instant now) {
        String reason = reason(e);
        GoogleJsonError error = details(e);
        String said = error == null ? null : error.getMessage();
        int status = e.getStatusCode();
        String words = "Gmail answered HTTP " + status + (reason.isEmpty() ? "" : " " + reason)
                + (said == null || said.isBlank() ? "" : " (" + shortened(said) + ")");
        ChannelException failure = byReason(reason, said == null ? "" : said, words, e, now);
        return (failure == null ? byStatus(status, words, e, now) : failure)
                .withCode(reason.isEmpty() ? Integer.toString(status) : reason);
    }

    private static @Nullable ChannelException byReason(
            String reason, String said, String words, HttpResponseException e, Instant now) {
        return switch (reason) {
            case "rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "RESOURCE_EXHAUSTED" ->
                ChannelException.throttled(words, wait(said, e, now));
            case "dailyLimitExceeded" ->
                ChannelException.throttled(words, daily(said, e, now))
                        .withHint(
                                "The Google Cloud project has used up its quota of today; raise it under APIs & Services,"
                                        + " Quotas, or wait until tomorrow.");
            case "insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT" ->
                ChannelException.of(FailureKind.AUTH, words).withHint(CONSENT);
            case "accessNotConfigured", "SERVICE_DISABLED" ->
                ChannelException.of(FailureKind.AUTH, words).withHint(ENABLE_API);
            case "domainPolicy" -> ChannelException.of(FailureKind.AUTH, words).withHint(POLICY);
            case "delegationDenied" ->
                ChannelException.of(FailureKind.AUTH, words)
                        .withHint(
                                "Grant the service account's client id the scope gmail.modify: Admin console, Security, API"
                                        + " controls, Domain-wide delegation.");
            case "failedPrecondition", "FAILED_PRECONDITION" ->
                isNotEnabled(said)
                        ? ChannelException.of(FailureKind.AUTH, words).withHint(NO_MAILBOX)
                        : ChannelException.of(FailureKind.PERMANENT, words);
            case "forbidden", "PERMISSION_DENIED" -> forbidden(said, words);
            default -> null;
        };
    }

    private static ChannelException forbidden(String said, String words) {
        if (said.contains("has not been used") || said.contains("it is disabled")) {
            return ChannelException.of(FailureKind.AUTH, words).withHint(ENABLE_API);
        }
        if (said.toLowerCase(Locale.ROOT).contains("scope")) {
            return ChannelException.of(FailureKind.AUTH, words).withHint(CONSENT);
        }
        if (said.toLowerCase(Locale.ROOT).contains("administrator")) {
            return ChannelException.of(FailureKind.AUTH, words).withHint(POLICY);
        }
        return ChannelException.of(FailureKind.AUTH, words)
                .withHint(
                        "The account may not do this: check which account is connected, and the Workspace's API controls.");
    }

    private static boolean isNotEnabled(String said) {
        return said.toLowerCase(Locale.ROOT).contains("not enabled");
    }

    private static ChannelException byStatus(int status, String words, HttpResponseException e, Instant now) {
        if (status == 429) {
            return ChannelException.throttled(words, wait(words, e, now));
        }
        if (status == 401) {
            return ChannelException.of(FailureKind.AUTH, words)
                    .withHint("Google refuses a fresh access token: connect the account again.");
        }
        if (status == 403) {
            return ChannelException.of(FailureKind.AUTH, words)
                    .withHint("Check which account is connected and what it was allowed to do.");
        }
        if (status == 404) {
            return ChannelException.of(FailureKind.NOT_FOUND, words);
        }
        if (status >= 500 || status < 400 || status == 408 || status == 409) {
            return ChannelException.of(FailureKind.TRANSIENT, words);
        }
        return ChannelException.of(FailureKind.PERMANENT, words);
    }

    private static Duration daily(String said, HttpResponseException e, Instant now) {
        Duration asked = wait(said, e, now);
        return asked == null ? UNTIL_TOMORROW : asked;
    }

    /** What the header says, else the instant in the words; null when neither says how long. */
    private static @Nullable Duration wait(String said, HttpResponseException e, Instant now) {
        String header = e.getHeaders() == null ? null : e.getHeaders().getRetryAfter();
        if (header != null && header.strip().matches("[0-9]{1,6}")) {
            return Duration.ofSeconds(Long.parseLong(header.strip()));
        }
        Matcher matcher = RETRY_AFTER.matcher(said);
        if (matcher.find()) {
            try {
                Duration until = Duration.between(now, Instant.parse(matcher.group(1)));
                return until.isNegative() ? Duration.ZERO : until;
            } catch (DateTimeException unreadable) {
                return null;
            }
        }
        return null;
    }

    /** A provider's words on one line and no longer than a line. */
    static String shortened(String said) {
        String line = said.strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
        return line.length() <= 300 ? line : line.substring(0, 300) + "…";
    }
}
