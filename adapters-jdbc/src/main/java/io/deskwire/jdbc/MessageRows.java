package io.deskwire.jdbc;

import io.deskwire.delivery.Delivery;
import io.deskwire.json.DomainJson;
import io.deskwire.json.Json;
import io.deskwire.message.Annotation;
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
import java.util.HashMap;
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
                    + " d.decision, COALESCE(v.to_ticket, c.ticket) AS conversation_ticket, o.attempts, o.next_attempt_at,"
                    // Once for the tenant, so that those who have none are asked nothing more.
                    + " EXISTS (SELECT 1 FROM deskwire_annotation WHERE tenant_id = ?) AS annotations"
                    + " FROM deskwire_message AS m"
                    + " JOIN deskwire_document AS d ON d.tenant_id = m.tenant_id AND d.message_id = m.id"
                    + " LEFT JOIN deskwire_conversation AS c ON c.tenant_id = m.tenant_id AND c.id = m.conversation_id"
                    + " LEFT JOIN deskwire_ticket_move AS v ON v.tenant_id = c.tenant_id AND v.from_ticket = c.ticket"
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
            @Nullable String conversationId,
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
            @Nullable Instant nextAttemptAt,
            boolean annotations) {}

    List<Row> byIds(String tenantId, Collection<String> ids) {
        List<Object> arguments = new ArrayList<>(List.of(tenantId, tenantId));
        arguments.addAll(ids);
        return ids.isEmpty()
                ? List.of()
                : select(" AND m.id IN (?" + ", ?".repeat(ids.size() - 1) + ")", arguments.toArray());
    }

    List<Row> ofConversation(String tenantId, String conversationId) {
        return select(" AND m.conversation_id = ? ORDER BY m.seq", tenantId, tenantId, conversationId);
    }

    /** The newest first; ids begin with the time they were made at. */
    List<Row> received(String tenantId, String channelId, @Nullable String before, int limit) {
        String where = " AND m.inbound AND m.channel_id = ?" + (before == null ? "" : " AND m.id < ?")
                + " ORDER BY m.id DESC LIMIT ?";
        return before == null
                ? select(where, tenantId, tenantId, channelId, limit)
                : select(where, tenantId, tenantId, channelId, before, limit);
    }

    /** Rows with their recipients and with what was done to them since, as messages. */
    List<StoredMessage> messages(String tenantId, List<Row> rows) {
        List<StoredMessage> messages = new ArrayList<>();
        Beside beside = beside(tenantId, rows);
        for (Row row : rows) {
            messages.add(read(row, beside.deliveries(), beside.annotations()));
        }
        List<String> waiting = messages.stream()
                .filter(m -> m instanceof StoredMessage.Inbound in
                        && MediaRows.arePending(in.message().parsed()))
                .map(StoredMessage::id)
                .toList();
        if (!waiting.isEmpty()) {
            MediaRows.Files files = reader.read(handle -> MediaRows.of(handle, tenantId, waiting));
            messages.replaceAll(m -> m instanceof StoredMessage.Inbound in ? with(in, files) : m);
        }
        return List.copyOf(messages);
    }

    /** What stands in other tables. */
    private record Beside(Map<String, List<Delivery>> deliveries, Map<String, List<Annotation>> annotations) {}

    private Beside beside(String tenantId, List<Row> rows) {
        List<String> outbound =
                rows.stream().filter(row -> !row.inbound()).map(Row::id).toList();
        boolean annotated = rows.stream().anyMatch(Row::annotations);
        if (outbound.isEmpty() && !annotated) {
            return new Beside(Map.of(), Map.of());
        }
        return reader.read(handle -> new Beside(
                outbound.isEmpty() ? Map.of() : Recipients.deliveries(handle, reader.dialect(), tenantId, outbound),
                annotated
                        ? annotations(
                                handle, tenantId, rows.stream().map(Row::id).toList())
                        : Map.of()));
    }

    private static Map<String, List<Annotation>> annotations(Handle handle, String tenantId, List<String> ids) {
        List<Object> arguments = new ArrayList<>(List.of(tenantId));
        arguments.addAll(ids);
        Map<String, List<Annotation>> found = new HashMap<>();
        handle.select(
                        "SELECT message_id, document FROM deskwire_annotation WHERE tenant_id = ? AND message_id IN (?"
                                + ", ?".repeat(ids.size() - 1) + ") ORDER BY seq",
                        arguments.toArray())
                .map((row, context) -> Map.entry(row.getString("message_id"), row.getString("document")))
                .forEach(entry -> found.computeIfAbsent(entry.getKey(), id -> new ArrayList<>())
                        .add(DomainJson.annotation(Json.lenient().parseObject(entry.getValue()))));
        return found;
    }

    private static StoredMessage.Inbound with(StoredMessage.Inbound in, MediaRows.Files files) {
        return new StoredMessage.Inbound(
                files.in(in.message()),
                in.decision(),
                in.state(),
                in.stateReason(),
                in.ticket(),
                in.storedAt(),
                in.annotations());
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
                row.getString("conversation_id"),
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
                dialect.time(row, "next_attempt_at"),
                row.getBoolean("annotations"));
    }

    /**
     * The message as it was stored.
     *
     * @throws RuntimeException when the documents are not what we wrote
     */
    StoredMessage read(Row row, Map<String, List<Delivery>> deliveries) {
        return read(row, deliveries, Map.of());
    }

    private StoredMessage read(
            Row row, Map<String, List<Delivery>> deliveries, Map<String, List<Annotation>> annotations) {
        List<Annotation> done = annotations.getOrDefault(row.id(), List.of());
        return row.inbound() ? inbound(row, done) : outbound(row, deliveries.getOrDefault(row.id(), List.of()), done);
    }

    private static StoredMessage.Inbound inbound(Row row, List<Annotation> annotations) {
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
                DomainJson.decision(Json.lenient().parseObject(row.decision())).movedTo(row.conversationId()),
                StoredMessage.Inbound.State.valueOf(row.state().toUpperCase(Locale.ROOT)),
                row.stateReason(),
                row.ticket() == null ? null : new TicketRef(row.ticket()),
                row.storedAt(),
                annotations);
    }

    private StoredMessage.Outbound outbound(Row row, List<Delivery> deliveries, List<Annotation> annotations) {
        return new StoredMessage.Outbound(
                message(row), deliveries, row.attempts(), row.nextAttemptAt(), row.storedAt(), annotations);
    }

    OutboundMessage message(Row row) {
        return DomainJson.outboundMessage(
                        Json.lenient().parseObject(row.document()), sha256 -> content(row.tenantId(), sha256))
                .movedTo(row.conversationId());
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
