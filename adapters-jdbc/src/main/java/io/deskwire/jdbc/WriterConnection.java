package io.deskwire.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * The writer's own connection with its prepared statements.
 *
 * <p>On SQLite it stays in autocommit and begins and commits by hand: the driver's {@code commit()} begins the next
 * transaction at once, which keeps the write lock while nothing is written.
 */
final class WriterConnection implements Statements, AutoCloseable {

    private final Handle handle;
    private final Connection connection;
    private final Dialect dialect;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    WriterConnection(Handle handle, Dialect dialect) throws SQLException {
        this.handle = handle;
        this.connection = handle.getConnection();
        this.dialect = dialect;
        connection.setAutoCommit(dialect == Dialect.SQLITE);
    }

    Handle handle() {
        return handle;
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

    /** @param oneStatement whether what follows is a single statement, which PostgreSQL commits in the same round trip */
    void begin(boolean oneStatement) throws SQLException {
        if (dialect == Dialect.SQLITE) {
            prepare("BEGIN IMMEDIATE").executeUpdate();
        } else if (connection.getAutoCommit() != oneStatement) {
            connection.setAutoCommit(oneStatement);
        }
    }

    void commit() throws SQLException {
        if (dialect == Dialect.SQLITE) {
            prepare("COMMIT").executeUpdate();
        } else if (!connection.getAutoCommit()) {
            connection.commit();
        }
    }

    void rollback() throws SQLException {
        if (dialect == Dialect.SQLITE) {
            prepare("ROLLBACK").executeUpdate();
        } else if (!connection.getAutoCommit()) {
            connection.rollback();
        } else if (!connection.isValid(5)) {
            throw new SQLException("the connection is lost");
        }
    }

    @Override
    public void close() {
        prepared.clear();
        handle.close();
    }
}
