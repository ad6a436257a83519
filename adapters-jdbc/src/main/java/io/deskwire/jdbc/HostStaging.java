package io.deskwire.jdbc;

import io.deskwire.delivery.Staging;
import io.deskwire.json.DomainJson;
import io.deskwire.json.Json;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts answers into {@code deskwire_staged} on a connection of the host's. One insert is all that its transaction gets from
 * us: with the outbox's own rows it would hold locks that our writer, and so every tenant, waits for.
 */
final class HostStaging implements Staging {

    private static final String ADD = "INSERT INTO deskwire_staged (tenant_id, id, idempotency_key, conversation_id,"
            + " not_before, new_conversation, documents) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";

    /** Where the host's transaction may find an earlier answer with the same key: its own or a committed one. */
    static final String EARLIER = "SELECT id FROM deskwire_staged WHERE tenant_id = ? AND idempotency_key = ?"
            + " UNION ALL SELECT message_id FROM deskwire_outbound WHERE tenant_id = ? AND idempotency_key = ?";

    private final Connection connection;
    private final Dialect dialect;

    HostStaging(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    @Override
    public String stage(
            List<OutboundMessage> messages,
            @Nullable String idempotencyKey,
            Instant notBefore,
            boolean newConversation) {
        JdbcOutbox.requireTogether(messages);
        messages.forEach(HostStaging::requireStoredFiles);
        OutboundMessage first = messages.get(0);
        try {
            if (connection.getAutoCommit()) {
                throw new IllegalStateException(
                        "the connection commits by itself, so there is no transaction to be part of");
            }
            if (insert(messages, idempotencyKey, notBefore, newConversation) || idempotencyKey == null) {
                return first.id();
            }
            return earlier(first.tenantId(), idempotencyKey).orElse(first.id());
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    private boolean insert(
            List<OutboundMessage> messages, @Nullable String key, Instant notBefore, boolean newConversation)
            throws SQLException {
        OutboundMessage first = messages.get(0);
        try (PreparedStatement statement = connection.prepareStatement(ADD)) {
            statement.setString(1, Keys.clean(first.tenantId()));
            statement.setString(2, first.id());
            statement.setString(3, key == null ? null : Keys.bounded(key));
            statement.setString(4, first.conversationId());
            dialect.setTime(statement, 5, notBefore);
            statement.setBoolean(6, newConversation);
            statement.setString(
                    7,
                    Keys.clean(
                            Json.write(messages.stream().map(DomainJson::toTree).toList())));
            return statement.executeUpdate() == 1;
        }
    }

    /**
     * Bytes are written by our own writer, in transactions of their own; on SQLite that one would wait for the very transaction
     * that waits for it.
     */
    private static void requireStoredFiles(OutboundMessage message) {
        for (OutboundAttachment file : message.attachments()) {
            if (!(file.content() instanceof StoredContent stored && stored.isOf(message.tenantId()))) {
                throw new IllegalArgumentException("store " + file.fileName()
                        + " with Outbox.store before the transaction begins, and attach what it answers");
            }
        }
    }

    @Override
    public Optional<String> staged(String tenantId, String idempotencyKey) {
        try {
            return earlier(tenantId, idempotencyKey);
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    private Optional<String> earlier(String tenantId, String idempotencyKey) throws SQLException {
        String key = Keys.bounded(idempotencyKey);
        try (PreparedStatement statement = connection.prepareStatement(EARLIER)) {
            statement.setString(1, tenantId);
            statement.setString(2, key);
            statement.setString(3, tenantId);
            statement.setString(4, key);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
            }
        }
    }
}
