package io.deskwire.jdbc;

import io.deskwire.json.DomainJson;
import io.deskwire.json.Json;
import io.deskwire.message.Annotation;
import io.deskwire.threading.Conversation;
import io.deskwire.threading.Conversations;
import io.deskwire.threading.StoredMessage;
import io.deskwire.ticket.TicketRef;
import io.deskwire.work.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Conversations and their messages. */
final class JdbcConversations implements Conversations {

    private static final String SELECT =
            "SELECT tenant_id, id, channel_id, subject, ticket, created_at, last_message_at, closed_at, split_from"
                    + " FROM deskwire_conversation WHERE tenant_id = ?";
    /** The one in which somebody last wrote to us, which is whom an answer is meant for. */
    private static final String WROTE_LAST =
            " ORDER BY (SELECT MAX(m.seq) FROM deskwire_message AS m WHERE m.tenant_id = deskwire_conversation.tenant_id"
                    + " AND m.conversation_id = deskwire_conversation.id AND m.inbound AND m.state <> 'filtered')"
                    + " DESC NULLS LAST, last_message_at DESC, id DESC LIMIT 1";

    /** Ids asked for in one statement. */
    private static final int IDS_AT_ONCE = 500;

    private final Reader reader;
    private final Writer writer;
    private final MessageRows messages;

    JdbcConversations(Reader reader, Writer writer, MessageRows messages) {
        this.reader = reader;
        this.writer = writer;
        this.messages = messages;
    }

    @Override
    public Optional<Conversation> find(String tenantId, String conversationId) {
        return reader.read(handle -> one(handle, " AND id = ?", tenantId, conversationId));
    }

    @Override
    public Optional<Conversation> byTicket(String tenantId, TicketRef ticket) {
        String key = Keys.bounded(ticket.value());
        return reader.read(handle -> one(handle, " AND ticket = ?" + WROTE_LAST, tenantId, key)
                // Whoever still names the ticket as it was means the people in it, not those it was joined with.
                .or(() -> one(handle, " AND ticket_was = ?" + WROTE_LAST, tenantId, key)));
    }

    @Override
    public List<Conversation> ofTicket(String tenantId, TicketRef ticket) {
        return reader.read(handle -> list(
                handle,
                " AND ticket = ? ORDER BY last_message_at DESC, id DESC",
                tenantId,
                tenantId,
                Keys.bounded(ticket.value())));
    }

    @Override
    public OptionalInt moveTicket(String tenantId, TicketRef from, TicketRef to, Instant now) {
        return writer.call(new TicketMoves.Move(tenantId, from, to, now));
    }

    @Override
    public TicketRef current(String tenantId, TicketRef ticket) {
        return new TicketRef(reader.read(handle -> TicketMoves.current(handle, tenantId, ticket.value())));
    }

    @Override
    public Optional<String> split(
            String tenantId, String messageId, TicketRef to, String freshConversationId, Instant now) {
        return writer.call(new TicketMoves.Split(tenantId, messageId, to, freshConversationId, now));
    }

    @Override
    public boolean annotate(String tenantId, String messageId, Annotation annotation) {
        return writer.call(new Statement(
                Effects.ANNOTATION.text(), Json.write(DomainJson.toTree(annotation)), tenantId, messageId));
    }

    @Override
    public List<Conversation> ofParticipants(
            String tenantId, String channelId, Collection<String> participants, int limit) {
        if (participants.isEmpty()) {
            return List.of();
        }
        List<Object> arguments = new ArrayList<>(List.of(tenantId, channelId, tenantId));
        participants.forEach(participant -> arguments.add(Keys.bounded(participant)));
        arguments.add(limit);
        return reader.read(handle -> list(
                handle,
                " AND channel_id = ? AND id IN (SELECT conversation_id FROM deskwire_participant WHERE tenant_id = ?"
                        + " AND address_key IN (?" + ", ?".repeat(participants.size() - 1)
                        + ")) ORDER BY last_message_at DESC, id DESC LIMIT ?",
                tenantId,
                arguments.toArray()));
    }

    private Optional<Conversation> one(Handle handle, String where, String tenantId, Object... arguments) {
        List<Object> all = new ArrayList<>(List.of(tenantId));
        all.addAll(List.of(arguments));
        return list(handle, where, tenantId, all.toArray()).stream().findFirst();
    }

    private List<Conversation> list(Handle handle, String where, String tenantId, Object... arguments) {
        List<Conversation> bare = handle.select(SELECT + where, arguments)
                .map((row, context) -> conversation(row))
                .list();
        if (bare.isEmpty()) {
            return bare;
        }
        Map<String, Set<String>> participants = participants(handle, tenantId, bare);
        return bare.stream()
                .map(c -> c.withParticipants(participants.getOrDefault(c.id(), Set.of())))
                .toList();
    }

    private static Map<String, Set<String>> participants(
            Handle handle, String tenantId, List<Conversation> conversations) {
        List<Object> arguments = new ArrayList<>(List.of(tenantId));
        conversations.forEach(conversation -> arguments.add(conversation.id()));
        Map<String, Set<String>> found = new HashMap<>();
        handle.select(
                        "SELECT conversation_id, address_key FROM deskwire_participant WHERE tenant_id = ?"
                                + " AND conversation_id IN (?" + ", ?".repeat(conversations.size() - 1) + ")",
                        arguments.toArray())
                .map((row, context) -> Map.entry(row.getString("conversation_id"), row.getString("address_key")))
                .forEach(entry -> found.computeIfAbsent(entry.getKey(), id -> new HashSet<>())
                        .add(entry.getValue()));
        return found;
    }

    /** Without its participants. */
    private Conversation conversation(ResultSet row) throws SQLException {
        String ticket = row.getString("ticket");
        return new Conversation(
                row.getString("id"),
                row.getString("tenant_id"),
                row.getString("channel_id"),
                row.getString("subject"),
                Set.of(),
                ticket == null ? null : new TicketRef(ticket),
                reader.dialect().requiredTime(row, "created_at"),
                reader.dialect().requiredTime(row, "last_message_at"),
                reader.dialect().time(row, "closed_at"),
                row.getString("split_from"));
    }

    @Override
    public boolean close(String tenantId, String conversationId, @Nullable Instant at) {
        return writer.call(new Statement(
                "UPDATE deskwire_conversation SET closed_at = ? WHERE tenant_id = ? AND id = ?",
                at,
                tenantId,
                conversationId));
    }

    @Override
    public Map<String, String> byMessageIds(String tenantId, Collection<String> messageIds) {
        Map<String, String> asked = new HashMap<>();
        messageIds.forEach(id -> asked.put(Keys.bounded(id), id));
        List<String> keys = new ArrayList<>(asked.keySet());
        Map<String, String> found = new HashMap<>();
        for (int from = 0; from < keys.size(); from += IDS_AT_ONCE) {
            List<String> some = keys.subList(from, Math.min(keys.size(), from + IDS_AT_ONCE));
            reader.read(handle -> byWireIds(handle, tenantId, some))
                    .forEach((key, conversation) -> found.put(asked.getOrDefault(key, key), conversation));
        }
        return found;
    }

    private static Map<String, String> byWireIds(Handle handle, String tenantId, List<String> keys) {
        List<Object> arguments = new ArrayList<>(List.of(tenantId));
        arguments.addAll(keys);
        Map<String, String> found = new HashMap<>();
        handle.select(
                        "SELECT w.wire_id, m.conversation_id FROM deskwire_wire_id AS w JOIN deskwire_message AS m"
                                + " ON m.tenant_id = w.tenant_id AND m.id = w.message_id"
                                + " WHERE w.tenant_id = ? AND w.kind <= " + MessageSql.SEEN_ID + " AND w.wire_id IN (?"
                                + ", ?".repeat(keys.size() - 1)
                                + ") AND m.conversation_id IS NOT NULL ORDER BY m.seq",
                        arguments.toArray())
                .map((row, context) -> Map.entry(row.getString("wire_id"), row.getString("conversation_id")))
                .forEach(entry -> found.putIfAbsent(entry.getKey(), entry.getValue()));
        return found;
    }

    @Override
    public Optional<String> byProviderThread(String tenantId, String channelId, String providerThreadId) {
        return reader.read(handle -> handle.select(
                        "SELECT m.conversation_id FROM deskwire_wire_id AS w JOIN deskwire_message AS m"
                                + " ON m.tenant_id = w.tenant_id AND m.id = w.message_id"
                                + " WHERE w.tenant_id = ? AND w.wire_id = ? AND w.kind = " + MessageSql.PROVIDER_THREAD
                                + " AND m.conversation_id IS NOT NULL ORDER BY m.seq LIMIT 1",
                        tenantId,
                        Keys.bounded(channelId + "/" + providerThreadId))
                .mapTo(String.class)
                .findOne());
    }

    @Override
    public Optional<StoredMessage> message(String tenantId, String messageId) {
        return messages.messages(tenantId, messages.byIds(tenantId, List.of(messageId))).stream()
                .findFirst();
    }

    @Override
    public Optional<StoredMessage> outboundByWireId(String tenantId, String wireId) {
        Optional<String> id = reader.read(handle -> handle.select(
                        "SELECT m.id FROM deskwire_wire_id AS w JOIN deskwire_message AS m"
                                + " ON m.tenant_id = w.tenant_id AND m.id = w.message_id"
                                + " WHERE w.tenant_id = ? AND w.wire_id = ? AND NOT m.inbound ORDER BY m.seq LIMIT 1",
                        tenantId,
                        Keys.bounded(wireId))
                .mapTo(String.class)
                .findOne());
        return id.flatMap(found -> message(tenantId, found));
    }

    @Override
    public Optional<StoredMessage> byNetworkId(String tenantId, String channelId, String networkId) {
        Optional<String> id = reader.read(handle -> handle.select(
                        "SELECT m.id FROM deskwire_wire_id AS w JOIN deskwire_message AS m"
                                + " ON m.tenant_id = w.tenant_id AND m.id = w.message_id"
                                + " WHERE w.tenant_id = ? AND w.wire_id = ? AND w.kind < " + MessageSql.PROVIDER_THREAD
                                + " AND m.channel_id = ? ORDER BY m.seq LIMIT 1",
                        tenantId,
                        Keys.bounded(networkId),
                        channelId)
                .mapTo(String.class)
                .findOne());
        return id.flatMap(found -> message(tenantId, found));
    }

    @Override
    public Page<StoredMessage.Inbound> received(String tenantId, String channelId, @Nullable String cursor, int limit) {
        List<MessageRows.Row> rows = messages.received(tenantId, channelId, cursor, limit + 1);
        boolean more = rows.size() > limit;
        List<StoredMessage.Inbound> page = messages.messages(tenantId, more ? rows.subList(0, limit) : rows).stream()
                .map(StoredMessage.Inbound.class::cast)
                .toList();
        return new Page<>(page, more ? page.get(limit - 1).id() : null);
    }

    @Override
    public List<StoredMessage> messages(String tenantId, String conversationId) {
        return messages.messages(tenantId, messages.ofConversation(tenantId, conversationId));
    }
}
