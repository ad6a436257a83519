package io.deskwire.adapter.imap;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Cuts a connection whose present step takes too long as a whole.
 *
 * <p>Blocking sockets have no write timeout, and a read timeout starts anew with every byte, so that a server that drips
 * one byte a minute would hold a worker for ever. One daemon thread for the whole process does nothing but close such
 * sockets, never blocks, and ends by itself when nothing is being waited for.
 */
final class Deadline implements AutoCloseable {

    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private final Future<?> task;

    private Deadline(Future<?> task) {
        this.task = task;
    }

    /** Aborts the socket unless this is closed in time. */
    static Deadline of(MailSocket socket, Duration limit, String step) {
        return new Deadline(TIMER.schedule(
                () -> socket.abort(step + " took longer than " + limit.toSeconds() + " s"),
                limit.toMillis(),
                TimeUnit.MILLISECONDS));
    }

    @Override
    public void close() {
        task.cancel(false);
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "deskwire-mail-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(30, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        return timer;
    }
}
