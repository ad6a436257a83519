package io.deskwire.ledger;

import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;

/**
 * Hands one source's letters over, one after the other, as many as were released. What was not taken is repeated before the
 * next one follows, so that order at the source is known.
 */
final class Feeder implements Runnable {

    private static final int PATIENCE_MILLIS = 400;

    private final Source source;
    private final List<Letter> letters;
    private final TcpProxy front;
    private final Random random;
    private final Semaphore released = new Semaphore(0);
    private volatile int handed;
    private volatile int repeated;
    private volatile boolean quiet;

    Feeder(Source source, List<Letter> letters, TcpProxy front, long seed) {
        this.source = source;
        this.letters = letters;
        this.front = front;
        this.random = new Random(seed);
    }

    Source source() {
        return source;
    }

    List<Letter> letters() {
        return letters;
    }

    void release(int count) {
        released.release(count);
    }

    int handed() {
        return handed;
    }

    /** How often something was handed over again that had been handed over before. */
    int repeated() {
        return repeated;
    }

    /** Nothing that stands in providers' retry limits happens while nothing can be stored. */
    void quiet(boolean on) {
        quiet = on;
    }

    boolean isDone() {
        return handed == letters.size();
    }

    @Override
    public String toString() {
        return source.channel() + " " + handed + " of " + letters.size() + (quiet ? ", quiet" : "");
    }

    @Override
    public void run() {
        try {
            for (Letter letter : letters) {
                released.acquire();
                boolean taken = source.hand(letter, random);
                for (int tries = 1; !taken; tries++) {
                    Pause.millis(PATIENCE_MILLIS * Math.min(tries, 6));
                    // Providers give up after so many tries; they try over hours, which the driver has not got.
                    if (front.isServed() && !quiet) {
                        taken = source.again();
                    }
                }
                handed++;
                if (random.nextInt(6) == 0) {
                    source.repeat(random);
                    repeated++;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
