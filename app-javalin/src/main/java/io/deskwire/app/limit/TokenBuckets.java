package io.deskwire.app.limit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A bucket of tokens for each key: every use takes one, and they come back at an even rate. In memory, of this process alone;
 * of more keys than fit, those used longest ago begin anew. Thread-safe.
 */
public final class TokenBuckets {

    private final Rate rate;
    private final int mostKeys;
    private final Clock clock;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

    /** @param mostKeys buckets kept, about 200 bytes each */
    public TokenBuckets(Rate rate, int mostKeys, Clock clock) {
        this.rate = rate;
        this.mostKeys = mostKeys;
        this.clock = clock;
    }

    private static final class Bucket {
        private double tokens;
        private Instant at;

        Bucket(double tokens, Instant at) {
            this.tokens = tokens;
            this.at = at;
        }
    }

    /**
     * What taking a token came to.
     *
     * @param taken whether there was one
     * @param left how many more there are
     * @param pause how long until there is one again; zero while there is one
     */
    public record Taken(boolean taken, int left, Duration pause) {

        /** For {@code Retry-After}, which knows whole seconds; at least 1. */
        public int waitSeconds() {
            return (int) Math.max(1, pause.plusMillis(999).toSeconds());
        }
    }

    public Rate rate() {
        return rate;
    }

    /** Takes a token of this key's, if there is one. */
    public Taken take(String key) {
        return use(key, 1);
    }

    /** Looks whether there is one and leaves it there. */
    public Taken look(String key) {
        return use(key, 0);
    }

    private synchronized Taken use(String key, int taken) {
        if (rate.isUnlimited()) {
            return new Taken(true, Integer.MAX_VALUE, Duration.ZERO);
        }
        Instant now = clock.instant();
        Bucket bucket = buckets.get(key);
        if (bucket == null) {
            bucket = new Bucket(rate.burst(), now);
            if (taken > 0) {
                buckets.put(key, bucket);
                forgetOldest();
            }
        }
        // A clock that is set back takes nothing away.
        double seconds = Math.max(0, Duration.between(bucket.at, now).toMillis() / 1000.0);
        bucket.tokens = Math.min(rate.burst(), bucket.tokens + seconds * rate.perMinute() / 60.0);
        bucket.at = now;
        boolean any = bucket.tokens >= 1;
        if (any) {
            bucket.tokens -= taken;
        }
        double missing = Math.max(0, 1 - bucket.tokens);
        return new Taken(
                any, (int) bucket.tokens, Duration.ofMillis((long) Math.ceil(missing * 60_000 / rate.perMinute())));
    }

    private void forgetOldest() {
        if (buckets.size() > mostKeys) {
            buckets.remove(buckets.keySet().iterator().next());
        }
    }

    synchronized int size() {
        return buckets.size();
    }
}
