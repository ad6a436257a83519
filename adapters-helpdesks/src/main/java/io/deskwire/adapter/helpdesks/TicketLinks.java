package io.deskwire.adapter.helpdesks;

import io.deskwire.channel.ChannelMemory;
import io.deskwire.ticket.TicketRef;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which conversation stands in which ticket of a helpdesk, and how far each ticket was read. A conversation whose ticket was
 * replaced by another is still found by the old one, so that a late answer there reaches its customer.
 */
final class TicketLinks {

    private static final String TICKET = "ticket-of/";
    private static final String CONVERSATION = "conversation-of/";
    private static final String STATE = "state-of/";
    private static final String READ_UP_TO = "read-up-to/";
    private static final String TOLD = "told/";

    private final ChannelMemory memory;
    private final String tenantId;
    private final String channelId;

    TicketLinks(ChannelMemory memory, String tenantId, String channelId) {
        this.memory = memory;
        this.tenantId = tenantId;
        this.channelId = channelId;
    }

    Optional<TicketRef> ticket(String conversationId) {
        return find(TICKET + conversationId).map(TicketRef::new);
    }

    Optional<String> conversation(String ticketId) {
        return find(CONVERSATION + ticketId);
    }

    void link(String conversationId, TicketRef ticket) {
        // The way back first: an answer may come as soon as the ticket is known to be there.
        put(CONVERSATION + ticket.value(), conversationId);
        put(TICKET + conversationId, ticket.value());
    }

    /** The state of a ticket as it was last handed on. */
    Optional<String> state(String ticketId) {
        return find(STATE + ticketId);
    }

    void state(String ticketId, String state) {
        put(STATE + ticketId, state);
    }

    /** The newest answer of a ticket that was handed on. */
    Optional<String> readUpTo(String ticketId) {
        return find(READ_UP_TO + ticketId);
    }

    void readUpTo(String ticketId, String answerId) {
        put(READ_UP_TO + ticketId, answerId);
    }

    /** What the helpdesk was last told about an answer. */
    Optional<String> told(String messageId) {
        return find(TOLD + messageId);
    }

    /** Keeps what it was told, or forgets it. */
    void told(String messageId, @Nullable String standing) {
        put(TOLD + messageId, standing);
    }

    private Optional<String> find(String name) {
        return memory.find(tenantId, channelId, name);
    }

    private void put(String name, @Nullable String value) {
        Optional<String> before = find(name);
        if (!before.equals(Optional.ofNullable(value))) {
            memory.put(tenantId, channelId, name, value);
        }
    }
}
