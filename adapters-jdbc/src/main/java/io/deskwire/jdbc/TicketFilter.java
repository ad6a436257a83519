package io.deskwire.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * Which tickets of a tenant are wanted; a null leaves the choice open. Of {@code queue}, {@code priority}, {@code type} and
 * {@code assignee} an empty text means those that have none.
 *
 * @param state in this state
 * @param query with this text in number, subject or requester, without regard to case
 * @param queue in this queue
 * @param priority of this priority
 * @param type of this type
 * @param assignee given to this person
 * @param tag with this tag among theirs
 * @param channelId opened by this channel
 */
public record TicketFilter(
        @Nullable TicketState state,
        @Nullable String query,
        @Nullable String queue,
        @Nullable String priority,
        @Nullable String type,
        @Nullable String assignee,
        @Nullable String tag,
        @Nullable String channelId) {

    private static final TicketFilter ALL = new TicketFilter(null, null);

    /** By state and text alone. */
    public TicketFilter(@Nullable TicketState state, @Nullable String query) {
        this(state, query, null, null, null, null, null, null);
    }

    /** Every ticket. */
    public static TicketFilter all() {
        return ALL;
    }
}
