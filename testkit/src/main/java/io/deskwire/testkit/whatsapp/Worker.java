package io.deskwire.testkit.whatsapp;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One daemon thread that does, in order, what happens after a request has been answered. */
final class Worker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Runnable> queue = new ArrayDeque<>();
    private int expected;
    private boolean busy;
    private boolean closed;

    Worker() {
        Thread thread = new Thread(this::work, "whatsapp-simulator-worker");
        thread.setDaemon(true);
        thread.start();
    }

    /** Announces a job that {@link #expectedNow} will bring, so that {@link #awaitIdle} waits for it already. */
    void expect() {
        lock.lock();
        try {
            expected++;
        } finally {
            lock.unlock();
        }
    }

    void expectedNow(Runnable job) {
        lock.lock();
        try {
            expected--;
            if (!closed) {
                queue.add(job);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing is left to do; false when the deadline passed first. */
    boolean awaitIdle(Duration deadline) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.NANOSECONDS.convert(deadline);
            while (expected > 0 || busy || !queue.isEmpty()) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            queue.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        for (Runnable job = next(); job != null; job = next()) {
            try {
                job.run();
            } catch (RuntimeException e) {
                LOG.error("a job of the simulator failed", e);
            }
        }
    }

    private @Nullable Runnable next() {
        lock.lock();
        try {
            busy = false;
            changed.signalAll();
            while (queue.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            Runnable job = queue.poll();
            busy = job != null;
            return job;
        } finally {
            lock.unlock();
        }
    }
}
