package io.deskwire.mime.calendar;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a calendar file says to a person.
 *
 * @param line what, when, where and by whom, in one sentence
 * @param description what its sender wrote beside it, or null
 */
public record Invite(String line, @Nullable String description) {

    private static final int LONGEST = 2_000;
    private static final int LONGEST_DESCRIPTION = 20_000;

    private static final Map<String, String> METHODS = Map.of(
            "request", "Invitation",
            "add", "Invitation",
            "cancel", "Cancelled",
            "counter", "Another time proposed",
            "declinecounter", "Other time refused",
            "refresh", "Asked for again",
            "publish", "Event");

    private static final Map<String, String> ANSWERS = Map.of(
            "accepted", "Accepted",
            "declined", "Declined",
            "tentative", "Tentatively accepted",
            "delegated", "Handed on",
            "completed", "Completed",
            "in-process", "Begun",
            "needs-action", "Not yet answered");

    /** The first event or task of a calendar file; null when it has none. Never fails. */
    public static @Nullable Invite of(String text) {
        CalendarFile file = CalendarFile.read(text);
        if (file == null) {
            return null;
        }
        StringBuilder out = new StringBuilder(opening(file));
        List<String> facts = new java.util.ArrayList<>();
        add(facts, file.text("summary"));
        add(facts, EventTime.of(file));
        add(facts, repeated(file.value("rrule")));
        add(facts, file.text("location"));
        String organizer = person(file.first("organizer"));
        add(facts, organizer == null ? null : "from " + organizer);
        if (!facts.isEmpty()) {
            out.append(": ").append(String.join(", ", facts));
        } else if (file.method().isEmpty()) {
            return null;
        }
        out.append('.');
        // Who answers writes a comment; the description is still the inviter's (RFC 5546 section 3.2.3).
        String comment = file.text("comment");
        String description = comment == null || comment.isBlank() ? file.text("description") : comment;
        return new Invite(
                shortened(out.toString(), LONGEST),
                description == null ? null : shortened(description.strip(), LONGEST_DESCRIPTION));
    }

    private static String opening(CalendarFile file) {
        String method = file.method();
        if (file.isTask() && !method.equals("reply")) {
            return "Task";
        }
        CalendarFile.@Nullable Line attendee = file.first("attendee");
        String by = person(attendee);
        if (!method.equals("reply")) {
            return METHODS.getOrDefault(method, "Event");
        }
        String status = attendee == null ? null : attendee.parameters().get("partstat");
        String answer = ANSWERS.getOrDefault(status == null ? "" : status.toLowerCase(Locale.ROOT), "Answered");
        return by == null ? answer : answer + " by " + by;
    }

    private static @Nullable String repeated(@Nullable String rule) {
        if (rule == null) {
            return null;
        }
        String lower = rule.toLowerCase(Locale.ROOT);
        int at = lower.indexOf("freq=");
        int end = at < 0 ? -1 : lower.indexOf(';', at);
        String every = at < 0 ? "" : lower.substring(at + 5, end < 0 ? lower.length() : end);
        return every.isEmpty() ? "repeated" : "repeated (" + every + ")";
    }

    private static @Nullable String person(CalendarFile.@Nullable Line line) {
        if (line == null) {
            return null;
        }
        String value = line.value().strip();
        String address = value.regionMatches(true, 0, "mailto:", 0, 7)
                ? value.substring(7).strip()
                : value;
        String name = line.parameters().get("cn");
        if (name == null || name.isBlank() || name.equals(address)) {
            return address.isEmpty() ? null : address;
        }
        return address.isEmpty() ? name : name + " <" + address + ">";
    }

    private static void add(List<String> facts, @Nullable String fact) {
        if (fact != null && !fact.isBlank()) {
            facts.add(fact.strip().replaceAll("\\s+", " "));
        }
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "…";
    }
}
