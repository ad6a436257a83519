package io.deskwire.jdbc;

import io.deskwire.work.StoreUnavailableException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What waits for the writer: bounded by number and by bytes, so that a slow disk is felt at the door. */
final class WriteQueue {

    /** How long a group waits for those who took part in the last one and are about to come back. */
    private static final long PATIENCE_NANOS = 500_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Write<?>> waiting = new ArrayDeque<>();
    private final int capacity;
    private final long maxBytes;
    private long bytes;
    private boolean closed;
    /** From how many on the writer wants to be woken. */
    private int wanted = 1;

    private int lastGroup;

    WriteQueue(int capacity, long maxBytes) {
        this.capacity = capacity;
        this.maxBytes = maxBytes;
    }

    /**
     * @param bounded false for a caller whose own thread waits for the end: there are never more of them than threads
     * @throws StoreUnavailableException when it is full or closed
     */
    void add(Write<?> write, boolean bounded) {
        lock.lock();
        try {
            if (closed) {
                throw new StoreUnavailableException("the database is closed", null);
            }
            boolean tooMany = waiting.size() >= capacity;
            // A single write above the limit is taken by an empty queue; it could never be written otherwise.
            boolean tooLarge = bytes > 0 && bytes + write.bytes() > maxBytes;
            if (bounded && (tooMany || tooLarge)) {
                throw new StoreUnavailableException("the database is busy: too much waits to be written", null);
            }
            waiting.add(write);
            bytes += write.bytes();
            if (waiting.size() >= wanted) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The next group, waiting for one; empty when the queue is closed and drained. */
    List<Write<?>> take(int maxRows, long maxGroupBytes) throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty()) {
                if (closed) {
                    return List.of();
                }
                changed.await();
            }
            awaitTheOthers();
            List<Write<?>> group = new ArrayList<>();
            long rows = 0;
            long size = 0;
            while (!waiting.isEmpty()) {
                Write<?> next = waiting.peek();
                rows += next.rows();
                size += next.bytes();
                if (!group.isEmpty() && (rows > maxRows || size > maxGroupBytes)) {
                    break;
                }
                group.add(waiting.remove());
                bytes -= next.bytes();
            }
            lastGroup = group.size();
            return group;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whoever was just told that his write is durable comes back with the next one in a moment. Without this the first to
     * come back gets a commit for himself and all the others wait for it. A single caller waits for nobody.
     */
    private void awaitTheOthers() throws InterruptedException {
        wanted = lastGroup * 3 / 4;
        long left = PATIENCE_NANOS;
        while (waiting.size() < wanted && left > 0 && !closed) {
            left = changed.awaitNanos(left);
        }
        wanted = 1;
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
