package io.deskwire.jdbc;

import io.deskwire.work.Claim;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes a claimed item's lease; answers whether the claim was still good. */
final class ClaimWrite extends Write.InRounds<Boolean> {

    private final int queue;
    private final Claim claim;
    private final BatchSql sql;
    private final Instant until;
    private Round.@Nullable Count count;

    /** @param until the statement's first parameter: the end of the lease, or when the item is due again */
    ClaimWrite(int queue, Claim claim, BatchSql sql, Instant until) {
        this.queue = queue;
        this.claim = claim;
        this.sql = sql;
        this.until = until;
    }

    @Override
    Collection<LaneKey> lanes() {
        return List.of(new LaneKey(queue, claim.tenantId(), claim.lane()));
    }

    /** Nothing of the lane becomes due by this without a time of its own. */
    @Override
    Instant now() {
        return Instant.EPOCH;
    }

    @Override
    void restart() {
        super.restart();
        count = null;
    }

    @Override
    boolean advance(Round round) {
        if (count != null) {
            succeed(count.any());
            return false;
        }
        count = round.add(sql, until, WorkSql.seq(claim.fence()), WorkSql.claims(claim.fence()), claim.tenantId());
        return true;
    }
}
