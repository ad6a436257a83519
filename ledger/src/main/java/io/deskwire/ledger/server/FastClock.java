package io.deskwire.ledger.server;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that several processes share and that runs faster than the world's: leases, retries and credentials of hours end
 * within minutes. It starts at the world's time and moves away from it.
 */
public final class FastClock extends Clock {

    private final long startMillis;
    private final int rate;
    private final ZoneId zone;
    private final AtomicLong ahead = new AtomicLong();

    /**
     * @param startMillis when both clocks showed the same time
     * @param rate seconds that pass here while one passes in the world
     */
    public FastClock(long startMillis, int rate) {
        this(startMillis, rate, ZoneOffset.UTC);
    }

    private FastClock(long startMillis, int rate, ZoneId zone) {
        this.startMillis = startMillis;
        this.rate = rate;
        this.zone = zone;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public long millis() {
        return startMillis + (System.currentTimeMillis() - startMillis) * rate + ahead.get();
    }

    /** Goes forward by so much at once. */
    public void jump(long millis) {
        ahead.addAndGet(millis);
    }

    /** By how much it went forward beside its rate, in milliseconds. */
    public long ahead() {
        return ahead.get();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        FastClock same = new FastClock(startMillis, rate, other);
        same.jump(ahead.get());
        return same;
    }
}
