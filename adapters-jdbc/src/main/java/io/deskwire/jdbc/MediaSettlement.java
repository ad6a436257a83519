package io.deskwire.jdbc;

import io.deskwire.intake.MediaQueue.Outcome;
import io.deskwire.work.Claim;
import io.deskwire.work.LeaseLostException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends the work on one file, or postpones it. */
final class MediaSettlement extends Write.InRounds<Boolean> {

    private final Claim claim;
    private final Outcome outcome;
    private final Instant now;
    private Round.@Nullable Count claimed;

    MediaSettlement(Claim claim, Outcome outcome, Instant now) {
        this.claim = claim;
        this.outcome = outcome;
        this.now = now;
    }

    @Override
    Collection<LaneKey> lanes() {
        return List.of(new LaneKey(LaneKey.MEDIA, claim.tenantId(), claim.lane()));
    }

    @Override
    Instant now() {
        return now;
    }

    @Override
    int rows() {
        return 2;
    }

    @Override
    void restart() {
        super.restart();
        claimed = null;
    }

    @Override
    boolean advance(Round round) {
        if (claimed == null) {
            long seq = WorkSql.seq(claim.fence());
            long claims = WorkSql.claims(claim.fence());
            claimed = outcome instanceof Outcome.Retry retry
                    ? round.add(WorkSql.POSTPONE, retry.at(), false, seq, claims, claim.tenantId())
                    : round.add(WorkSql.END, seq, claims, claim.tenantId());
            return true;
        }
        if (!claimed.any()) {
            refuse(new LeaseLostException(claim));
            return false;
        }
        MediaId file = MediaId.of(claim.id());
        MediaRows.put(round, claim.tenantId(), file.messageId(), file.index(), outcome);
        succeed(true);
        return false;
    }
}
