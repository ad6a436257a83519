package io.deskwire.testkit.graph;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Holds requests until they are let go. Thread-safe. */
final class Gate {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable Pattern held;
    private int waiting;

    void hold(String pathPattern) {
        lock.lock();
        try {
            held = Pattern.compile(pathPattern);
        } finally {
            lock.unlock();
        }
    }

    void open() {
        lock.lock();
        try {
            held = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    void pass(GraphRequest request) {
        lock.lock();
        try {
            waiting++;
            while (held != null && held.matcher(request.toString()).find()) {
                changed.awaitUninterruptibly();
            }
        } finally {
            waiting--;
            lock.unlock();
        }
    }
}
