package io.deskwire.jdbc;

import io.deskwire.ticket.SinkResult;
import io.deskwire.ticket.TicketEvent;
import io.deskwire.ticket.TicketSink;
import io.deskwire.work.Page;
import io.deskwire.work.StoreUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The built-in tickets. The messages themselves stand in their conversation; which of them are in a ticket is kept here. */
public final class TicketStore implements TicketSink {

    private final Reader reader;
    private final Writer writer;

    TicketStore(Reader reader, Writer writer) {
        this.reader = reader;
        this.writer = writer;
    }

    /**
     * Puts a message into its ticket, once however often it is called. A message of the customer opens a resolved or closed
     * ticket again; one whose ticket is not here opens a new one.
     */
    @Override
    public SinkResult deliver(TicketEvent event) {
        try {
            return writer.call(new TicketWrites.Deliver(reader.dialect(), event));
        } catch (StoreUnavailableException e) {
            // The message id makes the repeat safe, whatever became of this attempt.
            return new SinkResult.Unknown("the ticket store is not available");
        }
    }

    /**
     * A tenant's tickets, newest activity first.
     *
     * @param filter which of them
     * @param cursor {@link Page#nextCursor} of the page before, or null for the first
     * @param limit how many at most, at least 1
     * @throws IllegalArgumentException when the cursor is none of this list
     */
    public Page<Ticket> list(String tenantId, TicketFilter filter, @Nullable String cursor, int limit) {
        TicketQuery query = new TicketQuery(reader.dialect(), tenantId, filter, cursor, limit);
        List<Ticket> tickets = reader.read(handle -> handle.select(query.sql(), query.arguments())
                .map((row, context) -> TicketRows.read(row, reader.dialect()))
                .list());
        return PageCursor.page(tickets, limit, ticket -> new PageCursor(ticket.updatedAt(), ticket.id()));
    }

    /**
     * Like {@link #list(String, TicketFilter, String, int)}, by state and text alone.
     *
     * @param state only these, or null for all
     * @param query only those with this text in number, subject or requester, without regard to case; or null
     */
    public Page<Ticket> list(
            String tenantId, @Nullable TicketState state, @Nullable String query, @Nullable String cursor, int limit) {
        return list(tenantId, new TicketFilter(state, query), cursor, limit);
    }

    /** One ticket. */
    public Optional<Ticket> find(String tenantId, String id) {
        return reader.read(handle -> TicketRows.find(handle, reader.dialect(), "", tenantId, id));
    }

    /** The ticket that people know by a number. */
    public Optional<Ticket> byNumber(String tenantId, long number) {
        return reader.read(handle -> TicketRows.byNumber(handle, reader.dialect(), tenantId, number));
    }

    /** Ids of the messages that were put into a ticket, in that order. */
    public List<String> messageIds(String tenantId, String ticketId) {
        return reader.read(handle -> handle.select(
                        "SELECT message_id FROM deskwire_ticket_message WHERE tenant_id = ? AND ticket_id = ? ORDER BY seq",
                        tenantId,
                        ticketId)
                .mapTo(String.class)
                .list());
    }

    /**
     * Changes a ticket.
     *
     * @param state the new state, or null to leave it
     * @param subject the new subject, or null to leave it
     * @return the ticket before and after, as nobody else could change it in between; empty when there is none
     */
    public Optional<Change> update(
            String tenantId, String id, @Nullable TicketState state, @Nullable String subject, Instant now) {
        return update(tenantId, id, new TicketEdit(state, subject), now);
    }

    /**
     * Changes a ticket.
     *
     * @return the ticket before and after, as nobody else could change it in between; empty when there is none
     */
    public Optional<Change> update(String tenantId, String id, TicketEdit edit, Instant now) {
        return writer.call(new TicketWrites.Update(reader.dialect(), tenantId, id, edit, now));
    }

    /**
     * Takes messages out of their tickets into this one, which is opened when there is none of its id.
     *
     * @param ticket as it is to be opened; its number is given here
     * @param messageIds those that stand in no ticket are left out
     */
    public void take(Ticket ticket, List<String> messageIds) {
        writer.call(new TicketWrites.Take(reader.dialect(), ticket, messageIds));
    }

    /**
     * @param before the ticket as it was
     * @param after the ticket as it is now
     */
    public record Change(Ticket before, Ticket after) {}
}
