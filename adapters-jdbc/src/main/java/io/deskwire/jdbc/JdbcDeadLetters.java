package io.deskwire.jdbc;

import io.deskwire.intake.DeadLetter;
import io.deskwire.intake.DeadLetters;
import io.deskwire.work.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was given up. */
final class JdbcDeadLetters implements DeadLetters {

    private static final String SELECT = "SELECT tenant_id, id, channel_id, raw_id, message_id, stage, reason, detail,"
            + " attempts, raw_size, failed_at FROM deskwire_dead_letter WHERE tenant_id = ?";

    private final Reader reader;
    private final Writer writer;

    JdbcDeadLetters(Reader reader, Writer writer) {
        this.reader = reader;
        this.writer = writer;
    }

    @Override
    public Page<DeadLetter> list(String tenantId, Filter filter, @Nullable String cursor, int limit) {
        List<Object> arguments = new ArrayList<>(List.of(tenantId));
        String after = "";
        if (filter.reason() != null) {
            after += " AND reason = ?";
            arguments.add(filter.reason());
        }
        if (filter.from() != null) {
            after += " AND failed_at >= ?";
            arguments.add(filter.from());
        }
        if (filter.before() != null) {
            after += " AND failed_at < ?";
            arguments.add(filter.before());
        }
        if (cursor != null) {
            PageCursor position = PageCursor.parse(cursor);
            after += " AND (failed_at < ? OR (failed_at = ? AND id < ?))";
            arguments.addAll(List.of(position.at(), position.at(), position.id()));
        }
        arguments.add(limit + 1);
        String sql = SELECT + after + " ORDER BY failed_at DESC, id DESC LIMIT ?";
        List<DeadLetter> letters = reader.read(handle -> handle.select(sql, arguments.toArray())
                .map((row, context) -> read(row))
                .list());
        return PageCursor.page(letters, limit, letter -> new PageCursor(letter.failedAt(), letter.id()));
    }

    @Override
    public List<Group> groups(String tenantId) {
        Dialect dialect = reader.dialect();
        return reader.read(handle -> handle.select(
                        "SELECT stage, reason, count(*) AS entries, min(failed_at) AS oldest, max(failed_at) AS newest"
                                + " FROM deskwire_dead_letter WHERE tenant_id = ? GROUP BY stage, reason"
                                + " ORDER BY entries DESC, stage, reason",
                        tenantId)
                .map((row, context) -> new Group(
                        DeadLetter.Stage.valueOf(row.getString("stage").toUpperCase(Locale.ROOT)),
                        row.getString("reason"),
                        row.getLong("entries"),
                        dialect.requiredTime(row, "oldest"),
                        dialect.requiredTime(row, "newest")))
                .list());
    }

    @Override
    public Optional<DeadLetter> find(String tenantId, String id) {
        return reader.read(handle -> handle.select(SELECT + " AND id = ?", tenantId, id)
                .map((row, context) -> read(row))
                .findOne());
    }

    @Override
    public long count(String tenantId) {
        return reader.read(
                handle -> handle.select("SELECT count(*) FROM deskwire_dead_letter WHERE tenant_id = ?", tenantId)
                        .mapTo(Long.class)
                        .one());
    }

    @Override
    public boolean redeliver(String tenantId, String id, Instant now) {
        return writer.call(new DeadLetterWrites.Redeliver(tenantId, id, now));
    }

    @Override
    public boolean discard(String tenantId, String id, String comment, Instant now) {
        return writer.call(new DeadLetterWrites.Discard(tenantId, id, comment, now));
    }

    private DeadLetter read(ResultSet row) throws SQLException {
        return new DeadLetter(
                row.getString("id"),
                row.getString("tenant_id"),
                row.getString("channel_id"),
                row.getString("raw_id"),
                row.getString("message_id"),
                DeadLetter.Stage.valueOf(row.getString("stage").toUpperCase(Locale.ROOT)),
                row.getString("reason"),
                row.getString("detail"),
                row.getInt("attempts"),
                row.getLong("raw_size"),
                reader.dialect().requiredTime(row, "failed_at"));
    }
}
