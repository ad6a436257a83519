package io.deskwire.app.console;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The time at which something is to be sent, as a browser's form says it: without a zone. */
final class SendTime {

    private static final int MOST_MINUTES = 18 * 60;

    private SendTime() {}

    /**
     * The point in time that a form means.
     *
     * @param local date and time, or empty for now
     * @param minutes how far the reader's zone is behind UTC at that time, as browsers count; empty for UTC
     * @return null for now
     */
    static @Nullable Instant of(String local, String minutes) throws TemplatePick.Mistake {
        if (local.isBlank()) {
            return null;
        }
        try {
            int behind = minutes.isBlank() ? 0 : Integer.parseInt(minutes.strip());
            if (Math.abs(behind) <= MOST_MINUTES) {
                return LocalDateTime.parse(local.strip()).toInstant(ZoneOffset.ofTotalSeconds(-behind * 60));
            }
        } catch (DateTimeException | NumberFormatException e) {
            // Said below.
        }
        throw new TemplatePick.Mistake("The time to send it at is not a time.");
    }
}
