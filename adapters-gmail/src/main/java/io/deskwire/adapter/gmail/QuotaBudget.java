package io.deskwire.adapter.gmail;

import io.deskwire.failure.ChannelException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

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

    private final InstantSource clock;
    private final double most;
    private final double perSecond;
    private final double forSending;
    private double units;
    private Instant counted;

    /**
     * @param perMinute what the mailbox may use a minute
     */
    QuotaBudget(int perMinute, InstantSource clock) {
        this.clock = clock;
        // What is saved up and what comes back within a minute stay below the limit together.
        this.most = perMinute * 0.25;
        this.perSecond = perMinute * 0.7 / 60;
        this.forSending = perMinute * 0.05;
        this.units = most;
        this.counted = clock.instant();
    }

    /**
     * Takes units for reading.
     *
     * @throws ChannelException {@code THROTTLED} with the time until enough have come back
     */
    synchronized void take(int wanted) throws ChannelException {
        refill();
        double missing = wanted + forSending - units;
        if (missing > 0) {
            // Enough for a while, not just for one more call.
            long seconds = Math.max(1, (long) Math.ceil(Math.min(missing + most / 2, most) / perSecond));
            throw ChannelException.throttled(
                    "the mailbox has used up its share of Gmail's quota for now", Duration.ofSeconds(seconds));
        }
        units -= wanted;
    }

    /** Counts units that are used whatever is left. */
    synchronized void spend(int used) {
        refill();
        units = Math.max(-most, units - used);
    }

    private void refill() {
        Instant now = clock.instant();
        if (now.isAfter(counted)) {
            double seconds = Duration.between(counted, now).toMillis() / 1000.0;
            units = Math.min(most, units + seconds * perSecond);
        }
        counted = now;
    }
}
