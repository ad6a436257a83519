package io.deskwire.rules;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What rules want of the ticket that a message opens or continues. What these mean is the helpdesk's to say.
 *
 * @param queue the queue, group or team, or null to leave it
 * @param priority {@code low}, {@code normal}, {@code high}, {@code urgent}, or null to leave it
 * @param type such as {@code incident}, or null to leave it
 * @param assignee whom the ticket is given to, as the helpdesk names them, or null to leave it
 * @param ticketAddress the address that answers in this conversation come from, or null for the channel's own
 * @param tags to be added, without repetition
 * @param custom the helpdesk's own fields: texts, whole numbers ({@code Long}), other numbers ({@code Double}), truth values
 */
public record TicketFields(
        @Nullable String queue,
        @Nullable String priority,
        @Nullable String type,
        @Nullable String assignee,
        @Nullable String ticketAddress,
        List<String> tags,
        Map<String, Object> custom) {

    private static final TicketFields NONE = new TicketFields(null, null, null, null, null, List.of(), Map.of());

    public TicketFields {
        tags = List.copyOf(tags);
        // In the order of the document, since people read it.
        custom = Collections.unmodifiableMap(new LinkedHashMap<>(custom));
    }

    /** Nothing is wanted. */
    public static TicketFields none() {
        return NONE;
    }

    /** Whether nothing is wanted. */
    public boolean isEmpty() {
        return equals(NONE);
    }

    /**
     * These, as a ticket has them, after a follow-up for which rules want others: its tags are added and what is still missing
     * is filled in; nothing is overwritten, since somebody may work with it by now.
     */
    public TicketFields followedBy(TicketFields later) {
        Set<String> allTags = new LinkedHashSet<>(tags);
        allTags.addAll(later.tags);
        TicketFields filled = later.with(this);
        return new TicketFields(
                filled.queue,
                filled.priority,
                filled.type,
                filled.assignee,
                filled.ticketAddress,
                allTags.stream().limit(RuleLimits.TICKET_TAGS).toList(),
                filled.custom);
    }

    /** These, with what a later rule wants put over them: its values count, its tags come on top. */
    TicketFields with(TicketFields later) {
        Set<String> allTags = new LinkedHashSet<>(tags);
        later.tags.stream().limit(Math.max(0, RuleLimits.TAGS - allTags.size())).forEach(allTags::add);
        Map<String, Object> allCustom = new LinkedHashMap<>(custom);
        later.custom.forEach((name, value) -> {
            if (allCustom.containsKey(name) || allCustom.size() < RuleLimits.CUSTOM_FIELDS) {
                allCustom.put(name, value);
            }
        });
        return new TicketFields(
                later.queue == null ? queue : later.queue,
                later.priority == null ? priority : later.priority,
                later.type == null ? type : later.type,
                later.assignee == null ? assignee : later.assignee,
                later.ticketAddress == null ? ticketAddress : later.ticketAddress,
                List.copyOf(allTags),
                allCustom);
    }
}
