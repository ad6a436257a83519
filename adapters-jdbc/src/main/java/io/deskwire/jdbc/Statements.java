package io.deskwire.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Where a {@link Round} gets its prepared statements. */
interface Statements {

    Dialect dialect();

    PreparedStatement prepare(String sql) throws SQLException;

    /** Statements of one short piece of work. */
    static OfConnection of(Connection connection, Dialect dialect) {
        return new OfConnection(connection, dialect);
    }

    /** Prepared once each and closed at the end. */
    final class OfConnection implements Statements, AutoCloseable {
        private final Connection connection;
        private final Dialect dialect;
        private final Map<String, PreparedStatement> prepared = new HashMap<>();

        private OfConnection(Connection connection, Dialect dialect) {
            this.connection = connection;
            this.dialect = dialect;
        }

        @Override
        public Dialect dialect() {
            return dialect;
        }

        @Override
        public PreparedStatement prepare(String sql) throws SQLException {
            PreparedStatement statement = prepared.get(sql);
            if (statement == null) {
                statement = connection.prepareStatement(sql);
                prepared.put(sql, statement);
            }
            return statement;
        }

        @Override
        public void close() throws SQLException {
            for (PreparedStatement statement : prepared.values()) {
                statement.close();
            }
        }
    }
}
