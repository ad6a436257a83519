package io.deskwire.adapter.gmail;

import java.time.Duration;
import java.time.Instant;

/**
 * When the next mail may leave, so that sending stays within Gmail's quota and leaves room for reading: a send costs 100 units
 * and about 30 more for the looks around it. Of the usual 6,000 a minute, ten may leave at once, then one every three seconds.
 */
final class SendPace {

    private final Duration apart;
    private final int atOnce;
    private Instant full = Instant.EPOCH;

    /**
     * @param unitsPerMinute what the mailbox may use a minute
     */
    SendPace(int unitsPerMinute) {
        this.apart = Duration.ofMillis(18_000_000L / unitsPerMinute);
        this.atOnce = Math.max(1, unitsPerMinute / 600);
    }

    /** The earliest time for one more; counts it when that is now. */
    synchronized Instant next(Instant now) {
        Instant base = full.isAfter(now) ? full : now;
        Instant free = base.minus(apart.multipliedBy(atOnce - 1L));
        if (free.isAfter(now)) {
            return free;
        }
        full = base.plus(apart);
        return now;
    }
}
