package io.deskwire.app.console;

import io.deskwire.jdbc.Ticket;
import io.deskwire.jdbc.TicketFilter;
import io.deskwire.jdbc.TicketState;
import io.deskwire.rules.TicketFields;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What limits the list of tickets, as it stands in the page's address.
 *
 * @param given names and values, in the order in which they are shown
 */
record TicketLimits(Map<String, String> given) {

    private static final List<String> NAMES =
            List.of("state", "q", "queue", "priority", "type", "assignee", "tag", "channel");

    /** Those that are neither chosen nor typed at the head of the list. */
    private static final List<String> OF_MARKS = List.of("queue", "priority", "type", "assignee", "tag", "channel");

    static TicketLimits of(Context ctx) {
        Map<String, String> given = new LinkedHashMap<>();
        for (String name : NAMES) {
            String value = Asked.text(ctx, name);
            if (!value.isEmpty()) {
                given.put(name, value);
            }
        }
        return new TicketLimits(given);
    }

    /** These with another value of one, or without it. */
    TicketLimits with(String name, @Nullable String value) {
        Map<String, String> other = new LinkedHashMap<>(given);
        if (value == null) {
            other.remove(name);
        } else {
            other.put(name, value);
        }
        return new TicketLimits(other);
    }

    /** The list that they limit. */
    String address(String tenant) {
        return at(Addresses.tickets(tenant));
    }

    String at(String address) {
        String with = address;
        for (Map.Entry<String, String> limit : given.entrySet()) {
            with = Addresses.with(with, limit.getKey(), limit.getValue());
        }
        return with;
    }

    /**
     * @param state the state that the address names, or null
     */
    TicketFilter filter(@Nullable TicketState state) {
        return new TicketFilter(
                state,
                given.get("q"),
                given.get("queue"),
                given.get("priority"),
                given.get("type"),
                given.get("assignee"),
                given.get("tag"),
                given.get("channel"));
    }

    /** What limits the list, each leading to the list without it. */
    List<TicketListPage.Mark> marks(String tenant) {
        return OF_MARKS.stream()
                .filter(given::containsKey)
                .map(name -> new TicketListPage.Mark(
                        name,
                        new Chip(String.valueOf(given.get(name)), Tone.ACCENT),
                        with(name, null).address(tenant)))
                .toList();
    }

    /** What rules and people set of a ticket, each leading to the tickets of this list that have the same. */
    List<TicketListPage.Mark> marks(Ticket ticket) {
        List<TicketListPage.Mark> marks = new ArrayList<>();
        TicketFields fields = ticket.fields();
        String tenant = ticket.tenantId();
        String priority = fields.priority();
        if (priority != null) {
            boolean pressing = priority.equals("urgent") || priority.equals("high");
            add(marks, tenant, "priority", priority, pressing ? Tone.BAD : Tone.CALM);
        }
        add(marks, tenant, "queue", fields.queue(), Tone.CALM);
        add(marks, tenant, "type", fields.type(), Tone.CALM);
        add(marks, tenant, "assignee", fields.assignee(), Tone.GOOD);
        fields.tags().forEach(tag -> add(marks, tenant, "tag", tag, Tone.CALM));
        return marks;
    }

    private void add(List<TicketListPage.Mark> marks, String tenant, String name, @Nullable String value, Tone tone) {
        if (value != null) {
            marks.add(new TicketListPage.Mark(
                    name, new Chip(value, tone), with(name, value).address(tenant)));
        }
    }
}
