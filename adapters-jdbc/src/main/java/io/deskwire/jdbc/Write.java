package io.deskwire.jdbc;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Something to be written by the {@link Writer}, together with others in one transaction. May be run again after its group
 * failed, from {@link #restart}.
 *
 * @param <T> what the caller gets once it is durable
 */
abstract class Write<T> {

    private final CompletableFuture<T> done = new CompletableFuture<>();
    private @Nullable T result;
    private @Nullable RuntimeException refusal;

    final CompletableFuture<T> done() {
        return done;
    }

    /** Lanes that are locked before anything else happens and looked at again when everything has happened. */
    Collection<LaneKey> lanes() {
        return List.of();
    }

    /**
     * Lanes that only get something new at their end. Where several nodes write, their rows are locked with the others'
     * before anything else: in the order of the writes, two nodes would wait for each other in a ring.
     */
    Collection<LaneKey> addsTo() {
        return List.of();
    }

    /** The present, for the lanes. */
    abstract Instant now();

    /** Rows it writes, about. */
    int rows() {
        return 1;
    }

    /** Bytes it holds in memory. */
    long bytes() {
        return 0;
    }

    /** Whether it is one row of a {@link BulkSql} and nothing else; a group of such is a single statement. */
    boolean isOneStatement() {
        return false;
    }

    /** Forgets what a failed transaction did. */
    void restart() {
        result = null;
        refusal = null;
    }

    final void succeed(T value) {
        result = value;
    }

    /** Ends it without a change of its own; the rest of the group goes on. Only before it changed anything. */
    final void refuse(RuntimeException why) {
        refusal = why;
    }

    /** Tells the caller, after the commit. */
    @SuppressWarnings("NullAway") // a result may be null where T says so
    final void complete() {
        if (refusal != null) {
            done.completeExceptionally(refusal);
        } else {
            done.complete(result);
        }
    }

    final void fail(RuntimeException why) {
        done.completeExceptionally(why);
    }

    /** A write that goes forward in rounds, together with all others of its kind. */
    abstract static class InRounds<T> extends Write<T> {
        /**
         * Adds the next statements.
         *
         * @return whether it wants to see their counts and go on
         */
        abstract boolean advance(Round round);
    }

    /** A write that reads before it writes and therefore runs by itself. */
    abstract static class Alone<T> extends Write<T> {
        /**
         * Names the row that others' writes lock as well, if there is one: the writes of a group run in the order of these,
         * so that no two nodes wait for each other in a ring.
         */
        String contended() {
            return "";
        }

        /** @param lanes add those here that could not be told before */
        abstract T run(Handle handle, Collection<LaneKey> lanes) throws SQLException;
    }
}
