package io.deskwire.adapter.graph;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Reads {@code Retry-After} (RFC 9110 section 10.2.3) as Graph writes it: seconds, also with a fraction, or a date. */
final class RetryAfter {

    private static final Duration LONGEST = Duration.ofDays(1);

    private RetryAfter() {}

    /** The wait, or null where there is none or it cannot be read. */
    static @Nullable Duration of(@Nullable String header, Instant now) {
        if (header == null) {
            return null;
        }
        String text = header.strip();
        if (text.matches("[0-9]{1,9}([.,][0-9]+)?")) {
            String whole = text.replaceFirst("[.,].*", "");
            Duration wait = Duration.ofSeconds(Long.parseLong(whole) + (whole.length() < text.length() ? 1 : 0));
            return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
        }
        try {
            Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration wait = Duration.between(now, until);
            // Before anybody told the time a date says nothing.
            return wait.isNegative() || wait.compareTo(LONGEST) > 0 ? null : wait;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
