package io.deskwire.jdbc;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Takes work of one tenant. The lanes that are due longest come first; their rows are locked (on PostgreSQL those another
 * node holds are skipped), so that nobody else can hand out anything of them until this transaction has ended.
 */
final class Claiming extends Write.Alone<List<WorkItem>> {

    private final int queue;
    private final String tenantId;
    private final String node;
    private final int maxLanes;
    private final int maxPerLane;
    private final Instant now;
    private final Instant leaseUntil;

    Claiming(int queue, String tenantId, String node, int maxLanes, int maxPerLane, Instant now, Instant leaseUntil) {
        this.queue = queue;
        this.tenantId = tenantId;
        this.node = node;
        this.maxLanes = maxLanes;
        this.maxPerLane = maxPerLane;
        this.now = now;
        this.leaseUntil = leaseUntil;
    }

    @Override
    Instant now() {
        return now;
    }

    /** In the writer: SQLite. */
    @Override
    List<WorkItem> run(Handle handle, Collection<LaneKey> lanes) throws SQLException {
        return run(handle, Dialect.SQLITE);
    }

    List<WorkItem> run(Handle handle, Dialect dialect) throws SQLException {
        List<String> lanes = handle.select(
                        "SELECT lane FROM deskwire_lane WHERE queue = ? AND tenant_id = ? AND next_due <= ?"
                                + " ORDER BY next_due LIMIT ? " + dialect.skipLocked,
                        queue,
                        tenantId,
                        now,
                        maxLanes)
                .mapTo(String.class)
                .list();
        if (lanes.isEmpty()) {
            return List.of();
        }
        endEarlierClaims(handle, lanes);
        Map<String, List<WorkItem>> candidates = candidates(handle, dialect, lanes);
        List<WorkItem> chosen = new ArrayList<>();
        Round round = new Round();
        TreeMap<LaneKey, Instant> nothing = new TreeMap<>();
        for (Map.Entry<String, List<WorkItem>> lane : candidates.entrySet()) {
            List<WorkItem> together = WorkItem.choose(lane.getValue(), maxPerLane, now);
            if (together.isEmpty()) {
                nothing.put(new LaneKey(queue, tenantId, lane.getKey()), now);
                continue;
            }
            together.forEach(item -> round.add(WorkSql.LEASE, node, leaseUntil, item.seq()));
            round.add(WorkSql.LEASE_LANE, leaseUntil, queue, tenantId, lane.getKey());
            chosen.addAll(together);
        }
        try (Statements.OfConnection statements = Statements.of(handle.getConnection(), dialect)) {
            round.run(statements);
            if (!nothing.isEmpty()) {
                Lanes.refresh(round, nothing, statements);
                Lanes.remove(round, nothing.keySet(), statements);
            }
        }
        return chosen;
    }

    /** A lane is due only when every lease in it has ended, so whatever is leased there was left by its worker. */
    private void endEarlierClaims(Handle handle, List<String> lanes) {
        StringBuilder sql = new StringBuilder("UPDATE deskwire_work SET node = NULL, hidden_until = NULL, unheard = ")
                .append("TRUE, hold = CASE WHEN hold = 2 THEN 0 ELSE hold END")
                .append(" WHERE queue = ? AND tenant_id = ? AND node IS NOT NULL AND lane IN (?");
        List<Object> arguments = new ArrayList<>(List.of(queue, tenantId));
        arguments.addAll(lanes);
        sql.append(", ?".repeat(lanes.size() - 1)).append(')');
        handle.execute(sql, arguments.toArray());
    }

    private Map<String, List<WorkItem>> candidates(Handle handle, Dialect dialect, List<String> lanes) {
        Map<String, List<WorkItem>> found = new LinkedHashMap<>();
        lanes.forEach(lane -> found.put(lane, new ArrayList<>()));
        if (dialect == Dialect.SQLITE) {
            String sql = WorkSql.candidates("?");
            for (String lane : lanes) {
                collect(
                        handle.select(
                                sql,
                                queue,
                                tenantId,
                                lane,
                                maxPerLane,
                                queue,
                                tenantId,
                                lane,
                                maxPerLane,
                                queue,
                                tenantId,
                                lane,
                                now,
                                maxPerLane),
                        dialect,
                        found);
            }
        } else {
            collect(
                    handle.select(
                            "SELECT w.* FROM unnest(?) AS l(lane) CROSS JOIN LATERAL (" + WorkSql.candidates("l.lane")
                                    + ") AS w",
                            lanes.toArray(String[]::new),
                            queue,
                            tenantId,
                            maxPerLane,
                            queue,
                            tenantId,
                            maxPerLane,
                            queue,
                            tenantId,
                            now,
                            maxPerLane),
                    dialect,
                    found);
        }
        return found;
    }

    private static void collect(Query query, Dialect dialect, Map<String, List<WorkItem>> found) {
        for (WorkItem item :
                query.map((row, context) -> WorkItem.of(row, dialect)).list()) {
            List<WorkItem> lane = found.get(item.lane());
            if (lane != null) {
                lane.add(item);
            }
        }
    }
}
