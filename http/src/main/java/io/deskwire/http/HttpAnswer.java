package io.deskwire.http;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a server answered, whatever its status. */
public final class HttpAnswer {

    /** How much of the answer's body is here. */
    public enum Completeness {
        WHOLE,
        /** It was longer than allowed; what is here is its beginning. */
        CUT,
        /** The connection ended or time ran out in the middle of it. */
        BROKEN_OFF
    }

    private static final Duration LONGEST_WAIT = Duration.ofDays(365);

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;
    private final Completeness completeness;

    HttpAnswer(int status, Map<String, String> headers, byte[] body, Completeness completeness) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.completeness = completeness;
    }

    /** The status code. */
    public int status() {
        return status;
    }

    /** Whether the status is of the class 2xx. */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** The last value of a header, by its name in any case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The body, decompressed; a copy. */
    public byte[] body() {
        return body.clone();
    }

    /** How much of the body {@link #body} holds. */
    public Completeness completeness() {
        return completeness;
    }

    /**
     * How long the server asks to wait (RFC 9110 section 10.2.3): seconds or a date. Zero for a date in the past, empty when
     * it does not say or says something else.
     *
     * @param now the present, against which a date counts
     */
    public Optional<Duration> retryAfter(Instant now) {
        return header("retry-after").map(String::strip).flatMap(text -> wait(text, now));
    }

    private static Optional<Duration> wait(String text, Instant now) {
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            // Ten digits are three centuries; more could overflow.
            long seconds = text.length() > 10 ? Long.MAX_VALUE : Long.parseLong(text);
            return Optional.of(seconds > LONGEST_WAIT.toSeconds() ? LONGEST_WAIT : Duration.ofSeconds(seconds));
        }
        return date(text).map(date -> Duration.between(now, date)).map(HttpAnswer::withinBounds);
    }

    private static Duration withinBounds(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeParseException e) {
            return obsoleteDate(text);
        }
    }

    /** The form of C's {@code asctime}, which recipients must still read (RFC 9110 section 5.6.7). */
    private static Optional<Instant> obsoleteDate(String text) {
        try {
            return Optional.of(LocalDateTime.parse(
                            text.replaceAll(" +", " "),
                            DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ROOT))
                    .toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
