package io.deskwire.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The statements that the writes of a group want to run at the same point of their ways. Those with the same text go to
 * the database as one batch, in the order of the writes; one with another text must not depend on them.
 */
final class Round {

    private final Map<BatchSql, List<Row>> statements = new LinkedHashMap<>();
    private final Map<BulkSql, List<Row>> bulk = new LinkedHashMap<>();
    private final Set<List<@Nullable Object>> once = new HashSet<>();

    /** Adds a row; its count is known when the round has run. */
    Count add(BatchSql sql, @Nullable Object... values) {
        Count count = new Count();
        statements.computeIfAbsent(sql, s -> new ArrayList<>()).add(new Row(values, count));
        return count;
    }

    /** Adds a row whose first three values name it, unless this round has it already. */
    void addOnce(BatchSql sql, @Nullable Object... values) {
        if (once.add(Arrays.asList(Arrays.copyOf(values, 3)))) {
            add(sql, values);
        }
    }

    /** Adds a row to a statement that takes all of them at once. */
    Count add(BulkSql sql, @Nullable Object... values) {
        Count count = new Count();
        bulk.computeIfAbsent(sql, s -> new ArrayList<>()).add(new Row(values, count));
        return count;
    }

    void run(Statements connection) throws SQLException {
        for (Map.Entry<BulkSql, List<Row>> entry : bulk.entrySet()) {
            run(connection, entry.getKey(), entry.getValue());
        }
        bulk.clear();
        once.clear();
        for (Map.Entry<BatchSql, List<Row>> entry : statements.entrySet()) {
            run(connection, entry.getKey(), entry.getValue());
        }
        statements.clear();
    }

    private static void run(Statements connection, BulkSql sql, List<Row> rows) throws SQLException {
        PreparedStatement statement = connection.prepare(sql.text());
        sql.bind(statement, rows.stream().map(Row::values).toList());
        Map<Object, Row> byKey = new HashMap<>();
        rows.forEach(row -> byKey.put(String.valueOf(row.values[sql.key()]), row));
        try (ResultSet stored = statement.executeQuery()) {
            while (stored.next()) {
                Row row = byKey.get(stored.getString(1));
                if (row != null) {
                    row.count.rows = 1;
                }
            }
        } finally {
            // The parameters hold the bodies.
            statement.clearParameters();
        }
    }

    private static void run(Statements connection, BatchSql sql, List<Row> rows) throws SQLException {
        PreparedStatement statement = connection.prepare(sql.text());
        if (rows.size() == 1) {
            Row only = rows.get(0);
            sql.bind(statement, connection.dialect(), only.values);
            only.count.rows = statement.executeUpdate();
            statement.clearParameters();
            return;
        }
        try {
            for (Row row : rows) {
                sql.bind(statement, connection.dialect(), row.values);
                statement.addBatch();
            }
            int[] counts = statement.executeBatch();
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] < 0) {
                    // Every write decides by these counts what was new: taken for "nothing", mail would be lost in
                    // silence.
                    throw new SQLException(
                            "the database driver does not say how many rows a statement of a batch changed;"
                                    + " remove reWriteBatchedInserts from the database URL");
                }
                rows.get(i).count.rows = counts[i];
            }
        } finally {
            statement.clearBatch();
        }
    }

    private record Row(@Nullable Object[] values, Count count) {}

    /** How many rows a statement changed. */
    static final class Count {
        private int rows;

        boolean any() {
            return rows > 0;
        }
    }
}
