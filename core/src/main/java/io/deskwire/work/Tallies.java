package io.deskwire.work;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/**
 * Port: how often things happened lately, kept over restarts and shared by all nodes. Counted in slots of {@link #SLOT}, so
 * that one who writes every second costs no more than one who writes every ten minutes; slots older than two days may be
 * forgotten.
 */
public interface Tallies {

    /** How exactly the time of something counted is kept. */
    Duration SLOT = Duration.ofMinutes(10);

    /**
     * How often each of these was counted from the slot of a time on.
     *
     * @param names what is asked for
     * @param from at most two days ago
     * @return without those that were never counted since
     */
    Map<String, Long> since(String tenantId, Collection<String> names, Instant from);

    /** Counts each of these once. */
    void add(String tenantId, Collection<String> names, Instant at);

    /** The number of the slot in which a time lies. */
    static long slot(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), SLOT.toSeconds());
    }
}
