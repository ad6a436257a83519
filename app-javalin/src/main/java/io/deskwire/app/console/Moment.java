package io.deskwire.app.console;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A point in time as a person reads it, in UTC; a script of ours turns it into the reader's own zone.
 *
 * @param iso RFC 3339
 * @param text as short as it can be told apart from now
 * @param full with date and zone
 */
record Moment(String iso, String text, String full) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM, HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter FULL =
            DateTimeFormatter.ofPattern("EEEE, d MMMM yyyy, HH:mm:ss 'UTC'", Locale.ENGLISH);

    static Moment of(Instant at, Instant now) {
        ZonedDateTime then = at.atZone(ZoneOffset.UTC);
        ZonedDateTime present = now.atZone(ZoneOffset.UTC);
        DateTimeFormatter format = then.toLocalDate().equals(present.toLocalDate())
                ? TIME
                : then.getYear() == present.getYear() ? DAY : DATE;
        return new Moment(at.truncatedTo(ChronoUnit.SECONDS).toString(), then.format(format), then.format(FULL));
    }

    static @Nullable Moment orNull(@Nullable Instant at, Instant now) {
        return at == null ? null : of(at, now);
    }
}
