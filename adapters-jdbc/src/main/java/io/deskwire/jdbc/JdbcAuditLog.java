package io.deskwire.jdbc;

import io.deskwire.audit.AuditEntry;
import io.deskwire.audit.AuditLog;
import io.deskwire.work.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What was done. */
final class JdbcAuditLog implements AuditLog {

    /** Nobody's tenant: the affair is the installation's. */
    private static final String INSTALLATION = "";

    private final Reader reader;
    private final Writer writer;

    JdbcAuditLog(Reader reader, Writer writer) {
        this.reader = reader;
        this.writer = writer;
    }

    @Override
    public void record(AuditEntry entry) {
        String tenantId = entry.tenantId();
        writer.call(new Statement(
                "INSERT INTO deskwire_audit (tenant_id, id, at, actor, source, action, outcome, subject, detail)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                tenantId == null ? INSTALLATION : tenantId,
                entry.id(),
                entry.at(),
                entry.actor(),
                entry.source(),
                entry.action(),
                entry.outcome().name().toLowerCase(Locale.ROOT),
                entry.subject(),
                entry.detail()));
    }

    @Override
    public Page<AuditEntry> list(Filter filter, @Nullable String cursor, int limit) {
        List<Object> arguments = new ArrayList<>();
        StringBuilder sql =
                new StringBuilder("SELECT tenant_id, id, at, actor, source, action, outcome, subject, detail"
                        + " FROM deskwire_audit WHERE 1 = 1");
        if (filter.tenantId() != null) {
            sql.append(" AND tenant_id = ?");
            arguments.add(filter.tenantId());
        }
        if (filter.action() != null) {
            sql.append(" AND action = ?");
            arguments.add(filter.action());
        }
        if (cursor != null) {
            PageCursor position = PageCursor.parse(cursor);
            sql.append(" AND (at < ? OR (at = ? AND id < ?))");
            arguments.addAll(List.of(position.at(), position.at(), position.id()));
        }
        arguments.add(limit + 1);
        List<AuditEntry> entries = reader.read(handle -> handle.select(
                        sql.append(" ORDER BY at DESC, id DESC LIMIT ?").toString(), arguments.toArray())
                .map((row, context) -> read(row))
                .list());
        return PageCursor.page(entries, limit, entry -> new PageCursor(entry.at(), entry.id()));
    }

    @Override
    public int forget(Instant before, int limit) {
        return writer.call(new Forget(before, limit));
    }

    private AuditEntry read(ResultSet row) throws SQLException {
        String tenantId = row.getString("tenant_id");
        return new AuditEntry(
                row.getString("id"),
                reader.dialect().requiredTime(row, "at"),
                tenantId.equals(INSTALLATION) ? null : tenantId,
                row.getString("actor"),
                row.getString("source"),
                row.getString("action"),
                AuditEntry.Outcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT)),
                row.getString("subject"),
                row.getString("detail"));
    }

    private static final class Forget extends Write.Alone<Integer> {
        private final Instant before;
        private final int limit;

        Forget(Instant before, int limit) {
            this.before = before;
            this.limit = limit;
        }

        @Override
        Instant now() {
            return Instant.EPOCH;
        }

        @Override
        Integer run(Handle handle, Collection<LaneKey> lanes) {
            return handle.execute(
                    "DELETE FROM deskwire_audit WHERE id IN"
                            + " (SELECT id FROM deskwire_audit WHERE at < ? ORDER BY at LIMIT ?)",
                    before,
                    limit);
        }
    }
}
