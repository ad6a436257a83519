package io.deskwire.app;

import io.deskwire.delivery.TicketUpdate;
import io.deskwire.jdbc.Ticket;
import io.deskwire.jdbc.TicketState;
import io.deskwire.ticket.TicketRef;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Changes built-in tickets, so that conversation and customer hear of it whoever changed them. */
public final class TicketChanges {

    private final ServerContext context;

    public TicketChanges(ServerContext context) {
        this.context = context;
    }

    /**
     * Changes a ticket.
     *
     * @param state its new state, or null to leave it
     * @param subject its new subject, or null to leave it
     * @return the ticket as it is now; empty when there is none
     */
    public Optional<Ticket> change(
            String tenantId, String ticketId, @Nullable TicketState state, @Nullable String subject) {
        Optional<Ticket> before = context.tickets().find(tenantId, ticketId);
        if (before.isEmpty()) {
            return Optional.empty();
        }
        Optional<Ticket> after = context.tickets()
                .update(tenantId, ticketId, state, subject, context.clock().instant());
        after.filter(ticket -> ticket.state() != before.get().state())
                .ifPresent(ticket -> context.deskwire()
                        .ticketChanged(
                                tenantId,
                                new TicketRef(ticketId),
                                update(before.get().state(), ticket)));
        return after;
    }

    private static TicketUpdate update(TicketState before, Ticket ticket) {
        return new TicketUpdate(
                kind(isOver(before), isOver(ticket.state())),
                ticket.updatedAt().toString(),
                String.valueOf(ticket.number()),
                ticket.state().word(),
                ticket.subject());
    }

    /** A resolved ticket that is closed is finished already: its customer is not told so twice. */
    private static TicketUpdate.Kind kind(boolean before, boolean after) {
        if (before == after) {
            return TicketUpdate.Kind.STATUS_CHANGED;
        }
        return after ? TicketUpdate.Kind.RESOLVED : TicketUpdate.Kind.REOPENED;
    }

    private static boolean isOver(TicketState state) {
        return state == TicketState.RESOLVED || state == TicketState.CLOSED;
    }
}
