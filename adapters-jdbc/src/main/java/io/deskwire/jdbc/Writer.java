package io.deskwire.jdbc;

import io.deskwire.work.StoreUnavailableException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group commit: one thread takes whatever waits, writes it in one transaction, commits once, and then tells all callers.
 * Under load a commit, which costs one sync of the disk, is shared by hundreds of writes; a single caller waits no longer
 * than with a transaction of its own. Nobody is told anything before the commit that holds his write.
 *
 * <p>When a group fails, its writes run again one by one, so that a bad one harms only itself.
 */
final class Writer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final int GROUP_ROWS = 1024;
    private static final long GROUP_BYTES = 8L << 20;
    /** How often a transaction that the database ended in favour of another node's is begun again. */
    private static final int GIVEN_WAY = 5;

    private final WriteQueue queue;
    private final Opener opener;
    private final Thread thread;
    /** Callers' continuations run here, so that a slow one does not hold up the disk. */
    private final ExecutorService told;

    private @Nullable WriterConnection connection;

    Writer(WriteQueue queue, Opener opener) {
        this.queue = queue;
        this.opener = opener;
        this.thread = new Thread(this::run, "deskwire-writer");
        this.thread.setDaemon(true);
        this.told = Executors.newSingleThreadExecutor(runnable -> {
            Thread teller = new Thread(runnable, "deskwire-written");
            teller.setDaemon(true);
            return teller;
        });
    }

    void start() {
        thread.start();
    }

    /** Hands over a write whose end nobody's thread waits for; refused at once when too much waits already. */
    <W extends Write<?>> W submit(W write) {
        queue.add(write, true);
        return write;
    }

    /** Writes and waits until it is durable. */
    <T> T call(Write<T> write) {
        queue.add(write, false);
        return durable(write);
    }

    /** Writes many that have nothing to do with each other, in as few transactions as may be, and waits for all. */
    <T> List<T> callAll(List<? extends Write<T>> writes) {
        writes.forEach(write -> queue.add(write, false));
        List<T> answers = new ArrayList<>();
        writes.forEach(write -> answers.add(durable(write)));
        return answers;
    }

    private static <T> T durable(Write<T> write) {
        try {
            return write.done().join();
        } catch (CompletionException e) {
            // Thrown anew, so that its stack trace shows the caller as well as the writer.
            if (e.getCause() instanceof RuntimeException cause) {
                cause.addSuppressed(new CallerTrace());
                throw cause;
            }
            throw e;
        }
    }

    private void run() {
        try {
            List<Write<?>> group = queue.take(GROUP_ROWS, GROUP_BYTES);
            while (!group.isEmpty()) {
                write(group);
                group = queue.take(GROUP_ROWS, GROUP_BYTES);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            disconnect();
        }
    }

    private void write(List<Write<?>> group) {
        RuntimeException failure = attempt(group);
        if (failure == null) {
            tell(group);
        } else if (group.size() == 1 || failure instanceof StoreUnavailableException) {
            fail(group, failure);
        } else {
            LOG.debug("a group of {} writes failed, writing them one by one", group.size());
            List<Write<?>> written = new ArrayList<>();
            for (Write<?> write : group) {
                RuntimeException own = attempt(List.of(write));
                if (own == null) {
                    written.add(write);
                } else {
                    fail(List.of(write), own);
                }
            }
            tell(written);
        }
    }

    /** Answers why it failed, or null. */
    private @Nullable RuntimeException attempt(List<Write<?>> group) {
        RuntimeException failure = transaction(group);
        for (int again = 0; failure != null && again < GIVEN_WAY && Failures.gaveWay(failure); again++) {
            failure = transaction(group);
        }
        return failure;
    }

    private @Nullable RuntimeException transaction(List<Write<?>> group) {
        try {
            WriterConnection open = connect();
            open.begin(group.stream().allMatch(Write::isOneStatement));
            group.forEach(Write::restart);
            new Group(group).run(open);
            open.commit();
            return null;
        } catch (SQLException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
            rollback();
            return Failures.of(e);
        }
    }

    private void rollback() {
        WriterConnection open = connection;
        if (open == null) {
            return;
        }
        try {
            open.rollback();
        } catch (SQLException e) {
            // A connection that cannot roll back is of no more use; the next group opens another.
            LOG.debug("rollback failed", e);
            disconnect();
        }
    }

    private WriterConnection connect() throws SQLException {
        WriterConnection open = connection;
        if (open == null) {
            open = opener.open();
            connection = open;
        }
        return open;
    }

    private void disconnect() {
        WriterConnection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (RuntimeException e) {
                LOG.debug("the writer's connection did not close", e);
            }
        }
    }

    private void tell(List<Write<?>> written) {
        if (!written.isEmpty()) {
            told.execute(() -> written.forEach(Write::complete));
        }
    }

    private void fail(List<Write<?>> failed, RuntimeException why) {
        told.execute(() -> failed.forEach(write -> write.fail(why)));
    }

    /** Writes what waits and ends. */
    @Override
    public void close() {
        queue.close();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        told.shutdown();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Opens the writer's connection. */
    @FunctionalInterface
    interface Opener {
        WriterConnection open() throws SQLException;
    }

    /** Marks where a failed write was asked for. */
    private static final class CallerTrace extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CallerTrace() {
            super("asked for here");
        }
    }
}
