package io.deskwire.jdbc;

import io.deskwire.message.Content;
import io.deskwire.retention.Retention;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Removes what was kept long enough. */
final class JdbcRetention implements Retention {

    /** Settled for good: a dead letter may still be tried again, and so may what is on its way to the helpdesk. */
    private static final String DUE = "SELECT r.tenant_id, r.id, r.stored_at,"
            + " CASE WHEN m.state = 'delivered' THEN m.id END AS message_id FROM deskwire_raw r"
            + " JOIN deskwire_raw_outcome o ON o.tenant_id = r.tenant_id AND o.raw_id = r.id"
            + " LEFT JOIN deskwire_message m ON m.tenant_id = o.tenant_id AND m.id = o.message_id AND m.raw_id = r.id"
            + " WHERE (r.body IS NOT NULL OR r.blob_id IS NOT NULL) AND r.stored_at < ?"
            + " AND o.outcome <> 'dead_letter' AND (m.state IS NULL OR m.state NOT IN ('pending', 'dead_letter'))";

    private final Reader reader;
    private final Writer writer;
    private final Bodies bodies;

    JdbcRetention(Reader reader, Writer writer, Bodies bodies) {
        this.reader = reader;
        this.writer = writer;
        this.bodies = bodies;
    }

    @Override
    public List<Due> due(Instant storedBefore, @Nullable Due after, int limit) {
        Dialect dialect = reader.dialect();
        List<Object> arguments = new ArrayList<>(List.of(storedBefore));
        String next = "";
        if (after != null) {
            next = " AND r.stored_at >= ? AND (r.stored_at, r.tenant_id, r.id) > (" + dialect.time + ", ?, ?)";
            arguments.addAll(List.of(after.storedAt(), after.storedAt(), after.tenantId(), after.rawId()));
        }
        arguments.add(limit);
        String sql = DUE + next + " ORDER BY r.stored_at, r.tenant_id, r.id LIMIT ?";
        return reader.read(handle -> handle.select(sql, arguments.toArray())
                .map((row, context) -> new Due(
                        row.getString("tenant_id"),
                        row.getString("id"),
                        row.getString("message_id"),
                        dialect.requiredTime(row, "stored_at")))
                .list());
    }

    @Override
    public void keepFile(String tenantId, String messageId, int index, InputStream bytes) throws IOException {
        boolean kept = reader.read(handle -> handle.select(
                        "SELECT 1 FROM deskwire_media WHERE tenant_id = ? AND message_id = ? AND n = ?",
                        tenantId,
                        messageId,
                        index)
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
        if (kept) {
            return;
        }
        Content content;
        try {
            content = bodies.keep(tenantId, bytes);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        writer.call(new Statement(
                "INSERT INTO deskwire_media (tenant_id, message_id, n, state, sha256, length)"
                        + " VALUES (?, ?, ?, 'available', ?, ?) ON CONFLICT DO NOTHING",
                tenantId,
                messageId,
                index,
                content.sha256(),
                content.length()));
    }

    @Override
    public boolean dropBytes(String tenantId, String rawId) {
        return writer.call(new RetentionWrites.DropBytes(tenantId, rawId));
    }

    @Override
    public int forget(Instant storedBefore, int limit) {
        return writer.call(new RetentionWrites.Forget(storedBefore, limit));
    }

    @Override
    public int deleteSome(String tenantId) {
        return writer.call(new RetentionWrites.DeleteSome(tenantId));
    }
}
