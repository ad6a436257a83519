package io.deskwire.mime.calendar;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAmount;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** When an event is, in its own time zone: a zone's definition can be anything, its name is what the sender means. */
final class EventTime {

    private static final DateTimeFormatter COMPACT = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT);
    private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private EventTime() {}

    static @Nullable String of(CalendarFile file) {
        CalendarFile.@Nullable Line start = file.first("dtstart");
        CalendarFile.@Nullable Line end = file.first(file.isTask() ? "due" : "dtend");
        if (start == null) {
            return end == null ? null : shown(end);
        }
        try {
            String from = start.value().strip();
            return from.length() == 8 ? days(from, end) : times(from, start, end, file.value("duration"));
        } catch (DateTimeException | ArithmeticException e) {
            return shown(start);
        }
    }

    private static String days(String from, CalendarFile.@Nullable Line end) {
        LocalDate first = LocalDate.parse(from, DAY);
        // The end is the first day that does not belong to it (RFC 5545 section 3.6.1).
        LocalDate last =
                end == null ? first : LocalDate.parse(end.value().strip(), DAY).minusDays(1);
        return last.isAfter(first) ? first + " to " + last : first.toString();
    }

    private static String times(
            String from, CalendarFile.Line start, CalendarFile.@Nullable Line end, @Nullable String duration) {
        LocalDateTime first = at(from);
        LocalDateTime last = first;
        boolean sameZone = true;
        if (end != null) {
            last = at(end.value().strip());
            sameZone = zone(start).equals(zone(end));
        } else if (duration != null) {
            last = first.plus(length(duration.strip()));
        }
        StringBuilder out = new StringBuilder(first.format(SHOWN));
        if (!sameZone) {
            out.append(' ').append(zone(start));
        }
        if (last.isAfter(first) || !sameZone) {
            boolean sameDay = sameZone && last.toLocalDate().equals(first.toLocalDate());
            out.append(" to ").append(last.format(sameDay ? HOUR : SHOWN));
        }
        String zone = zone(sameZone || end == null ? start : end);
        return zone.isEmpty() ? out.toString() : out + " " + zone;
    }

    private static LocalDateTime at(String value) {
        return LocalDateTime.parse(value.endsWith("Z") ? value.substring(0, value.length() - 1) : value, COMPACT);
    }

    private static String zone(CalendarFile.Line line) {
        if (line.value().strip().endsWith("Z")) {
            return "UTC";
        }
        String zone = line.parameters().get("tzid");
        return zone == null ? "" : zone;
    }

    private static TemporalAmount length(String value) {
        try {
            return Duration.parse(value);
        } catch (DateTimeParseException e) {
            return Period.parse(value);
        }
    }

    private static @Nullable String shown(CalendarFile.Line line) {
        String value = line.value().strip();
        return value.isEmpty() ? null : value;
    }
}
