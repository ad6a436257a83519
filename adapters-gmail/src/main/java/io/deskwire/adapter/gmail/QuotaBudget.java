package io.deskwire.adapter.gmail;

import io.deskwire.failure.ChannelException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Counts the quota units that one mailbox uses, so that Google hardly ever has to refuse: since May 2026 a user has 6,000 a
 * minute in one project. A part of them is left to sending, which never waits here.
 */
final class QuotaBudget {

    static final int PROFILE = 1;
    static final int LABELS = 1;
    static final int HISTORY_LIST = 2;
    static final int LIST = 5;
    static final int MODIFY = 5;
    static final int GET = 20;
    static final int TRASH = 20;
    static final int BATCH_MODIFY = 50;
    static final int STOP = 50;
    static final int WATCH = 100;
    static final int SEND = 100;

    /** What Google allows a user of a project that began after April 2026; older ones have 15,000. */
    static final int PER_MINUTE = 6_000;

    private static final Duration WINDOW = Duration.ofSeconds(61);

    private final InstantSource clock;
    private final int most;
    private final int forSending;

    /** What was used in the last minute, oldest first. */
    private final Deque<Used> window = new ArrayDeque<>();

    private int used;

    private record Used(Instant at, int units) {}

    /**
     * @param perMinute what the mailbox may use a minute
     */
    QuotaBudget(int perMinute, InstantSource clock) {
        this.clock = clock;
        // What one call costs is known well enough, but not better.
        this.most = perMinute - perMinute / 20;
        this.forSending = perMinute / 20;
    }

    /**
     * Takes units for reading.
     *
     * @throws ChannelException {@code THROTTLED} with the time until enough have come back
     */
    synchronized void take(int wanted) throws ChannelException {
        Instant now = clock.instant();
        forget(now);
        int over = used + wanted + forSending - most;
        if (over > 0) {
            throw ChannelException.throttled(
                    "the mailbox has used up its share of Gmail's quota for now", untilFree(over + most / 4, now));
        }
        add(now, wanted);
    }

    /** Counts units that are used whatever is left. */
    synchronized void spend(int units) {
        Instant now = clock.instant();
        forget(now);
        add(now, units);
    }

    private void add(Instant now, int units) {
        window.add(new Used(now, units));
        used += units;
    }

    private void forget(Instant now) {
        // A clock that was set back must not keep units for ever.
        while (!window.isEmpty()
                && (!window.getFirst().at().plus(WINDOW).isAfter(now)
                        || window.getFirst().at().isAfter(now.plus(WINDOW)))) {
            used -= window.remove().units();
        }
    }

    /** Enough for a while, not just for one more call. */
    private Duration untilFree(int wanted, Instant now) {
        int freed = 0;
        for (Used one : window) {
            freed += one.units();
            if (freed >= wanted) {
                Duration wait = Duration.between(now, one.at().plus(WINDOW));
                return wait.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : wait;
            }
        }
        return WINDOW;
    }
}
