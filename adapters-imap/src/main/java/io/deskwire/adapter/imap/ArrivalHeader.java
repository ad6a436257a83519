package io.deskwire.adapter.imap;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a header when a message arrived: the date of the topmost Received field, which the mailbox's own server
 * wrote, else the Date field.
 */
final class ArrivalHeader {

    private final StringBuilder field = new StringBuilder();
    private @Nullable Instant received;
    private @Nullable Instant dated;

    /** Takes the header line by line. */
    void line(String line) {
        if ((line.startsWith(" ") || line.startsWith("\t")) && field.length() > 0) {
            field.append(' ').append(line.strip());
            return;
        }
        endOfField();
        field.append(line);
    }

    /** The time, or null when the header does not say. */
    @Nullable Instant arrived() {
        endOfField();
        return received == null ? dated : received;
    }

    private void endOfField() {
        String text = field.toString();
        field.setLength(0);
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("received:") && received == null && text.indexOf(';') > 0) {
            received = date(text.substring(text.lastIndexOf(';') + 1));
        } else if (lower.startsWith("date:") && dated == null) {
            dated = date(text.substring("date:".length()));
        }
    }

    private static @Nullable Instant date(String text) {
        String plain = text.replaceAll("\\([^()]*\\)", " ").strip().replaceAll("\\s+", " ");
        try {
            return ZonedDateTime.parse(plain, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
