package io.deskwire.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement of PostgreSQL that takes many rows at once as one array per column, and answers with the keys of those it
 * stored. Costs one round trip and one plan for hundreds of rows.
 *
 * @param kinds one letter per column: {@code s} text, {@code n} number, {@code t} time in microseconds since 1970, {@code b}
 *     bytes
 * @param key which column is the key it answers with
 * @param text the SQL
 */
record BulkSql(String kinds, int key, String text) {

    /** The columns as a row source, times as numbers. */
    static String arrays(String kinds) {
        StringBuilder sql = new StringBuilder("unnest(");
        for (int i = 0; i < kinds.length(); i++) {
            sql.append(i == 0 ? "" : ", ")
                    .append("CAST(? AS ")
                    .append(type(kinds.charAt(i)))
                    .append("[])");
        }
        return sql.append(')').toString();
    }

    /** A time column of the row source as a time. */
    static String time(String column) {
        return "TIMESTAMPTZ 'epoch' + " + column + " * INTERVAL '1 microsecond'";
    }

    void bind(PreparedStatement statement, List<@Nullable Object[]> rows) throws SQLException {
        Connection connection = statement.getConnection();
        for (int column = 0; column < kinds.length(); column++) {
            char kind = kinds.charAt(column);
            @Nullable Object[] values = empty(kind, rows.size());
            for (int row = 0; row < values.length; row++) {
                values[row] = value(rows.get(row)[column]);
            }
            statement.setArray(column + 1, connection.createArrayOf(type(kind), values));
        }
    }

    private static @Nullable Object value(@Nullable Object value) {
        if (value instanceof Instant time) {
            return Dialect.micros(time);
        }
        return value instanceof String text ? Keys.clean(text) : value;
    }

    /** The driver chooses the binary form by the array's own type. */
    private static @Nullable Object[] empty(char kind, int length) {
        return switch (kind) {
            case 's' -> new String[length];
            case 'b' -> new byte[length][];
            default -> new Long[length];
        };
    }

    private static String type(char kind) {
        return switch (kind) {
            case 's' -> "text";
            case 'n', 't' -> "bigint";
            case 'b' -> "bytea";
            default -> throw new IllegalArgumentException("unknown kind " + kind);
        };
    }
}
