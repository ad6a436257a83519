package io.deskwire.testkit.whatsapp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is to go wrong next, and those who wait for it to end. Thread-safe. */
final class Disturbances {

    private static final class Planned {
        private final Misbehaviour what;
        private final String method;
        private final Pattern path;
        private int left;

        Planned(Misbehaviour what, String method, Pattern path, int left) {
            this.what = what;
            this.method = method;
            this.path = path;
            this.left = left;
        }
    }

    private final List<Planned> planned = new ArrayList<>();
    private long releases;
    private int waiting;
    private boolean closed;

    synchronized void plan(Misbehaviour what, String method, String pathPattern, int times) {
        if (times < 1) {
            throw new IllegalArgumentException("times is at least 1");
        }
        planned.add(new Planned(what, method, Pattern.compile(pathPattern), times));
    }

    /** The first plan that fits, one turn of it used up. */
    synchronized Optional<Misbehaviour> next(String method, String path) {
        for (Planned plan : planned) {
            if ((plan.method.isEmpty() || plan.method.equals(method))
                    && plan.path.matcher(path).find()) {
                if (--plan.left == 0) {
                    planned.remove(plan);
                }
                return Optional.of(plan.what);
            }
        }
        return Optional.empty();
    }

    synchronized void clear() {
        planned.clear();
        release();
    }

    synchronized void release() {
        releases++;
        notifyAll();
    }

    synchronized void close() {
        closed = true;
        release();
    }

    /** How many requests are held at present. */
    synchronized int waiting() {
        return waiting;
    }

    /** Waits; false when the simulator was closed meanwhile. */
    synchronized boolean awaitRelease() {
        long before = releases;
        waiting++;
        try {
            while (releases == before && !closed) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting--;
        }
        return !closed;
    }
}
