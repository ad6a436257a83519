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
    private final @Nullable Instant leaseUntil;
    private Round.@Nullable Count count;

    /** @param leaseUntil the statement's first parameter, or null when it has none */
    ClaimWrite(int queue, Claim claim, BatchSql sql, @Nullable Instant leaseUntil) {
        this.queue = queue;
        this.claim = claim;
        this.sql = sql;
        this.leaseUntil = leaseUntil;
    }

    @Override
    Collection<LaneKey> lanes() {
        return List.of(new LaneKey(queue, claim.tenantId(), claim.lane()));
    }

    /** Releases carry no time; a lane that is due since ever is due now. */
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
        long seq = WorkSql.seq(claim.fence());
        long claims = WorkSql.claims(claim.fence());
        count = leaseUntil == null
                ? round.add(sql, seq, claims, claim.tenantId())
                : round.add(sql, leaseUntil, seq, claims, claim.tenantId());
        return true;
    }
}
