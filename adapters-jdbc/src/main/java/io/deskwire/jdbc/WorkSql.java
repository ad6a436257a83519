package io.deskwire.jdbc;

/** Statements on {@code deskwire_work}. A claim names a row by its sequence number and says which claim of it it is. */
final class WorkSql {

    /** Claims of one row, in the low bits of a fence; the row's sequence number stands above them. */
    private static final int CLAIM_BITS = 20;

    private static final String CLAIMED = " WHERE seq = ? AND claims = ? AND tenant_id = ? AND node IS NOT NULL";

    /** A new item. {@code place} orders the lane before the sequence number does. */
    static final BatchSql ADD = new BatchSql(
            "nsssnnt",
            "INSERT INTO deskwire_work (queue, tenant_id, id, lane, hold, place, hidden_until)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?)");

    /** Ends a claimed item. */
    static final BatchSql END = new BatchSql("nns", "DELETE FROM deskwire_work" + CLAIMED);

    /** Postpones a claimed item; it keeps its place. */
    static final BatchSql POSTPONE = new BatchSql(
            "tonns",
            "UPDATE deskwire_work SET node = NULL, hidden_until = ?, unheard = CASE WHEN ? THEN TRUE ELSE unheard END,"
                    + " hold = CASE WHEN hold = 0 THEN 2 ELSE hold END" + CLAIMED);

    static final BatchSql EXTEND = new BatchSql("tnns", "UPDATE deskwire_work SET hidden_until = ?" + CLAIMED);

    static final BatchSql RELEASE = new BatchSql(
            "tnns", "UPDATE deskwire_work SET node = NULL, hidden_until = ?, attempt = attempt - 1" + CLAIMED);

    static final BatchSql LEASE = new BatchSql(
            "stn",
            "UPDATE deskwire_work SET node = ?, hidden_until = ?, attempt = attempt + 1, claims = claims + 1,"
                    + " hold = CASE WHEN hold = 0 THEN 2 ELSE hold END WHERE seq = ?");

    static final BatchSql LEASE_LANE = new BatchSql(
            "tnss",
            "UPDATE deskwire_lane SET next_due = ?, leased = TRUE WHERE queue = ? AND tenant_id = ? AND lane = ?");

    private static final String COLUMNS = "seq, id, lane, hold, place, hidden_until, attempt, claims, unheard";

    private WorkSql() {}

    static long fence(long seq, int claims) {
        return (seq << CLAIM_BITS) + claims;
    }

    static long seq(long fence) {
        return fence >>> CLAIM_BITS;
    }

    static long claims(long fence) {
        return fence & ((1L << CLAIM_BITS) - 1);
    }

    /**
     * What of a lane might be handed out: a bounded number of items from the front of each kind, found by index whatever
     * else waits there. Parameters: three times queue, tenant, (lane,) limit; the third time with the present before the
     * limit.
     */
    static String candidates(String lane) {
        String from = "SELECT " + COLUMNS + " FROM deskwire_work WHERE queue = ? AND tenant_id = ? AND lane = " + lane;
        return "SELECT * FROM (" + from + " AND hold = 0 ORDER BY place, seq LIMIT ?) AS ready"
                + " UNION ALL SELECT * FROM (" + from + " AND hold = 1 ORDER BY place, seq LIMIT ?) AS strict"
                + " UNION ALL SELECT * FROM (" + from
                + " AND hold = 2 AND hidden_until <= ? ORDER BY hidden_until LIMIT ?) AS waiting";
    }
}
