package io.deskwire.testkit;

import io.deskwire.work.Claim;
import io.deskwire.work.Claimed;
import io.deskwire.work.LeaseLostException;
import io.deskwire.work.WorkQueue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Claims on entries, the same for all queues.
 *
 * @param <W> what the queue keeps with an entry
 * @param <J> what it hands out
 */
abstract class MemoryQueue<W, J> implements WorkQueue<J> {

    /** One unsettled item. */
    static final class Entry<W> {
        final TenantKey key;
        final String lane;
        final W work;
        /** Place in the lane: by time, then by order of adding. */
        private final Instant from;

        private long order;
        Instant due;
        int attempts;
        long fence;
        /** Set while a claim is outstanding, also when its lease has ended. */
        @Nullable Instant leaseUntil;
        /** Who claimed it last. */
        String node = "";
        /** A claim ended without a word. */
        boolean unheard;
        /** False once it need not keep the others of a strict lane waiting. */
        boolean holdsLane = true;

        Entry(TenantKey key, String lane, W work, Instant from, Instant due) {
            this.key = key;
            this.lane = lane;
            this.work = work;
            this.from = from;
            this.due = due;
        }

        boolean isLeased(Instant now) {
            return leaseUntil != null && leaseUntil.isAfter(now);
        }
    }

    final MemoryTables tables;
    private final boolean strict;
    private final Map<String, SortedSet<Entry<W>>> byTenant = new TreeMap<>();
    private final Map<TenantKey, Entry<W>> byKey = new HashMap<>();
    private long lastOrder;
    private long lastFence;

    MemoryQueue(MemoryTables tables, boolean strict) {
        this.tables = tables;
        this.strict = strict;
    }

    /** The job as it is handed out now. */
    abstract J job(Entry<W> entry);

    final void enqueue(Entry<W> entry) {
        if (entry.order == 0) {
            entry.order = ++lastOrder;
        }
        byKey.put(entry.key, entry);
        byTenant.computeIfAbsent(
                        entry.key.tenantId(),
                        t -> new TreeSet<>(
                                Comparator.comparing((Entry<W> e) -> e.from).thenComparingLong(e -> e.order)))
                .add(entry);
    }

    final void dequeue(Entry<W> entry) {
        entry.leaseUntil = null;
        if (byKey.remove(entry.key) != null) {
            of(entry.key.tenantId()).remove(entry);
        }
    }

    /** The entry a claim is the right to. */
    final Entry<W> held(Claim claim) {
        Entry<W> entry = heldOrNull(claim);
        if (entry == null) {
            throw new LeaseLostException(claim);
        }
        return entry;
    }

    final void postpone(Entry<W> entry, Instant due) {
        entry.leaseUntil = null;
        entry.due = due;
    }

    final @Nullable Entry<W> find(TenantKey key) {
        return byKey.get(key);
    }

    final Collection<Entry<W>> of(String tenantId) {
        Collection<Entry<W>> entries = byTenant.get(tenantId);
        return entries == null ? List.of() : entries;
    }

    private @Nullable Entry<W> heldOrNull(Claim claim) {
        Entry<W> entry = byKey.get(new TenantKey(claim.tenantId(), claim.id()));
        return entry == null || entry.leaseUntil == null || entry.fence != claim.fence() ? null : entry;
    }

    @Override
    public final List<String> tenantsDue(Instant now) {
        synchronized (tables) {
            return byTenant.keySet().stream()
                    .filter(tenant -> lanes(tenant).stream()
                            .anyMatch(lane -> !claimable(lane, 1, now).isEmpty()))
                    .toList();
        }
    }

    @Override
    public List<Claimed<J>> claim(
            String tenantId, String node, int maxLanes, int maxPerLane, Instant now, Instant leaseUntil) {
        synchronized (tables) {
            List<Claimed<J>> claimed = new ArrayList<>();
            int lanesTaken = 0;
            for (List<Entry<W>> lane : lanes(tenantId)) {
                if (lanesTaken == maxLanes) {
                    break;
                }
                List<Entry<W>> batch = claimable(lane, maxPerLane, now);
                if (!batch.isEmpty()) {
                    lanesTaken++;
                    lane.forEach(MemoryQueue::endClaim);
                    batch.forEach(entry -> claimed.add(claimed(entry, node, leaseUntil)));
                }
            }
            return claimed;
        }
    }

    private static void endClaim(Entry<?> entry) {
        entry.unheard |= entry.leaseUntil != null;
        entry.leaseUntil = null;
    }

    private Claimed<J> claimed(Entry<W> entry, String node, Instant leaseUntil) {
        entry.attempts++;
        entry.fence = ++lastFence;
        entry.leaseUntil = leaseUntil;
        entry.node = node;
        Claim claim =
                new Claim(entry.key.tenantId(), entry.key.id(), entry.lane, entry.attempts, entry.fence, leaseUntil);
        return new Claimed<>(claim, job(entry));
    }

    /** A tenant's entries by lane, each in order. */
    private Collection<List<Entry<W>>> lanes(String tenantId) {
        Map<String, List<Entry<W>>> lanes = new LinkedHashMap<>();
        of(tenantId)
                .forEach(e ->
                        lanes.computeIfAbsent(e.lane, l -> new ArrayList<>()).add(e));
        return lanes.values();
    }

    private List<Entry<W>> claimable(List<Entry<W>> lane, int max, Instant now) {
        List<Entry<W>> batch = new ArrayList<>();
        if (lane.stream().anyMatch(e -> e.isLeased(now))) {
            return batch;
        }
        for (Entry<W> entry : lane) {
            if (batch.size() == max) {
                break;
            }
            if (entry.due.isAfter(now)) {
                if (strict && entry.holdsLane) {
                    break;
                }
                continue;
            }
            boolean alone = entry.attempts > 0;
            if (alone && !batch.isEmpty()) {
                break;
            }
            batch.add(entry);
            if (alone) {
                break;
            }
        }
        return batch;
    }

    @Override
    public final boolean extend(Claim claim, Instant leaseUntil) {
        synchronized (tables) {
            Entry<W> entry = heldOrNull(claim);
            if (entry == null) {
                return false;
            }
            entry.leaseUntil = leaseUntil;
            return true;
        }
    }

    @Override
    public final boolean release(Claim claim, Instant dueAt) {
        synchronized (tables) {
            Entry<W> entry = heldOrNull(claim);
            if (entry == null) {
                return false;
            }
            entry.attempts--;
            postpone(entry, dueAt);
            return true;
        }
    }

    @Override
    public final void endLeasesOf(String node) {
        synchronized (tables) {
            for (Entry<W> entry : byKey.values()) {
                if (entry.leaseUntil != null && entry.node.equals(node)) {
                    entry.leaseUntil = Instant.MIN;
                }
            }
        }
    }

    @Override
    public final long backlog(String tenantId) {
        synchronized (tables) {
            return of(tenantId).size();
        }
    }

    @Override
    public final Optional<String> oldest(String tenantId) {
        synchronized (tables) {
            return of(tenantId).stream().map(entry -> entry.key.id()).min(Comparator.naturalOrder());
        }
    }

    @Override
    public final boolean isStrict() {
        return strict;
    }

    /** Removes everything of a tenant and counts it. */
    int forget(String tenantId) {
        Collection<Entry<W>> entries = byTenant.remove(tenantId);
        byKey.keySet().removeIf(key -> key.tenantId().equals(tenantId));
        return entries == null ? 0 : entries.size();
    }
}
