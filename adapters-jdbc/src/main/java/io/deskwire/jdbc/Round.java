package io.deskwire.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The statements that the writes of a group want to run at the same point of their ways. Those with the same text go to
 * the database as one batch, in the order of the writes; one with another text must not depend on them.
 */
final class Round {

    private final Map<BatchSql, List<Row>> statements = new LinkedHashMap<>();

    /** Adds a row; its count is known when the round has run. */
    Count add(BatchSql sql, @Nullable Object... values) {
        Count count = new Count();
        statements.computeIfAbsent(sql, s -> new ArrayList<>()).add(new Row(values, count));
        return count;
    }

    void run(Statements connection) throws SQLException {
        for (Map.Entry<BatchSql, List<Row>> entry : statements.entrySet()) {
            run(connection, entry.getKey(), entry.getValue());
        }
        statements.clear();
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
                    // Every write decides by these counts what was new: taken for "nothing", mail would be lost in silence.
                    throw new SQLException("the database driver does not say how many rows a statement of a batch changed;"
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
