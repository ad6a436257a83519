package io.deskwire.testkit;

import io.deskwire.audit.AuditEntry;
import io.deskwire.audit.AuditLog;
import io.deskwire.work.Page;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@link AuditLog} in memory. */
final class MemoryAuditLog implements AuditLog {

    private static final Comparator<AuditEntry> NEWEST_FIRST =
            Comparator.comparing(AuditEntry::at).thenComparing(AuditEntry::id).reversed();

    private final TreeMap<String, AuditEntry> entries = new TreeMap<>();

    @Override
    public synchronized void record(AuditEntry entry) {
        entries.put(entry.id(), entry);
    }

    @Override
    public synchronized Page<AuditEntry> list(Filter filter, @Nullable String cursor, int limit) {
        AuditEntry last = cursor == null ? null : entries.get(cursor);
        if (cursor != null && last == null) {
            throw new IllegalArgumentException("not a cursor of this list");
        }
        List<AuditEntry> found = entries.values().stream()
                .filter(entry -> filter.tenantId() == null || filter.tenantId().equals(entry.tenantId()))
                .filter(entry -> filter.action() == null || filter.action().equals(entry.action()))
                .filter(entry -> last == null || NEWEST_FIRST.compare(entry, last) > 0)
                .sorted(NEWEST_FIRST)
                .limit(limit + 1L)
                .toList();
        return found.size() <= limit
                ? new Page<>(found, null)
                : new Page<>(found.subList(0, limit), found.get(limit - 1).id());
    }

    @Override
    public synchronized int forget(Instant before, int limit) {
        List<String> old = entries.values().stream()
                .filter(entry -> entry.at().isBefore(before))
                .map(AuditEntry::id)
                .limit(limit)
                .toList();
        old.forEach(entries::remove);
        return old.size();
    }

    synchronized int forget(String tenantId) {
        int size = entries.size();
        entries.values()
                .removeIf(entry ->
                        tenantId.equals(entry.tenantId()) && !entry.action().equals(AuditEntry.TENANT_DELETED));
        return size - entries.size();
    }
}
