package io.deskwire.jdbc;

import io.deskwire.work.StoreUnavailableException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What a failure of the database means to a caller. */
final class Failures {

    private Failures() {}

    /**
     * {@link StoreUnavailableException} when the database cannot work now, the failure itself when it is one of ours, and
     * {@link IllegalStateException} when the database refused this one piece of data.
     */
    static RuntimeException of(Throwable failure) {
        SQLException sql = sqlException(failure);
        if (sql != null) {
            return isRefusal(sql)
                    ? new IllegalStateException("the database refused what was to be stored", failure)
                    : new StoreUnavailableException("the database is not available", failure);
        }
        return failure instanceof RuntimeException ours
                ? ours
                : new StoreUnavailableException("the database is not available", failure);
    }

    static @Nullable SQLException sqlException(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }

    /** Whether the data is to blame and not the database. */
    private static boolean isRefusal(SQLException failure) {
        if (failure instanceof SQLiteException sqlite) {
            return switch (primary(sqlite.getResultCode())) {
                case SQLITE_CONSTRAINT, SQLITE_TOOBIG, SQLITE_MISMATCH, SQLITE_RANGE, SQLITE_ERROR, SQLITE_MISUSE ->
                    true;
                default -> false;
            };
        }
        if (failure instanceof SQLTransientException || failure instanceof SQLNonTransientConnectionException) {
            return false;
        }
        String state = failure.getSQLState();
        // 22 data, 23 constraint, 42 syntax or access, 54 program limit.
        return state != null
                && (state.startsWith("22")
                        || state.startsWith("23")
                        || state.startsWith("42")
                        || state.startsWith("54"));
    }

    /** Whether the database rolled this back so that another transaction could go on (a deadlock between nodes). */
    static boolean gaveWay(Throwable failure) {
        SQLException sql = sqlException(failure);
        return sql != null && sql.getSQLState() != null && sql.getSQLState().startsWith("40");
    }

    private static SQLiteErrorCode primary(SQLiteErrorCode code) {
        return SQLiteErrorCode.getErrorCode(code.code & 0xff);
    }
}
