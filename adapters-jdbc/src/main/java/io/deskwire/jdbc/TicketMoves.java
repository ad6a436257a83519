package io.deskwire.jdbc;

import io.deskwire.ticket.TicketRef;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What helpdesks do with tickets: move them into others, take messages out of them. */
final class TicketMoves {

    private static final String LEADS_TO =
            "SELECT to_ticket FROM deskwire_ticket_move WHERE tenant_id = ? AND from_ticket = ?";

    private TicketMoves() {}

    /** The last ticket of the chain that begins with this one. */
    static String current(Handle handle, String tenantId, String ticket) {
        return handle.select(LEADS_TO, tenantId, Keys.bounded(ticket))
                .mapTo(String.class)
                .findOne()
                .orElse(ticket);
    }

    /** A ticket into another. */
    static final class Move extends Write.Alone<OptionalInt> {
        private final String tenantId;
        private final String from;
        private final String to;
        private final Instant now;

        Move(String tenantId, TicketRef from, TicketRef to, Instant now) {
            this.tenantId = tenantId;
            this.from = Keys.bounded(from.value());
            this.to = Keys.bounded(to.value());
            this.now = now;
        }

        @Override
        Instant now() {
            return now;
        }

        @Override
        OptionalInt run(Handle handle, Collection<LaneKey> lanes) {
            String end = current(handle, tenantId, to);
            if (end.equals(from)) {
                return OptionalInt.empty();
            }
            String before = current(handle, tenantId, from);
            // What went through this ticket to where it led goes on with it.
            handle.execute(
                    "UPDATE deskwire_ticket_move SET to_ticket = ? WHERE tenant_id = ? AND to_ticket = ?",
                    end,
                    tenantId,
                    from);
            handle.execute(
                    "INSERT INTO deskwire_ticket_move (tenant_id, from_ticket, to_ticket, at) VALUES (?, ?, ?, ?)"
                            + " ON CONFLICT (tenant_id, from_ticket) DO UPDATE SET to_ticket = excluded.to_ticket,"
                            + " at = excluded.at",
                    tenantId,
                    from,
                    end,
                    now);
            handle.execute(
                    "UPDATE deskwire_message SET ticket = ? WHERE tenant_id = ? AND conversation_id IN (SELECT id FROM"
                            + " deskwire_conversation WHERE tenant_id = ? AND (ticket = ? OR (ticket_was = ? AND ticket = ?)))"
                            + " AND ticket IS NOT NULL",
                    end,
                    tenantId,
                    tenantId,
                    from,
                    from,
                    before);
            // Whether it is finished is told of its new ticket, where anything is known of that.
            return OptionalInt.of(handle.execute(
                    "UPDATE deskwire_conversation SET ticket = ?, ticket_was = COALESCE(ticket_was, ticket), closed_at ="
                            + " (SELECT c.closed_at FROM deskwire_conversation AS c WHERE c.tenant_id = ? AND c.ticket = ?"
                            + " ORDER BY c.last_message_at DESC, c.id DESC LIMIT 1)"
                            + " WHERE tenant_id = ? AND (ticket = ? OR (ticket_was = ? AND ticket = ?))",
                    end,
                    tenantId,
                    end,
                    tenantId,
                    from,
                    from,
                    before));
        }
    }

    /** One message into another ticket. */
    static final class Split extends Write.Alone<Optional<String>> {
        private final String tenantId;
        private final String messageId;
        private final String to;
        private final String freshId;
        private final Instant now;

        Split(String tenantId, String messageId, TicketRef to, String freshId, Instant now) {
            this.tenantId = tenantId;
            this.messageId = messageId;
            this.to = Keys.bounded(to.value());
            this.freshId = freshId;
            this.now = now;
        }

        private record Found(
                @Nullable String conversation,
                boolean inbound,
                @Nullable String state) {}

        @Override
        Instant now() {
            return now;
        }

        @Override
        Optional<String> run(Handle handle, Collection<LaneKey> lanes) {
            Found found = handle.select(
                            "SELECT conversation_id, inbound, state FROM deskwire_message WHERE tenant_id = ? AND id = ?",
                            tenantId,
                            messageId)
                    .map((row, context) -> new Found(
                            row.getString("conversation_id"), row.getBoolean("inbound"), row.getString("state")))
                    .findOne()
                    .orElse(null);
            if (found == null || found.conversation() == null || "pending".equals(found.state())) {
                return Optional.empty();
            }
            String ticket = current(handle, tenantId, to);
            String there = target(handle, found.conversation(), ticket);
            handle.execute(
                    "UPDATE deskwire_message SET conversation_id = ?, ticket = CASE WHEN ticket IS NULL THEN NULL ELSE ? END"
                            + " WHERE tenant_id = ? AND id = ?",
                    there,
                    ticket,
                    tenantId,
                    messageId);
            return Optional.of(there);
        }

        private String target(Handle handle, String origin, String ticket) {
            List<String> there = handle.select(
                            "SELECT id FROM deskwire_conversation WHERE tenant_id = ? AND ticket = ? AND (id = ? OR split_from = ?"
                                    + " OR id = (SELECT split_from FROM deskwire_conversation WHERE tenant_id = ? AND id = ?))"
                                    + " ORDER BY id",
                            tenantId,
                            ticket,
                            origin,
                            origin,
                            tenantId,
                            origin)
                    .mapTo(String.class)
                    .list();
            if (!there.isEmpty()) {
                return there.get(0);
            }
            handle.execute(
                    "INSERT INTO deskwire_conversation (tenant_id, id, channel_id, subject, ticket, created_at,"
                            + " last_message_at, split_from) SELECT tenant_id, ?, channel_id, subject, ?, ?, ?, id"
                            + " FROM deskwire_conversation WHERE tenant_id = ? AND id = ?",
                    freshId,
                    ticket,
                    now,
                    now,
                    tenantId,
                    origin);
            handle.execute(
                    "INSERT INTO deskwire_participant (tenant_id, conversation_id, address_key) SELECT tenant_id, ?,"
                            + " address_key FROM deskwire_participant WHERE tenant_id = ? AND conversation_id = ?",
                    freshId,
                    tenantId,
                    origin);
            return freshId;
        }
    }
}
