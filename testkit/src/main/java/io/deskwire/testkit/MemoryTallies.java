package io.deskwire.testkit;

import io.deskwire.work.Tallies;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** {@link Tallies} in memory. */
final class MemoryTallies implements Tallies {

    /** By what is counted, then by slot. */
    private final Map<TenantKey, NavigableMap<Long, Long>> counts = new HashMap<>();

    @Override
    public synchronized Map<String, Long> since(String tenantId, Collection<String> names, Instant from) {
        Map<String, Long> found = new HashMap<>();
        for (String name : names) {
            NavigableMap<Long, Long> slots = counts.get(new TenantKey(tenantId, name));
            if (slots != null) {
                long sum = slots.tailMap(Tallies.slot(from), true).values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
                if (sum > 0) {
                    found.put(name, sum);
                }
            }
        }
        return found;
    }

    @Override
    public synchronized void add(String tenantId, Collection<String> names, Instant at) {
        for (String name : Set.copyOf(names)) {
            counts.computeIfAbsent(new TenantKey(tenantId, name), key -> new TreeMap<>())
                    .merge(Tallies.slot(at), 1L, Long::sum);
        }
    }

    synchronized int forget(String tenantId) {
        int before = counts.size();
        counts.keySet().removeIf(key -> key.tenantId().equals(tenantId));
        return before - counts.size();
    }
}
