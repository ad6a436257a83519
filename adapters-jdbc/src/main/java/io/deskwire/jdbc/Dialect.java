package io.deskwire.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where the two databases differ. Times have microseconds in both; finer ones are cut, since PostgreSQL would round them up
 * into the future.
 */
enum Dialect {
    /** Times are whole microseconds since 1970; one writer, so nothing is ever locked by hand. */
    SQLITE(
            "sqlite",
            "?",
            "CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER)",
            "DO NOTHING",
            "",
            "",
            "json_extract(fields, '$.%s')",
            "EXISTS (SELECT 1 FROM json_each(fields, '$.tags') AS tag WHERE tag.value = ?)"),
    /** {@code DO UPDATE … WHERE FALSE} locks the row that is there without writing it again. */
    POSTGRESQL(
            "postgresql",
            "CAST(? AS TIMESTAMPTZ)",
            "CURRENT_TIMESTAMP",
            "DO UPDATE SET lane = excluded.lane WHERE FALSE",
            "FOR UPDATE SKIP LOCKED",
            "FOR UPDATE",
            "CAST(fields AS JSONB) ->> '%s'",
            "(CAST(fields AS JSONB) -> 'tags') @> to_jsonb(CAST(? AS TEXT))");

    /** Folder of the migrations. */
    final String folder;
    /** A parameter that is a time, where the database could not tell by itself. */
    final String time;
    /** The database's own clock, for what only the database's age of a row decides. */
    final String now;
    /** What to do with a lane's row that is there already. */
    final String lockOnConflict;
    /** Takes the rows nobody else is working on. */
    final String skipLocked;
    /** Waits for whoever holds the row. */
    final String forUpdate;
    /** A field of a ticket's document by its name; null where it has none. */
    final String ticketField;
    /** Whether a text is among the tags in a ticket's document. */
    final String hasTag;

    Dialect(
            String folder,
            String time,
            String now,
            String lockOnConflict,
            String skipLocked,
            String forUpdate,
            String ticketField,
            String hasTag) {
        this.folder = folder;
        this.time = time;
        this.now = now;
        this.lockOnConflict = lockOnConflict;
        this.skipLocked = skipLocked;
        this.forUpdate = forUpdate;
        this.ticketField = ticketField;
        this.hasTag = hasTag;
    }

    static Dialect of(String url) {
        return url.startsWith("jdbc:sqlite:") ? SQLITE : POSTGRESQL;
    }

    /** Cuts a time to what is stored. */
    static Instant cut(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS);
    }

    static long micros(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1000);
    }

    void setTime(PreparedStatement statement, int position, @Nullable Instant time) throws SQLException {
        if (this == SQLITE) {
            if (time == null) {
                statement.setNull(position, Types.BIGINT);
            } else {
                statement.setLong(position, micros(time));
            }
        } else if (time == null) {
            statement.setNull(position, Types.TIMESTAMP_WITH_TIMEZONE);
        } else {
            statement.setObject(position, OffsetDateTime.ofInstant(cut(time), ZoneOffset.UTC));
        }
    }

    @Nullable Instant time(ResultSet row, String column) throws SQLException {
        if (this == SQLITE) {
            long micros = row.getLong(column);
            return row.wasNull()
                    ? null
                    : Instant.ofEpochSecond(
                            Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
        }
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** A column that is never null. */
    Instant requiredTime(ResultSet row, String column) throws SQLException {
        Instant time = time(row, column);
        if (time == null) {
            throw new SQLException("no time in column " + column);
        }
        return time;
    }
}
