package io.deskwire.benchmarks;

import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When the messages of one series were to be sent, were taken, and stood in a ticket: {@link System#nanoTime}, by number. A
 * message is known again by its id.
 */
final class Marks {

    private static final Pattern ID = Pattern.compile("bm([0-9a-z]+)n([0-9]+)x");
    private static final AtomicInteger SERIES = new AtomicInteger();
    private static final String RUN = Long.toString(System.currentTimeMillis(), 36);

    private final String series = RUN + "s" + SERIES.incrementAndGet();
    private final AtomicLongArray planned;
    private final AtomicLongArray taken;
    private final AtomicLongArray ticketed;
    private final AtomicInteger tickets = new AtomicInteger();
    private final @Nullable Semaphore underWay;

    /**
     * @param most messages at most
     * @param window how many may be under way, 0 for any number
     */
    Marks(int most, int window) {
        planned = new AtomicLongArray(most);
        taken = new AtomicLongArray(most);
        ticketed = new AtomicLongArray(most);
        underWay = window == 0 ? null : new Semaphore(window);
    }

    int most() {
        return planned.length();
    }

    /** The id of a message, to stand somewhere in its Message-ID. */
    String id(int number) {
        return "bm" + series + "n" + number + "x";
    }

    /** Waits until another message may be under way. */
    void await() throws InterruptedException {
        if (underWay != null) {
            underWay.acquire();
        }
    }

    void planned(int number, long nanos) {
        planned.set(number, nanos);
    }

    void taken(int number, long nanos) {
        taken.set(number, nanos);
    }

    /** A message with this id stands in a ticket. */
    void ticketed(String id, long nanos) {
        Matcher matcher = ID.matcher(id);
        if (!matcher.find() || !matcher.group(1).equals(series)) {
            return;
        }
        if (!ticketed.compareAndSet(Integer.parseInt(matcher.group(2)), 0, nanos)) {
            throw new IllegalStateException("a message is in two tickets: " + id);
        }
        tickets.incrementAndGet();
        if (underWay != null) {
            underWay.release();
        }
    }

    int tickets() {
        return tickets.get();
    }

    /** Tickets within a time. */
    int ticketsWithin(long from, long to) {
        int count = 0;
        for (int i = 0; i < ticketed.length(); i++) {
            long at = ticketed.get(i);
            count += at != 0 && at - from >= 0 && to - at > 0 ? 1 : 0;
        }
        return count;
    }

    /** From the planned time of sending to the ticket. */
    Latencies sincePlanned() {
        return latencies(planned);
    }

    /** From when the message was taken (2xx, or OK) to the ticket. */
    Latencies sinceTaken() {
        return latencies(taken);
    }

    private Latencies latencies(AtomicLongArray from) {
        long[] nanos = new long[from.length()];
        int count = 0;
        for (int i = 0; i < from.length(); i++) {
            if (from.get(i) != 0 && ticketed.get(i) != 0) {
                nanos[count++] = Math.max(0, ticketed.get(i) - from.get(i));
            }
        }
        return new Latencies(Arrays.copyOf(nanos, count));
    }
}
