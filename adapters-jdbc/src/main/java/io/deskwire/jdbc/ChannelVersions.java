package io.deskwire.jdbc;

import io.deskwire.jdbc.ChannelVersion.How;
import io.deskwire.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What channels' documents said before. Written together with the document, so that neither is without the other. A tenant's
 * go with the tenant. Every method may throw {@link io.deskwire.work.StoreUnavailableException}.
 */
public final class ChannelVersions {

    /** How many stay of each channel. */
    public static final int KEPT = 100;

    /** Two nodes that note something at once come to the same number once; the second then takes the next. */
    private static final int MOST_RIVALS = 5;

    private static final String SELECT = "SELECT n, at, author, how, changed, document FROM deskwire_channel_version"
            + " WHERE tenant_id = ? AND channel_id = ?";

    private final Reader reader;

    ChannelVersions(Reader reader) {
        this.reader = reader;
    }

    /** A channel's versions, newest first; those of a removed one too. */
    public List<ChannelVersion> of(String tenantId, String channelId) {
        return reader.read(handle -> handle.select(SELECT + " ORDER BY n DESC", tenantId, channelId)
                .map((row, context) -> version(row, reader.dialect()))
                .list());
    }

    /** One of them. */
    public Optional<ChannelVersion> find(String tenantId, String channelId, int number) {
        return reader.read(handle -> handle.select(SELECT + " AND n = ?", tenantId, channelId, number)
                .map((row, context) -> version(row, reader.dialect()))
                .findOne());
    }

    /** The newest. */
    static Optional<ChannelVersion> newest(Handle handle, Dialect dialect, String tenantId, String channelId) {
        return handle.select(SELECT + " ORDER BY n DESC LIMIT 1", tenantId, channelId)
                .map((row, context) -> version(row, dialect))
                .findOne();
    }

    /** What is to be noted of a channel. */
    record Entry(
            String tenantId,
            String channelId,
            Instant at,
            @Nullable String author,
            How how,
            String changed,
            Map<String, Object> document) {}

    /** Adds a version and forgets the oldest. */
    static void add(Handle handle, Entry entry) {
        for (int i = 0; i < MOST_RIVALS; i++) {
            int next = handle.select(
                            "SELECT COALESCE(MAX(n), 0) + 1 FROM deskwire_channel_version"
                                    + " WHERE tenant_id = ? AND channel_id = ?",
                            entry.tenantId(),
                            entry.channelId())
                    .mapTo(Integer.class)
                    .one();
            int added = handle.execute(
                    "INSERT INTO deskwire_channel_version (tenant_id, channel_id, n, at, author, how, changed, document)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    entry.tenantId(),
                    entry.channelId(),
                    next,
                    entry.at(),
                    entry.author(),
                    entry.how().word(),
                    entry.changed(),
                    Json.write(entry.document()));
            if (added == 1) {
                handle.execute(
                        "DELETE FROM deskwire_channel_version WHERE tenant_id = ? AND channel_id = ? AND n <= ?",
                        entry.tenantId(),
                        entry.channelId(),
                        next - KEPT);
                return;
            }
            if (entry.how() == How.FOUND) {
                // Another node found the same.
                return;
            }
        }
        throw new IllegalStateException("the versions of a channel are written by too many at once");
    }

    private static ChannelVersion version(ResultSet row, Dialect dialect) throws SQLException {
        return new ChannelVersion(
                row.getInt("n"),
                dialect.requiredTime(row, "at"),
                row.getString("author"),
                How.valueOf(row.getString("how").toUpperCase(Locale.ROOT)),
                row.getString("changed"),
                Numbers.usual(Json.strict().parseObject(row.getString("document"))));
    }
}
