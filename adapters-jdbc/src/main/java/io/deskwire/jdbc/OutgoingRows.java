package io.deskwire.jdbc;

import io.deskwire.delivery.Delivery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads answers with where their copies stand. */
final class OutgoingRows {

    private static final String SELECT = "SELECT o.message_id, o.state, o.begun_fence, o.attempts, o.next_attempt_at,"
            + " o.problem, o.provider_message_id, m.channel_id, m.conversation_id, m.stored_at, w.node,"
            + " COALESCE(v.to_ticket, c.ticket) AS ticket";

    private static final String JOINS =
            " JOIN deskwire_message AS m ON m.tenant_id = o.tenant_id AND m.id = o.message_id"
                    + " LEFT JOIN deskwire_conversation AS c ON c.tenant_id = m.tenant_id AND c.id = m.conversation_id"
                    + " LEFT JOIN deskwire_ticket_move AS v ON v.tenant_id = c.tenant_id AND v.from_ticket = c.ticket";

    private static final String FROM_OUTBOUND = " FROM deskwire_outbound AS o" + JOINS
            + " LEFT JOIN deskwire_work AS w ON w.queue = 2 AND w.tenant_id = o.tenant_id AND w.id = o.message_id";

    private static final String FROM_WORK =
            " FROM deskwire_work AS w JOIN deskwire_outbound AS o ON o.tenant_id = w.tenant_id AND o.message_id = w.id"
                    + JOINS;

    private final Reader reader;

    OutgoingRows(Reader reader) {
        this.reader = reader;
    }

    /** What was accepted last. */
    List<Outgoing> newest(String tenantId, @Nullable String before, int limit) {
        return read(
                tenantId,
                FROM_OUTBOUND + " WHERE o.tenant_id = ?" + (before == null ? "" : " AND o.message_id < ?")
                        + " ORDER BY o.message_id DESC LIMIT ?",
                before,
                limit);
    }

    /** What there is work on, the oldest first. */
    List<Outgoing> waiting(String tenantId, @Nullable String after, int limit) {
        return read(
                tenantId,
                FROM_WORK + " WHERE w.queue = 2 AND w.tenant_id = ?" + (after == null ? "" : " AND w.id > ?")
                        + " ORDER BY w.id LIMIT ?",
                after,
                limit);
    }

    /** What waits for a person, the oldest first. */
    List<Outgoing> uncertain(String tenantId, @Nullable String after, int limit) {
        return read(
                tenantId,
                FROM_OUTBOUND + " WHERE o.tenant_id = ? AND o.state = 'uncertain'"
                        + (after == null ? "" : " AND o.message_id > ?") + " ORDER BY o.message_id LIMIT ?",
                after,
                limit);
    }

    private List<Outgoing> read(String tenantId, String from, @Nullable String cursor, int limit) {
        List<Object> arguments = new ArrayList<>(List.of(tenantId));
        if (cursor != null) {
            arguments.add(cursor);
        }
        arguments.add(limit);
        return reader.read(handle -> {
            Map<String, List<Outgoing.Copy>> copies = new HashMap<>();
            List<Outgoing> rows = handle.select(SELECT + from, arguments.toArray())
                    .map((row, context) -> outgoing(row, List.of()))
                    .list();
            if (!rows.isEmpty()) {
                copies(handle, tenantId, rows, copies);
            }
            return rows.stream()
                    .map(row -> with(row, copies.getOrDefault(row.id(), List.of())))
                    .toList();
        });
    }

    private Outgoing outgoing(ResultSet row, List<Outgoing.Copy> copies) throws SQLException {
        Dialect dialect = reader.dialect();
        row.getLong("begun_fence");
        boolean begun = !row.wasNull();
        return new Outgoing(
                row.getString("message_id"),
                row.getString("channel_id"),
                row.getString("conversation_id"),
                row.getString("ticket"),
                Outgoing.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                begun,
                row.getString("node"),
                row.getInt("attempts"),
                dialect.time(row, "next_attempt_at"),
                row.getString("problem"),
                row.getString("provider_message_id"),
                dialect.requiredTime(row, "stored_at"),
                copies);
    }

    private static Outgoing with(Outgoing row, List<Outgoing.Copy> copies) {
        return new Outgoing(
                row.id(),
                row.channelId(),
                row.conversationId(),
                row.ticket(),
                row.state(),
                row.begun(),
                row.node(),
                row.attempts(),
                row.nextAttemptAt(),
                row.problem(),
                row.providerMessageId(),
                row.storedAt(),
                copies);
    }

    private void copies(Handle handle, String tenantId, List<Outgoing> rows, Map<String, List<Outgoing.Copy>> copies) {
        Dialect dialect = reader.dialect();
        List<Object> arguments = new ArrayList<>(List.of(tenantId));
        rows.forEach(row -> arguments.add(row.id()));
        handle.select(
                        "SELECT message_id, kind, value, name, status, reason, code, at, sent_at, delivered_at, read_at"
                                + " FROM deskwire_recipient WHERE tenant_id = ? AND message_id IN (?"
                                + ", ?".repeat(rows.size() - 1) + ") ORDER BY message_id, n",
                        arguments.toArray())
                .map((row, context) -> {
                    Delivery delivery = Recipients.delivery(row, dialect);
                    copies.computeIfAbsent(row.getString("message_id"), id -> new ArrayList<>())
                            .add(new Outgoing.Copy(
                                    delivery,
                                    dialect.time(row, "sent_at"),
                                    dialect.time(row, "delivered_at"),
                                    dialect.time(row, "read_at")));
                    return true;
                })
                .list();
    }
}
