package io.deskwire.testkit.contract;

import io.deskwire.work.Claim;
import io.deskwire.work.Claimed;
import io.deskwire.work.WorkQueue;
import java.time.Instant;
import java.util.List;

/** What the clauses that all queues share need to know about one of them. Items and lanes go by names. */
abstract class QueueHarness<J> {

    /** A claimed item by its name. */
    record Taken(Claim claim, String item) {}

    /** The queue under test. */
    abstract WorkQueue<J> queue();

    /** Adds an item that is due at once. */
    abstract void add(String tenant, String lane, String item);

    /** The lane as claims name it. */
    abstract String laneId(String tenant, String lane);

    /** The name of a claimed item. */
    abstract String nameOf(J job);

    /** Settles an item for good. */
    abstract void finish(Claim claim, Instant now);

    /** Settles an item so that it is tried again at a time. */
    abstract void retry(Claim claim, Instant at, Instant now);

    final void add(String tenant, String lane, List<String> items) {
        items.forEach(item -> add(tenant, lane, item));
    }

    final List<Taken> claim(String tenant, String node, int maxLanes, int maxPerLane, Instant now, Instant leaseUntil) {
        List<Claimed<J>> claimed = queue().claim(tenant, node, maxLanes, maxPerLane, now, leaseUntil);
        return claimed.stream().map(c -> new Taken(c.claim(), nameOf(c.job()))).toList();
    }

    /** Claims all that can be had, for a minute. */
    final List<Taken> claim(String tenant, Instant now) {
        return claim(tenant, Given.NODE, 100, 100, now, now.plusSeconds(60));
    }

    static List<String> names(List<Taken> taken) {
        return taken.stream().map(Taken::item).toList();
    }
}
