package io.deskwire.jdbc;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;

/**
 * When something of a lane can be claimed next stands in one row per lane, so that finding work costs the same with ten
 * items waiting as with a million, and so that the row's lock makes two nodes take turns.
 *
 * <p>Whoever changes a lane's items locks its row first and works {@code next_due} out again last, in a statement of its
 * own: under READ COMMITTED that one sees everything the lock's previous holders committed.
 */
final class Lanes {

    private static final Map<Dialect, BatchSql> LOCK = new EnumMap<>(Dialect.class);
    private static final Map<Dialect, BatchSql> REFRESH = new EnumMap<>(Dialect.class);
    /** New work that is ready: due now, unless something of the lane is leased; then the settle looks again. */
    private static final BatchSql ADD = new BatchSql(
            "nsst",
            "INSERT INTO deskwire_lane (queue, tenant_id, lane, next_due) VALUES (?, ?, ?, ?)"
                    + " ON CONFLICT (queue, tenant_id, lane) DO UPDATE SET next_due = excluded.next_due"
                    + " WHERE NOT deskwire_lane.leased"
                    + " AND (deskwire_lane.next_due IS NULL OR deskwire_lane.next_due > excluded.next_due)");

    private static final BatchSql REMOVE = new BatchSql(
            "nss", "DELETE FROM deskwire_lane WHERE queue = ? AND tenant_id = ? AND lane = ? AND next_due IS NULL");

    static {
        for (Dialect dialect : Dialect.values()) {
            LOCK.put(
                    dialect,
                    new BatchSql(
                            "nss",
                            "INSERT INTO deskwire_lane (queue, tenant_id, lane) VALUES (?, ?, ?)"
                                    + " ON CONFLICT (queue, tenant_id, lane) " + dialect.lockOnConflict));
            REFRESH.put(dialect, refreshSql(dialect));
        }
    }

    private Lanes() {}

    /**
     * The end of the leases when something is leased; else when the first strict item or any other comes due. A lane that
     * was due already keeps its place among the tenant's lanes; one that becomes due goes to the end.
     */
    private static BatchSql refreshSql(Dialect dialect) {
        String lane = " WHERE queue = ? AND tenant_id = ? AND lane = ?";
        String sql = "UPDATE deskwire_lane AS l SET leased = EXISTS (SELECT 1 FROM deskwire_work" + lane
                + " AND node IS NOT NULL), next_due = (SELECT CASE WHEN l.next_due < n.due AND n.due <= {t}"
                + " THEN l.next_due ELSE n.due END FROM (SELECT COALESCE("
                + "(SELECT max(hidden_until) FROM deskwire_work" + lane + " AND node IS NOT NULL),"
                + "(SELECT min(c.due) FROM ("
                + "SELECT due FROM (SELECT {t} AS due FROM deskwire_work" + lane + " AND hold = 0 LIMIT 1) AS ready"
                + " UNION ALL SELECT due FROM (SELECT COALESCE(hidden_until, {t}) AS due FROM deskwire_work" + lane
                + " AND hold = 1 ORDER BY place, seq LIMIT 1) AS head"
                + " UNION ALL SELECT due FROM (SELECT hidden_until AS due FROM deskwire_work" + lane
                + " AND hold = 2 ORDER BY hidden_until LIMIT 1) AS waiting) AS c)) AS due) AS n)"
                + lane;
        return new BatchSql("nsstnsstnsstnssnssnss", sql.replace("{t}", dialect.time));
    }

    static void lock(Round round, Collection<LaneKey> lanes, Dialect dialect) {
        BatchSql sql = sqlOf(LOCK, dialect);
        lanes.forEach(lane -> round.add(sql, lane.queue(), lane.tenantId(), lane.lane()));
    }

    /** Makes a lane due for work that was added to its end; no other change of a lane may do with this. */
    static void addReady(Round round, int queue, String tenantId, String lane, Instant now) {
        round.addOnce(ADD, queue, tenantId, lane, now);
    }

    static void refresh(Round round, NavigableMap<LaneKey, Instant> lanes, Statements connection) throws SQLException {
        BatchSql sql = sqlOf(REFRESH, connection.dialect());
        lanes.forEach((key, now) -> refresh(round, sql, key, now));
        round.run(connection);
    }

    /** Forgets those of them in which nothing is left. */
    static void remove(Round round, Collection<LaneKey> lanes, Statements connection) throws SQLException {
        lanes.forEach(lane -> round.add(REMOVE, lane.queue(), lane.tenantId(), lane.lane()));
        round.run(connection);
    }

    private static void refresh(Round round, BatchSql sql, LaneKey key, Instant now) {
        Integer queue = key.queue();
        String tenant = key.tenantId();
        String lane = key.lane();
        round.add(
                sql, queue, tenant, lane, now, queue, tenant, lane, now, queue, tenant, lane, now, queue, tenant, lane,
                queue, tenant, lane, queue, tenant, lane);
    }

    private static BatchSql sqlOf(Map<Dialect, BatchSql> statements, Dialect dialect) {
        BatchSql sql = statements.get(dialect);
        if (sql == null) {
            throw new IllegalStateException("no statement for " + dialect);
        }
        return sql;
    }
}
