package io.deskwire.testkit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A lock whose holders announce changes, and conditions that are waited for with a deadline. */
final class Awaited {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Runs under the lock and tells everybody who waits. */
    <T> T change(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            changed.signalAll();
            lock.unlock();
        }
    }

    /** Runs under the lock. */
    <T> T read(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /** Waits without a deadline. */
    void until(BooleanSupplier condition) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!condition.getAsBoolean()) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits with a deadline.
     *
     * @param soFar what to say when it was missed
     * @throws AssertionError when it was missed
     */
    void until(BooleanSupplier condition, Duration deadline, Supplier<String> soFar) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.NANOSECONDS.convert(deadline);
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    throw new AssertionError("after " + deadline + ": " + soFar.get());
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
