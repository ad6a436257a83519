package io.deskwire.testkit.gmail;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code q} of {@code messages.list} finds. Operators that are not played are refused loudly. Immutable. */
final class GmailSearch {

    private static final Pattern TERM = Pattern.compile("(-?)(?:([a-z0-9_]+):)?(\"[^\"]*\"|\\([^)]*\\)|\\S+)");
    private static final Map<String, String> PLACES = Map.of(
            "inbox", "INBOX", "sent", "SENT", "spam", "SPAM", "trash", "TRASH", "draft", "DRAFT", "drafts", "DRAFT",
            "chats", "CHAT");

    private final List<Predicate<GmailMessage>> terms = new ArrayList<>();
    private boolean everywhere;

    /**
     * Reads a search.
     *
     * @param now what relative times go back from
     * @param labelIds turns a label's name into its id
     */
    GmailSearch(String q, Instant now, Function<String, String> labelIds) {
        Matcher term = TERM.matcher(q.strip());
        while (term.find()) {
            String operator = term.group(2) == null ? "" : term.group(2);
            String value = term.group(3).replaceAll("^\"|\"$", "");
            Predicate<GmailMessage> found = term(operator, value, now, labelIds);
            boolean negated = "-".equals(term.group(1));
            terms.add(negated ? found.negate() : found);
            if (!negated
                    && operator.equals("in")
                    && List.of("anywhere", "spam", "trash").contains(value)) {
                everywhere = true;
            }
        }
    }

    /** Whether spam and trash are looked through. */
    boolean everywhere() {
        return everywhere;
    }

    boolean finds(GmailMessage message) {
        return terms.stream().allMatch(term -> term.test(message));
    }

    private static Predicate<GmailMessage> term(
            String operator, String value, Instant now, Function<String, String> labelIds) {
        return switch (operator) {
            case "" -> m -> m.text().toLowerCase(Locale.ROOT).contains(value.toLowerCase(Locale.ROOT));
            case "newer_than" -> newerThan(back(value, now));
            case "older_than" -> newerThan(back(value, now)).negate();
            case "after", "newer" -> newerThan(time(value));
            case "before", "older" -> newerThan(time(value)).negate();
            case "in" -> in(value);
            case "is" -> is(value);
            case "label" -> m -> m.labels().contains(labelIds.apply(value));
            case "rfc822msgid" -> m -> bare(m.head().messageId().orElse("")).equals(bare(value));
            case "from" -> m -> header(m, "From", value);
            case "to" -> m -> header(m, "To", value) || header(m, "Cc", value) || header(m, "Bcc", value);
            case "subject" -> m -> header(m, "Subject", value);
            default ->
                throw GmailRefusal.invalid("the simulator does not play the search operator \"" + operator + ":\"");
        };
    }

    private static boolean header(GmailMessage message, String name, String value) {
        return message.head().value(name).orElse("").toLowerCase(Locale.ROOT).contains(value.toLowerCase(Locale.ROOT));
    }

    private static String bare(String id) {
        return id.strip().replaceAll("^<|>$", "");
    }

    private static Predicate<GmailMessage> in(String place) {
        if (place.equals("anywhere")) {
            return m -> true;
        }
        String label = PLACES.get(place);
        if (label == null) {
            throw GmailRefusal.invalid("the simulator does not play \"in:" + place + "\"");
        }
        return m -> m.labels().contains(label);
    }

    private static Predicate<GmailMessage> is(String what) {
        return switch (what) {
            case "unread" -> m -> m.labels().contains("UNREAD");
            case "read" -> m -> !m.labels().contains("UNREAD");
            case "starred" -> m -> m.labels().contains("STARRED");
            default -> throw GmailRefusal.invalid("the simulator does not play \"is:" + what + "\"");
        };
    }

    private static Predicate<GmailMessage> newerThan(Instant time) {
        return m -> !m.at().isBefore(time);
    }

    private static Instant back(String value, Instant now) {
        Matcher parts = Pattern.compile("([0-9]{1,5})([hdmy])").matcher(value);
        if (!parts.matches()) {
            throw GmailRefusal.invalid("the simulator does not play the age \"" + value + "\"");
        }
        int count = Integer.parseInt(parts.group(1));
        return switch (parts.group(2)) {
            case "h" -> now.minus(Duration.ofHours(count));
            case "d" -> now.minus(Duration.ofDays(count));
            case "m" -> now.atZone(ZoneOffset.UTC).minus(Period.ofMonths(count)).toInstant();
            default -> now.atZone(ZoneOffset.UTC).minus(Period.ofYears(count)).toInstant();
        };
    }

    /** A time in seconds, or a day that begins at midnight, which Gmail takes in Pacific time and we in UTC. */
    private static Instant time(String value) {
        if (value.matches("[0-9]{5,11}")) {
            return Instant.ofEpochSecond(Long.parseLong(value));
        }
        Matcher day =
                Pattern.compile("([0-9]{4})[/-]([0-9]{1,2})[/-]([0-9]{1,2})").matcher(value);
        if (!day.matches()) {
            throw GmailRefusal.invalid("the simulator does not play the time \"" + value + "\"");
        }
        return LocalDate.of(
                        Integer.parseInt(day.group(1)), Integer.parseInt(day.group(2)), Integer.parseInt(day.group(3)))
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }
}
