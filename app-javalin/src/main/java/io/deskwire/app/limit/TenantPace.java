package io.deskwire.app.limit;

import io.deskwire.delivery.SendPace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * So many messages a minute for each tenant. Those beyond are told to come again one after the other, each at its own time, so
 * that a long queue does not ask all at once. Thread-safe.
 */
public final class TenantPace implements SendPace {

    private static final int MOST_TENANTS = 50_000;
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final TokenBuckets buckets;
    private final Map<String, Integer> waiting = new HashMap<>();

    public TenantPace(Rate rate, Clock clock) {
        this.buckets = new TokenBuckets(rate, MOST_TENANTS, clock);
    }

    @Override
    public Instant mayLeaveAt(String tenantId, Instant now) {
        TokenBuckets.Taken taken = buckets.take(tenantId);
        synchronized (waiting) {
            if (taken.taken()) {
                waiting.computeIfPresent(tenantId, (tenant, count) -> count > 1 ? count - 1 : null);
                return now;
            }
            int before = waiting.merge(tenantId, 1, Integer::sum) - 1;
            Duration wait =
                    taken.pause().plusMillis(before * 60_000L / buckets.rate().perMinute());
            return now.plus(wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
        }
    }
}
