package io.deskwire.jdbc;

import io.deskwire.delivery.Delivery;
import io.deskwire.json.DomainJson;
import io.deskwire.json.Json;
import io.deskwire.message.Content;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.OutboundMessage;
import io.deskwire.threading.StoredMessage;
import io.deskwire.ticket.TicketRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads messages of both directions. Rows are read first and understood after the connection was given back. */
final class MessageRows {

    private static final String SELECT =
            "SELECT m.tenant_id, m.id, m.inbound, m.channel_id, m.conversation_id, m.raw_id,"
                    + " m.received_at, m.stored_at, m.state, m.state_reason, m.ticket, m.may_have_arrived, d.document,"
                    + " d.decision, c.ticket AS conversation_ticket, o.attempts, o.next_attempt_at"
                    + " FROM deskwire_message AS m"
                    + " JOIN deskwire_document AS d ON d.tenant_id = m.tenant_id AND d.message_id = m.id"
                    + " LEFT JOIN deskwire_conversation AS c ON c.tenant_id = m.tenant_id AND c.id = m.conversation_id"
                    + " LEFT JOIN deskwire_outbound AS o ON o.tenant_id = m.tenant_id AND o.message_id = m.id"
                    + " WHERE m.tenant_id = ?";

    private final Reader reader;
    private final Bodies bodies;

    MessageRows(Reader reader, Bodies bodies) {
        this.reader = reader;
        this.bodies = bodies;
    }

    /** A message as the tables hold it. */
    record Row(
            String tenantId,
            String id,
            boolean inbound,
            String channelId,
            @Nullable String rawId,
            @Nullable Instant receivedAt,
            Instant storedAt,
            @Nullable String state,
            @Nullable String stateReason,
            @Nullable String ticket,
            boolean mayHaveArrived,
            String document,
            @Nullable String decision,
            @Nullable String conversationTicket,
            int attempts,
            @Nullable Instant nextAttemptAt) {}

    List<Row> byIds(String tenantId, Collection<String> ids) {
        List<Object> arguments = new ArrayList<>();
        arguments.add(tenantId);
        arguments.addAll(ids);
        return ids.isEmpty()
                ? List.of()
                : select(" AND m.id IN (?" + ", ?".repeat(ids.size() - 1) + ")", arguments.toArray());
    }

    List<Row> ofConversation(String tenantId, String conversationId) {
        return select(" AND m.conversation_id = ? ORDER BY m.seq", tenantId, conversationId);
    }

    /** Rows with their recipients, as messages. */
    List<StoredMessage> messages(String tenantId, List<Row> rows) {
        List<String> outbound =
                rows.stream().filter(row -> !row.inbound()).map(Row::id).toList();
        Map<String, List<Delivery>> deliveries = outbound.isEmpty()
                ? Map.of()
                : reader.read(handle -> Recipients.deliveries(handle, reader.dialect(), tenantId, outbound));
        return rows.stream().map(row -> read(row, deliveries)).toList();
    }

    private List<Row> select(String where, Object... arguments) {
        return reader.read(handle -> rows(handle, where, arguments));
    }

    private List<Row> rows(Handle handle, String where, Object... arguments) {
        return handle.select(SELECT + where, arguments)
                .map((row, context) -> row(row))
                .list();
    }

    private Row row(ResultSet row) throws SQLException {
        Dialect dialect = reader.dialect();
        return new Row(
                row.getString("tenant_id"),
                row.getString("id"),
                row.getBoolean("inbound"),
                row.getString("channel_id"),
                row.getString("raw_id"),
                dialect.time(row, "received_at"),
                dialect.requiredTime(row, "stored_at"),
                row.getString("state"),
                row.getString("state_reason"),
                row.getString("ticket"),
                row.getBoolean("may_have_arrived"),
                row.getString("document"),
                row.getString("decision"),
                row.getString("conversation_ticket"),
                row.getInt("attempts"),
                dialect.time(row, "next_attempt_at"));
    }

    /** @throws RuntimeException when the documents are not what we wrote */
    StoredMessage read(Row row, Map<String, List<Delivery>> deliveries) {
        return row.inbound() ? inbound(row) : outbound(row, deliveries.getOrDefault(row.id(), List.of()));
    }

    private static StoredMessage.Inbound inbound(Row row) {
        Map<String, Object> tree = Json.lenient().parseObject(row.document());
        if (row.rawId() == null || row.receivedAt() == null || row.decision() == null || row.state() == null) {
            throw new IllegalStateException("an inbound message without its raw item or decision");
        }
        return new StoredMessage.Inbound(
                new InboundMessage(
                        row.id(),
                        row.tenantId(),
                        row.channelId(),
                        row.rawId(),
                        DomainJson.envelope(object(tree, "envelope")),
                        row.receivedAt(),
                        DomainJson.parsedMessage(object(tree, "message"))),
                DomainJson.decision(Json.lenient().parseObject(row.decision())),
                StoredMessage.Inbound.State.valueOf(row.state().toUpperCase(Locale.ROOT)),
                row.stateReason(),
                row.ticket() == null ? null : new TicketRef(row.ticket()),
                row.storedAt());
    }

    private StoredMessage.Outbound outbound(Row row, List<Delivery> deliveries) {
        return new StoredMessage.Outbound(
                message(row), deliveries, row.attempts(), row.nextAttemptAt(), row.storedAt());
    }

    OutboundMessage message(Row row) {
        return DomainJson.outboundMessage(
                Json.lenient().parseObject(row.document()), sha256 -> content(row.tenantId(), sha256));
    }

    private Content content(String tenantId, String sha256) {
        return bodies.content(tenantId, sha256)
                .orElseThrow(() -> new IllegalStateException("the bytes of an attachment are gone"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Map<String, Object> tree, String name) {
        if (tree.get(name) instanceof Map<?, ?> object) {
            return (Map<String, Object>) object;
        }
        throw new IllegalStateException("no object " + name + " in a stored document");
    }
}
