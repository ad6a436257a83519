package io.deskwire.testkit;

import io.deskwire.work.Leases;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** {@link Leases} in memory. */
final class MemoryLeases implements Leases {

    private record Lease(String owner, Instant until) {}

    private final Map<TenantKey, Lease> leases = new HashMap<>();

    @Override
    public synchronized boolean acquire(String tenantId, String name, String owner, Instant now, Instant until) {
        TenantKey key = new TenantKey(tenantId, name);
        Lease held = leases.get(key);
        if (held != null && !held.owner.equals(owner) && held.until.isAfter(now)) {
            return false;
        }
        leases.put(key, new Lease(owner, until));
        return true;
    }

    @Override
    public synchronized void release(String tenantId, String name, String owner) {
        leases.computeIfPresent(new TenantKey(tenantId, name), (key, held) -> held.owner.equals(owner) ? null : held);
    }

    synchronized int forget(String tenantId) {
        int before = leases.size();
        leases.keySet().removeIf(key -> key.tenantId().equals(tenantId));
        return before - leases.size();
    }
}
