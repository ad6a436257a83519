package io.deskwire.jdbc;

import io.deskwire.ticket.Deliveries;
import io.deskwire.work.Claim;
import io.deskwire.work.Ids;
import io.deskwire.work.LeaseLostException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends the work on one message towards the helpdesk. */
final class DeliverySettlement extends Write.InRounds<Boolean> {

    private final Claim claim;
    private final Deliveries.Outcome outcome;
    private final Instant now;
    private final String deadLetterId;

    private int phase;
    private Round.@Nullable Count claimed;

    DeliverySettlement(Claim claim, Deliveries.Outcome outcome, Instant now) {
        this.claim = claim;
        this.outcome = outcome;
        this.now = now;
        this.deadLetterId = Ids.next(now);
    }

    @Override
    Collection<LaneKey> lanes() {
        return List.of(new LaneKey(LaneKey.DELIVERIES, claim.tenantId(), claim.lane()));
    }

    @Override
    Instant now() {
        return now;
    }

    @Override
    int rows() {
        return 3;
    }

    @Override
    void restart() {
        super.restart();
        phase = 0;
        claimed = null;
    }

    @Override
    boolean advance(Round round) {
        return switch (phase++) {
            case 0 -> keepDoubt(round);
            case 1 -> endClaim(round);
            default -> tellMessage(round);
        };
    }

    /** A message given up may be redelivered one day; that it may have arrived is told by the row that goes now. */
    private boolean keepDoubt(Round round) {
        if (!(outcome instanceof Deliveries.Outcome.DeadLetter)) {
            return advance(round);
        }
        String tenant = claim.tenantId();
        round.add(
                MessageSql.MAY_HAVE_ARRIVED,
                tenant,
                claim.id(),
                WorkSql.seq(claim.fence()),
                WorkSql.claims(claim.fence()),
                tenant);
        return true;
    }

    private boolean endClaim(Round round) {
        long seq = WorkSql.seq(claim.fence());
        long claims = WorkSql.claims(claim.fence());
        if (outcome instanceof Deliveries.Outcome.Retry retry) {
            claimed = round.add(WorkSql.POSTPONE, retry.at(), retry.mayHaveArrived(), seq, claims, claim.tenantId());
        } else if (outcome instanceof Deliveries.Outcome.Wait wait) {
            claimed = round.add(WorkSql.RELEASE, wait.at(), seq, claims, claim.tenantId());
        } else {
            claimed = round.add(WorkSql.END, seq, claims, claim.tenantId());
        }
        return true;
    }

    private boolean tellMessage(Round round) {
        if (claimed == null || !claimed.any()) {
            refuse(new LeaseLostException(claim));
            return false;
        }
        String tenant = claim.tenantId();
        if (outcome instanceof Deliveries.Outcome.Delivered delivered) {
            String ticket = delivered.ticket().value();
            String key = Keys.bounded(ticket);
            round.add(MessageSql.DELIVERED, now, key, ticket, tenant, claim.id());
            round.add(MessageSql.TICKET, key, key, key, key, tenant, claim.lane());
        } else if (outcome instanceof Deliveries.Outcome.Retry retry) {
            round.add(MessageSql.STATE, "pending", retry.reason(), tenant, claim.id());
        } else if (outcome instanceof Deliveries.Outcome.Wait wait) {
            round.add(MessageSql.STATE, "pending", wait.reason(), tenant, claim.id());
        } else if (outcome instanceof Deliveries.Outcome.DeadLetter dead) {
            round.add(MessageSql.STATE, "dead_letter", dead.reason(), tenant, claim.id());
            round.add(
                    MessageSql.DELIVERY_DEAD_LETTER,
                    deadLetterId,
                    dead.reason(),
                    claim.attempt(),
                    now,
                    tenant,
                    claim.id());
        }
        succeed(true);
        return false;
    }
}
