package io.deskwire.jdbc;

import io.deskwire.work.Claim;
import io.deskwire.work.Claimed;
import io.deskwire.work.WorkQueue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One of the queues over {@code deskwire_work} and {@code deskwire_lane}. */
abstract class JdbcWorkQueue<J> implements WorkQueue<J> {

    /** Steps from tenant to tenant through the index, so that a tenant's million lanes cost one step. */
    private static final String TENANTS_DUE = "WITH RECURSIVE tenants(tenant_id) AS ("
            + "SELECT min(tenant_id) FROM deskwire_lane WHERE queue = ?"
            + " UNION ALL SELECT (SELECT min(l.tenant_id) FROM deskwire_lane AS l WHERE l.queue = ?"
            + " AND l.tenant_id > t.tenant_id) FROM tenants AS t WHERE t.tenant_id IS NOT NULL)"
            + " SELECT t.tenant_id FROM tenants AS t WHERE t.tenant_id IS NOT NULL AND EXISTS ("
            + "SELECT 1 FROM deskwire_lane AS l WHERE l.queue = ? AND l.tenant_id = t.tenant_id AND l.next_due <= ?)"
            + " ORDER BY t.tenant_id";

    private final int queue;
    private final Reader reader;
    private final Writer writer;

    JdbcWorkQueue(int queue, Reader reader, Writer writer) {
        this.queue = queue;
        this.reader = reader;
        this.writer = writer;
    }

    final Reader reader() {
        return reader;
    }

    final Writer writer() {
        return writer;
    }

    /** The jobs of claimed items, by item id; an item whose job cannot be read is absent. */
    abstract Map<String, J> load(String tenantId, List<WorkItem> items);

    /** Ends an item that has no job (its stored form cannot be read), so that it does not come back for ever. */
    abstract void giveUp(Claim claim, Instant now);

    @Override
    public List<String> tenantsDue(Instant now) {
        return reader.read(handle -> handle.select(TENANTS_DUE, queue, queue, queue, now)
                .mapTo(String.class)
                .list());
    }

    @Override
    public final List<Claimed<J>> claim(
            String tenantId, String node, int maxLanes, int maxPerLane, Instant now, Instant leaseUntil) {
        Claiming claiming = new Claiming(queue, tenantId, node, maxLanes, maxPerLane, now, leaseUntil);
        List<WorkItem> items = reader.dialect() == Dialect.SQLITE
                ? writer.call(claiming)
                : reader.transaction(handle -> claiming.run(handle, reader.dialect()));
        if (items.isEmpty()) {
            return List.of();
        }
        Map<String, J> jobs = new HashMap<>(load(tenantId, items));
        List<Claimed<J>> claimed = new ArrayList<>(items.size());
        for (WorkItem item : items) {
            Claim claim = item.claim(tenantId, leaseUntil);
            J job = jobs.get(item.id());
            if (job == null) {
                giveUp(claim, now);
            } else {
                claimed.add(new Claimed<>(claim, job));
            }
        }
        return claimed;
    }

    @Override
    public final boolean extend(Claim claim, Instant leaseUntil) {
        return writer.call(new ClaimWrite(queue, claim, WorkSql.EXTEND, leaseUntil));
    }

    @Override
    public final boolean release(Claim claim, Instant dueAt) {
        return writer.call(new ClaimWrite(queue, claim, WorkSql.RELEASE, dueAt));
    }

    @Override
    public final void endLeasesOf(String node) {
        writer.call(new LeasesEnd(queue, node));
    }

    @Override
    public final long backlog(String tenantId) {
        return reader.read(handle -> handle.select(
                        "SELECT count(*) FROM deskwire_work WHERE queue = ? AND tenant_id = ?", queue, tenantId)
                .mapTo(Long.class)
                .one());
    }

    @Override
    public final Optional<String> oldest(String tenantId) {
        return reader.read(handle -> handle.select(
                        "SELECT id FROM deskwire_work WHERE queue = ? AND tenant_id = ? ORDER BY id LIMIT 1",
                        queue,
                        tenantId)
                .mapTo(String.class)
                .findOne());
    }
}
