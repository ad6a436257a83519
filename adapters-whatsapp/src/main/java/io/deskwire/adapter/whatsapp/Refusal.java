package io.deskwire.adapter.whatsapp;

import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.HttpAnswer;
import io.deskwire.http.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decides what a refusing answer means: the provider's code first, since throttling and lost permissions come as 400 and 500. */
final class Refusal {

    /** Graph's subcode of 100 for an id that does not exist or that the token may not see. */
    private static final int UNKNOWN_OBJECT = 33;

    private Refusal() {}

    /** The failure that an answer outside of 2xx tells of. */
    static ChannelException of(HttpAnswer answer, Instant now) {
        ErrorBody error = ErrorBody.of(answer);
        FailureKind kind = kind(answer.status(), error);
        String words = words(answer.status(), error);
        ChannelException failure = kind == FailureKind.THROTTLED
                ? ChannelException.throttled(words, wait(answer, now))
                : ChannelException.of(kind, words);
        if (error.code() != null) {
            failure = failure.withCode(error.code().toString());
        }
        String hint = hint(answer.status(), error);
        return hint == null ? failure : failure.withHint(hint);
    }

    /** Whether the provider itself refused, so that certainly nothing went out. */
    static boolean isCertain(HttpAnswer answer) {
        if (answer.status() < 500 || answer.status() == 503) {
            // 503 says that nobody took it.
            return true;
        }
        // Proxies answer the others also for requests that they had handed on, some of them in JSON and with the status
        // as its code; only the provider's own code says that it was he.
        Integer code = ErrorBody.of(answer).code();
        boolean gateway = answer.status() == 502 || answer.status() == 504;
        return !gateway
                && code != null
                && code != answer.status()
                && (ErrorBody.isGraphs(answer) || GraphErrors.meaning(code) != null);
    }

    /** The failure of a call that may be repeated, such as one that only reads. */
    static ChannelException of(TransportException e) {
        String words = Objects.requireNonNullElse(e.getMessage(), "no answer");
        return ChannelException.of(FailureKind.TRANSIENT, words, e);
    }

    private static FailureKind kind(int status, ErrorBody error) {
        Integer code = error.code();
        if (code != null && isUnknownObject(error)) {
            return FailureKind.AUTH;
        }
        GraphErrors.Meaning meaning = code == null ? null : GraphErrors.meaning(code);
        if (meaning != null) {
            boolean forGood = !meaning.kind().isRetryable() && meaning.kind() != FailureKind.WINDOW_CLOSED;
            return forGood && error.isTransient() ? FailureKind.TRANSIENT : meaning.kind();
        }
        if (error.isTransient()) {
            return FailureKind.TRANSIENT;
        }
        return switch (status) {
            case 429 -> FailureKind.THROTTLED;
            case 401, 403 -> FailureKind.AUTH;
            case 408, 425 -> FailureKind.TRANSIENT;
            // A redirect or an error page of somebody else's server: mended by a person, and nothing is lost meanwhile.
            case 404 -> error.fromProvider() ? FailureKind.PERMANENT : FailureKind.TRANSIENT;
            default -> status >= 500 || status < 400 ? FailureKind.TRANSIENT : FailureKind.PERMANENT;
        };
    }

    private static boolean isUnknownObject(ErrorBody error) {
        return Objects.equals(error.code(), 100) && Objects.equals(error.subcode(), UNKNOWN_OBJECT);
    }

    private static @Nullable Duration wait(HttpAnswer answer, Instant now) {
        return answer.retryAfter(now).orElse(null);
    }

    private static String words(int status, ErrorBody error) {
        String said = error.words();
        if (error.code() != null) {
            return "the provider refused with error " + error.code() + (said.isEmpty() ? "" : " (" + said + ")");
        }
        return "the provider answered HTTP " + status + (said.isEmpty() ? "" : " (" + said + ")");
    }

    private static @Nullable String hint(int status, ErrorBody error) {
        Integer code = error.code();
        if (code != null) {
            return isUnknownObject(error)
                    ? "Check phone_number_id and business_account_id, and that the token's app has access to them."
                    : GraphErrors.hint(code);
        }
        if (status == 401 || status == 403) {
            return "Check api_key: the provider does not take it.";
        }
        return status < 400 || (status == 404 && !error.fromProvider())
                ? "Check api_base_url: something else than the provider's API answered."
                : null;
    }
}
