package io.deskwire.jdbc;

import io.deskwire.intake.MediaQueue.Outcome;
import io.deskwire.work.Claim;
import io.deskwire.work.LeaseLostException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends the work on one file, or postpones it: the claim first, then what became of the file, then its bytes. Answers whether
 * the held bytes are not needed, because the tenant has the same already.
 */
final class MediaSettlement extends Write.InRounds<Boolean> {

    private final Claim claim;
    private final Outcome outcome;
    private final @Nullable String blobId;
    private final Instant now;

    private int phase;
    private Round.@Nullable Count claimed;
    private Round.@Nullable Count added;
    private Round.@Nullable Count adopted;

    /** @param blobId where the bytes are held that a file which is there now has, or null */
    MediaSettlement(Claim claim, Outcome outcome, @Nullable String blobId, Instant now) {
        this.claim = claim;
        this.outcome = outcome;
        this.blobId = blobId;
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
        return 4;
    }

    @Override
    void restart() {
        super.restart();
        phase = 0;
        claimed = null;
        added = null;
        adopted = null;
    }

    @Override
    boolean advance(Round round) {
        return switch (phase++) {
            case 0 -> endClaim(round);
            case 1 -> tellFile(round);
            case 2 -> adopt(round);
            default -> requireAdopted();
        };
    }

    private boolean endClaim(Round round) {
        long seq = WorkSql.seq(claim.fence());
        long claims = WorkSql.claims(claim.fence());
        claimed = outcome instanceof Outcome.Retry retry
                ? round.add(WorkSql.POSTPONE, retry.at(), false, seq, claims, claim.tenantId())
                : round.add(WorkSql.END, seq, claims, claim.tenantId());
        return true;
    }

    private boolean tellFile(Round round) {
        if (claimed == null || !claimed.any()) {
            refuse(new LeaseLostException(claim));
            return false;
        }
        MediaId file = MediaId.of(claim.id());
        MediaRows.put(round, claim.tenantId(), file.messageId(), file.index(), outcome);
        succeed(false);
        if (blobId == null || !(outcome instanceof Outcome.Available available)) {
            return false;
        }
        added = round.add(
                BlobWrites.CONTENT,
                claim.tenantId(),
                available.content().sha256(),
                available.content().length(),
                blobId);
        return true;
    }

    private boolean adopt(Round round) {
        if (added == null || !added.any()) {
            succeed(true);
            return false;
        }
        adopted = round.add(BlobWrites.ADOPT, claim.tenantId(), blobId);
        return true;
    }

    private boolean requireAdopted() {
        if (adopted == null || !adopted.any()) {
            throw new IllegalStateException("fetched bytes were swept away before their file was settled");
        }
        return false;
    }
}
