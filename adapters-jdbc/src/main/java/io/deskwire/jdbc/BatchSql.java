package io.deskwire.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A statement that is run for many rows at once. The parameters' kinds are part of it, because PostgreSQL plans a batch
 * anew whenever a null comes without its type.
 *
 * @param kinds one letter per parameter: {@code s} text, {@code n} number, {@code t} time, {@code b} bytes, {@code o} truth
 * @param text the SQL
 */
record BatchSql(String kinds, String text) {

    BatchSql {
        if (text.chars().filter(c -> c == '?').count() != kinds.length()) {
            throw new IllegalArgumentException("kinds do not match the parameters of " + text);
        }
    }

    void bind(PreparedStatement statement, Dialect dialect, @Nullable Object[] values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            bind(statement, dialect, i + 1, kinds.charAt(i), values[i]);
        }
    }

    private static void bind(
            PreparedStatement statement, Dialect dialect, int position, char kind, @Nullable Object value)
            throws SQLException {
        switch (kind) {
            case 's' -> {
                if (value == null) {
                    statement.setNull(position, Types.VARCHAR);
                } else {
                    statement.setString(position, Keys.clean((String) value));
                }
            }
            case 'n' -> {
                if (value == null) {
                    statement.setNull(position, Types.BIGINT);
                } else {
                    statement.setLong(position, ((Number) value).longValue());
                }
            }
            case 't' -> dialect.setTime(statement, position, (Instant) value);
            case 'b' -> {
                if (value == null) {
                    statement.setNull(position, Types.BINARY);
                } else {
                    statement.setBytes(position, (byte[]) value);
                }
            }
            case 'o' -> statement.setBoolean(position, Boolean.TRUE.equals(value));
            default -> throw new IllegalArgumentException("unknown kind " + kind);
        }
    }
}
