package io.deskwire.jdbc;

import io.deskwire.threading.Conversation;
import io.deskwire.threading.Conversations;
import io.deskwire.threading.StoredMessage;
import io.deskwire.ticket.TicketRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Conversations and their messages, for reading. */
final class JdbcConversations implements Conversations {

    private static final String SELECT =
            "SELECT tenant_id, id, channel_id, subject, ticket, created_at, last_message_at"
                    + " FROM deskwire_conversation WHERE tenant_id = ?";
    /** Ids asked for in one statement. */
    private static final int IDS_AT_ONCE = 500;

    private final Reader reader;
    private final MessageRows messages;

    JdbcConversations(Reader reader, MessageRows messages) {
        this.reader = reader;
        this.messages = messages;
    }

    @Override
    public Optional<Conversation> find(String tenantId, String conversationId) {
        return reader.read(handle -> one(handle, " AND id = ?", tenantId, conversationId));
    }

    @Override
    public Optional<Conversation> byTicket(String tenantId, TicketRef ticket) {
        return reader.read(handle -> one(
                handle,
                " AND ticket = ? ORDER BY last_message_at DESC, id DESC LIMIT 1",
                tenantId,
                Keys.bounded(ticket.value())));
    }

    private Optional<Conversation> one(Handle handle, String where, Object... arguments) {
        return handle.select(SELECT + where, arguments)
                .map((row, context) -> conversation(handle, row))
                .findOne();
    }

    private Conversation conversation(Handle handle, ResultSet row) throws SQLException {
        String tenantId = row.getString("tenant_id");
        String id = row.getString("id");
        Set<String> participants = new HashSet<>(handle.select(
                        "SELECT address_key FROM deskwire_participant WHERE tenant_id = ? AND conversation_id = ?",
                        tenantId,
                        id)
                .mapTo(String.class)
                .list());
        String ticket = row.getString("ticket");
        return new Conversation(
                id,
                tenantId,
                row.getString("channel_id"),
                row.getString("subject"),
                participants,
                ticket == null ? null : new TicketRef(ticket),
                reader.dialect().requiredTime(row, "created_at"),
                reader.dialect().requiredTime(row, "last_message_at"));
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
    public List<StoredMessage> messages(String tenantId, String conversationId) {
        return messages.messages(tenantId, messages.ofConversation(tenantId, conversationId));
    }
}
