package io.deskwire.adapter.gmail;

import java.time.Duration;
import java.time.Instant;

/**
 * When the next mail may leave, so that sending leaves room for reading: a send costs 100 of the 6,000 units that a mailbox has
 * a minute, and about 50 more for the looks around it. Twenty may leave at once; then one every two seconds.
 */
final class SendPace {

    private static final Duration APART = Duration.ofSeconds(2);
    private static final int AT_ONCE = 20;

    private Instant full = Instant.EPOCH;

    /** The earliest time for one more; counts it when that is now. */
    synchronized Instant next(Instant now) {
        Instant base = full.isAfter(now) ? full : now;
        Instant free = base.minus(APART.multipliedBy(AT_ONCE - 1L));
        if (free.isAfter(now)) {
            return free;
        }
        full = base.plus(APART);
        return now;
    }
}
