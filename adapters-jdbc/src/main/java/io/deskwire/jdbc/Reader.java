package io.deskwire.jdbc;

import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Reads on pooled connections, beside the writer. */
final class Reader {

    private final Jdbi jdbi;
    private final Dialect dialect;

    Reader(Jdbi jdbi, Dialect dialect) {
        this.jdbi = jdbi;
        this.dialect = dialect;
    }

    Dialect dialect() {
        return dialect;
    }

    /** @throws io.deskwire.work.StoreUnavailableException when the database cannot answer */
    <T> T read(Query<T> query) {
        try (Handle handle = jdbi.open()) {
            return query.run(handle);
        } catch (SQLException | RuntimeException e) {
            throw Failures.of(e);
        }
    }

    /** One short transaction of its own; not for SQLite, where only the writer writes. */
    <T> T transaction(Query<T> query) {
        try {
            return jdbi.inTransaction(query::run);
        } catch (SQLException | RuntimeException e) {
            throw Failures.of(e);
        }
    }

    /** What is asked. */
    @FunctionalInterface
    interface Query<T> {
        T run(Handle handle) throws SQLException;
    }
}
