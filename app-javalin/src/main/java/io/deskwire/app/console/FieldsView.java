package io.deskwire.app.console;

import io.deskwire.jdbc.Ticket;
import io.deskwire.rules.TicketFields;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What rules and people set of a ticket, and the form in which a person changes it.
 *
 * @param marks each leads to the tickets that have the same
 * @param values of the form by their names
 * @param custom the helpdesk's own fields, and the address that answers come from
 */
record FieldsView(List<TicketListPage.Mark> marks, Map<String, String> values, Map<String, String> custom) {

    static final List<String> PRIORITIES = List.of("low", "normal", "high", "urgent");

    private static final int LONGEST = 200;
    private static final int LONGEST_TAG = 100;
    private static final int MOST_TAGS = 200;

    FieldsView {
        marks = List.copyOf(marks);
    }

    static FieldsView of(Ticket ticket) {
        TicketFields fields = ticket.fields();
        Map<String, String> values = new LinkedHashMap<>();
        values.put("queue", Objects.requireNonNullElse(fields.queue(), ""));
        values.put("priority", Objects.requireNonNullElse(fields.priority(), ""));
        values.put("type", Objects.requireNonNullElse(fields.type(), ""));
        values.put("assignee", Objects.requireNonNullElse(fields.assignee(), ""));
        values.put("tags", String.join(", ", fields.tags()));
        Map<String, String> custom = new LinkedHashMap<>();
        if (fields.ticketAddress() != null) {
            custom.put("Answers come from", fields.ticketAddress());
        }
        fields.custom().forEach((name, value) -> custom.put(name, String.valueOf(value)));
        return new FieldsView(new TicketLimits(Map.of()).marks(ticket), values, custom);
    }

    String value(String name) {
        return values.getOrDefault(name, "");
    }

    /** The change that a sent form asks for; an empty field takes the value away. */
    static UnaryOperator<TicketFields> change(Map<String, List<String>> form) {
        String priority = line(form, "priority");
        Set<String> tags = new LinkedHashSet<>();
        for (String tag : first(form, "tags").split(",", -1)) {
            String clean = clean(tag, LONGEST_TAG);
            if (!clean.isEmpty() && tags.size() < MOST_TAGS) {
                tags.add(clean);
            }
        }
        return now -> new TicketFields(
                line(form, "queue"),
                priority == null || PRIORITIES.contains(priority) ? priority : now.priority(),
                line(form, "type"),
                line(form, "assignee"),
                now.ticketAddress(),
                // A tag may hold a comma, as long as nobody touches it.
                String.join(", ", now.tags()).equals(first(form, "tags").strip()) ? now.tags() : List.copyOf(tags),
                now.custom());
    }

    private static @Nullable String line(Map<String, List<String>> form, String name) {
        String clean = clean(first(form, name), LONGEST);
        return clean.isEmpty() ? null : clean;
    }

    private static String first(Map<String, List<String>> form, String name) {
        List<String> values = form.getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.get(0);
    }

    private static String clean(String text, int longest) {
        String clean = text.replaceAll("\\p{Cntrl}", " ").strip();
        return clean.length() > longest ? clean.substring(0, longest) : clean;
    }
}
