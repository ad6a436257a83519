package io.deskwire.jdbc;

import io.deskwire.message.Address;
import io.deskwire.message.InboundMessage;
import io.deskwire.rules.TicketFields;
import io.deskwire.ticket.SinkResult;
import io.deskwire.ticket.TicketEvent;
import io.deskwire.ticket.TicketRef;
import io.deskwire.work.Ids;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Changes of built-in tickets. */
final class TicketWrites {

    private TicketWrites() {}

    /** A message into its ticket. The unique key of the message makes it happen once, whoever comes second. */
    static final class Deliver extends Write.Alone<SinkResult> {
        private final Dialect dialect;
        private final TicketEvent event;
        private final String newId;

        Deliver(Dialect dialect, TicketEvent event) {
            this.dialect = dialect;
            this.event = event;
            this.newId = Ids.next(event.now());
        }

        @Override
        String contended() {
            TicketRef known = event.knownTicket();
            // The tenant's counter before its tickets.
            return "ticket " + event.message().tenantId() + ' ' + (known == null ? "" : known.value());
        }

        @Override
        Instant now() {
            return event.now();
        }

        @Override
        SinkResult run(Handle handle, Collection<LaneKey> lanes) {
            String tenant = event.message().tenantId();
            Optional<Ticket> known = event.knownTicket() == null
                    ? Optional.empty()
                    : TicketRows.find(
                            handle,
                            dialect,
                            dialect.forUpdate,
                            tenant,
                            event.knownTicket().value());
            String ticketId = known.map(Ticket::id).orElse(newId);
            boolean added = handle.execute(
                            "INSERT INTO deskwire_ticket_message (tenant_id, message_id, ticket_id) VALUES (?, ?, ?)"
                                    + " ON CONFLICT DO NOTHING",
                            tenant,
                            event.message().id(),
                            ticketId)
                    == 1;
            if (!added) {
                return new SinkResult.Duplicate(new TicketRef(ticketOf(handle, tenant)));
            }
            if (known.isPresent()) {
                append(handle, known.get());
                return new SinkResult.Appended(new TicketRef(ticketId));
            }
            long number = create(handle, tenant);
            return new SinkResult.Created(new TicketRef(ticketId), String.valueOf(number));
        }

        private String ticketOf(Handle handle, String tenant) {
            return handle.select(
                            "SELECT ticket_id FROM deskwire_ticket_message WHERE tenant_id = ? AND message_id = ?",
                            tenant,
                            event.message().id())
                    .mapTo(String.class)
                    .one();
        }

        private void append(Handle handle, Ticket ticket) {
            TicketState state = ticket.state().isOver() ? TicketState.OPEN : ticket.state();
            handle.execute(
                    "UPDATE deskwire_ticket SET state = ?, fields = ?, updated_at = ? WHERE tenant_id = ? AND id = ?",
                    state.word(),
                    TicketRows.document(ticket.fields().followedBy(wanted())),
                    later(ticket.updatedAt(), event.now()),
                    ticket.tenantId(),
                    ticket.id());
        }

        private TicketFields wanted() {
            return event.decision().rules().fields();
        }

        private long create(Handle handle, String tenant) {
            InboundMessage message = event.message();
            return insert(
                    handle,
                    new Ticket(
                            newId,
                            tenant,
                            0,
                            subject(message),
                            TicketState.OPEN,
                            message.from(),
                            message.channelId(),
                            event.conversationId(),
                            wanted(),
                            event.now(),
                            event.now()));
        }

        private static String subject(InboundMessage message) {
            String subject = message.subject();
            if (subject != null && !subject.isBlank()) {
                return subject.strip();
            }
            // WhatsApp has no subjects; the first line of the text tells people most.
            return message.text()
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .findFirst()
                    .map(line -> line.length() > 120 ? line.substring(0, 120) + "…" : line)
                    .orElse("(no subject)");
        }
    }

    /** Adds a ticket under the tenant's next number, which is returned. */
    private static long insert(Handle handle, Ticket ticket) {
        String tenant = ticket.tenantId();
        long number = handle.select(
                        "INSERT INTO deskwire_counter (tenant_id, name, value) VALUES (?, 'ticket', 1)"
                                + " ON CONFLICT (tenant_id, name) DO UPDATE SET value = deskwire_counter.value + 1"
                                + " RETURNING value",
                        tenant)
                .mapTo(Long.class)
                .one();
        Address requester = ticket.requester();
        handle.execute(
                "INSERT INTO deskwire_ticket (tenant_id, id, number, subject, state, requester_kind, requester,"
                        + " requester_name, channel_id, conversation_id, search, fields, created_at, updated_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                tenant,
                ticket.id(),
                number,
                ticket.subject(),
                ticket.state().word(),
                requester == null ? null : requester.kind().name().toLowerCase(Locale.ROOT),
                requester == null ? null : requester.value(),
                requester == null ? null : requester.name(),
                ticket.channelId(),
                ticket.conversationId(),
                TicketRows.search(number, ticket.subject(), requester),
                TicketRows.document(ticket.fields()),
                ticket.createdAt(),
                ticket.updatedAt());
        return number;
    }

    /** Messages out of their tickets into another. */
    static final class Take extends Write.Alone<Boolean> {
        private final Dialect dialect;
        private final Ticket ticket;
        private final List<String> messageIds;

        Take(Dialect dialect, Ticket ticket, List<String> messageIds) {
            this.dialect = dialect;
            this.ticket = ticket;
            this.messageIds = List.copyOf(messageIds);
        }

        @Override
        String contended() {
            return "ticket " + ticket.tenantId() + ' ' + ticket.id();
        }

        @Override
        Instant now() {
            return ticket.updatedAt();
        }

        @Override
        Boolean run(Handle handle, Collection<LaneKey> lanes) {
            if (TicketRows.find(handle, dialect, dialect.forUpdate, ticket.tenantId(), ticket.id())
                    .isEmpty()) {
                insert(handle, ticket);
            }
            for (String message : messageIds) {
                handle.execute(
                        "UPDATE deskwire_ticket_message SET ticket_id = ? WHERE tenant_id = ? AND message_id = ?",
                        ticket.id(),
                        ticket.tenantId(),
                        message);
            }
            return true;
        }
    }

    /** A person's change. */
    static final class Update extends Write.Alone<Optional<TicketStore.Change>> {
        private final Dialect dialect;
        private final String tenantId;
        private final String id;
        private final TicketEdit edit;
        private final Instant now;

        Update(Dialect dialect, String tenantId, String id, TicketEdit edit, Instant now) {
            this.dialect = dialect;
            this.tenantId = tenantId;
            this.id = id;
            this.edit = edit;
            this.now = now;
        }

        @Override
        String contended() {
            return "ticket " + tenantId + ' ' + id;
        }

        @Override
        Instant now() {
            return now;
        }

        @Override
        Optional<TicketStore.Change> run(Handle handle, Collection<LaneKey> lanes) {
            Optional<Ticket> found = TicketRows.find(handle, dialect, dialect.forUpdate, tenantId, id);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Ticket ticket = found.get();
            String subject = edit.subject() == null || edit.subject().isBlank()
                    ? null
                    : edit.subject().strip();
            TicketFields fields = edit.fields().apply(ticket.fields());
            if (edit.state() == null && subject == null && fields.equals(ticket.fields())) {
                return Optional.of(new TicketStore.Change(ticket, ticket));
            }
            String newSubject = subject == null ? ticket.subject() : subject;
            TicketState newState = edit.state() == null ? ticket.state() : edit.state();
            handle.execute(
                    "UPDATE deskwire_ticket SET state = ?, subject = ?, search = ?, fields = ?, updated_at = ?"
                            + " WHERE tenant_id = ? AND id = ?",
                    newState.word(),
                    newSubject,
                    TicketRows.search(ticket.number(), newSubject, ticket.requester()),
                    TicketRows.document(fields),
                    later(ticket.updatedAt(), now),
                    tenantId,
                    id);
            return TicketRows.find(handle, dialect, "", tenantId, id)
                    .map(after -> new TicketStore.Change(ticket, after));
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
