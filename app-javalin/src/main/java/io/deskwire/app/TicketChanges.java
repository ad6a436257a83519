package io.deskwire.app;

import io.deskwire.Deskwire;
import io.deskwire.delivery.TicketUpdate;
import io.deskwire.jdbc.Ticket;
import io.deskwire.jdbc.TicketEdit;
import io.deskwire.jdbc.TicketState;
import io.deskwire.jdbc.TicketStore;
import io.deskwire.threading.Conversation;
import io.deskwire.threading.Conversations;
import io.deskwire.ticket.TicketRef;
import java.time.Clock;
import java.util.Optional;

/** Changes built-in tickets, so that conversation and customer hear of it whoever changed them. */
public final class TicketChanges {

    private final Deskwire deskwire;
    private final Conversations conversations;
    private final TicketStore tickets;
    private final Clock clock;

    public TicketChanges(ServerContext context) {
        this(context.deskwire(), context.stores().conversations(), context.tickets(), context.clock());
    }

    TicketChanges(Deskwire deskwire, Conversations conversations, TicketStore tickets, Clock clock) {
        this.deskwire = deskwire;
        this.conversations = conversations;
        this.tickets = tickets;
        this.clock = clock;
    }

    /**
     * Changes a ticket.
     *
     * @return the ticket as it is now; empty when there is none
     */
    public Optional<Ticket> change(String tenantId, String ticketId, TicketEdit edit) {
        Optional<TicketStore.Change> change = tickets.update(tenantId, ticketId, edit, clock.instant());
        change.filter(changed -> isNews(tenantId, changed))
                .ifPresent(changed -> deskwire.ticketChanged(
                        tenantId,
                        new TicketRef(ticketId),
                        update(changed.before().state(), changed.after())));
        return change.map(TicketStore.Change::after);
    }

    /** Another state, or one that this process once died over before the conversation heard of it. */
    private boolean isNews(String tenantId, TicketStore.Change change) {
        Ticket after = change.after();
        boolean closed = conversations
                .find(tenantId, after.conversationId())
                .map(Conversation::closedAt)
                .isPresent();
        return change.before().state() != after.state() || closed != isOver(after.state());
    }

    private static TicketUpdate update(TicketState before, Ticket ticket) {
        return new TicketUpdate(
                kind(before, ticket.state()),
                ticket.updatedAt().toString(),
                String.valueOf(ticket.number()),
                ticket.state().word(),
                ticket.subject());
    }

    private static TicketUpdate.Kind kind(TicketState before, TicketState after) {
        // From one end to another, such as resolved to closed, nothing was resolved anew.
        boolean goesOn = isOver(before) == isOver(after) && before != after;
        if (goesOn) {
            return TicketUpdate.Kind.STATUS_CHANGED;
        }
        return isOver(after) ? TicketUpdate.Kind.RESOLVED : TicketUpdate.Kind.REOPENED;
    }

    private static boolean isOver(TicketState state) {
        return state == TicketState.RESOLVED || state == TicketState.CLOSED;
    }
}
