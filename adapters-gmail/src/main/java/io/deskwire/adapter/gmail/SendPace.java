package io.deskwire.adapter.gmail;

import java.time.Duration;
import java.time.Instant;

/**
 * When the next mail may leave, so that sending stays within Gmail's quota and leaves room for reading: a send costs 100 of the
 * 6,000 units that a mailbox has a minute, and about 30 more for the looks around it. Ten may leave at once; then one every
 * three seconds.
 */
final class SendPace {

    private static final Duration APART = Duration.ofSeconds(3);
    private static final int AT_ONCE = 10;

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
