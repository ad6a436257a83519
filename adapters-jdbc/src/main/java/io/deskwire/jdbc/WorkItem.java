package io.deskwire.jdbc;

import io.deskwire.work.Claim;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code deskwire_work} that might be handed out.
 *
 * @param strict whether those behind it wait for it
 * @param attempt how often it was claimed before
 * @param unheard whether the end of an earlier claim was not heard
 */
record WorkItem(
        long seq,
        String id,
        String lane,
        boolean strict,
        long place,
        @Nullable Instant hiddenUntil,
        int attempt,
        int claims,
        boolean unheard) {

    private static final Comparator<WorkItem> ORDER =
            Comparator.comparingLong(WorkItem::place).thenComparingLong(WorkItem::seq);

    static WorkItem of(ResultSet row, Dialect dialect) throws SQLException {
        return new WorkItem(
                row.getLong("seq"),
                row.getString("id"),
                row.getString("lane"),
                row.getInt("hold") == 1,
                row.getLong("place"),
                dialect.time(row, "hidden_until"),
                row.getInt("attempt"),
                row.getInt("claims"),
                row.getBoolean("unheard"));
    }

    /** What of one lane is handed out together. */
    static List<WorkItem> choose(List<WorkItem> candidates, int most, Instant now) {
        List<WorkItem> inOrder = new ArrayList<>(candidates);
        inOrder.sort(ORDER);
        List<WorkItem> chosen = new ArrayList<>();
        boolean blocked = false;
        for (WorkItem item : inOrder) {
            blocked |= item.strict && item.waits(now);
            if (item.strict ? blocked : item.waits(now)) {
                continue;
            }
            if (item.attempt > 0) {
                // It may be what killed its worker: alone, and in its turn.
                return chosen.isEmpty() ? List.of(item) : chosen;
            }
            chosen.add(item);
            if (chosen.size() == most) {
                break;
            }
        }
        return chosen;
    }

    private boolean waits(Instant now) {
        return hiddenUntil != null && hiddenUntil.isAfter(now);
    }

    /** The right to work on it, once the row says so. */
    Claim claim(String tenantId, Instant leaseUntil) {
        return new Claim(tenantId, id, lane, attempt + 1, WorkSql.fence(seq, claims + 1), Dialect.cut(leaseUntil));
    }
}
