package io.deskwire.ledger.server;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The one step at which this process comes to an end, or to a stand, and at which passage of it. What a process does there
 * is what {@code kill -9} and {@code kill -STOP} do: no hook runs, nothing is flushed.
 */
public final class FaultPoint {

    /** Exit status of a process that came to its step. */
    public static final int STATUS = 86;

    /** System property: {@code STEP:PASSAGE:ACTION}, such as {@code outbox.settle.before:2:halt}. */
    public static final String PROPERTY = "deskwire.ledger.fault";

    /** What is printed by a process that stops at its step. */
    public static final String FROZEN = "frozen at ";

    private enum Action {
        HALT,
        FREEZE
    }

    private final String step;
    private final Action action;
    private final AtomicInteger left;

    private FaultPoint(String step, int passage, Action action) {
        this.step = step;
        this.action = action;
        this.left = new AtomicInteger(passage);
    }

    /** The point that a system property names; one that is never reached where there is none. */
    public static FaultPoint ofProperty(String value) {
        if (value.isEmpty()) {
            return new FaultPoint("", 0, Action.HALT);
        }
        String[] parts = value.split(":", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("expected STEP:PASSAGE:ACTION, got " + value);
        }
        return new FaultPoint(parts[0], Integer.parseInt(parts[1]), Action.valueOf(parts[2].toUpperCase(Locale.ROOT)));
    }

    /** The process passes a step. Returns unless it is the one. */
    void pass(String passed) {
        if (!passed.equals(step) || left.decrementAndGet() != 0) {
            return;
        }
        if (action == Action.HALT) {
            Runtime.getRuntime().halt(STATUS);
        }
        System.out.println(FROZEN + step);
        System.out.flush();
        try {
            new ProcessBuilder(
                            "kill",
                            "-STOP",
                            String.valueOf(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new IllegalStateException("this process cannot be stopped", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
