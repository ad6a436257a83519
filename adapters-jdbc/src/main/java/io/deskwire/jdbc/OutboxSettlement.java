package io.deskwire.jdbc;

import io.deskwire.delivery.Outbox.Outcome;
import io.deskwire.message.Address;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.work.Claim;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Ends or begins an attempt to send. */
final class OutboxSettlement extends Write.Alone<Boolean> {

    private final Dialect dialect;
    private final Claim claim;
    private final @Nullable Outcome outcome;
    private final Instant now;

    /** @param outcome how the attempt ended, or null when it begins */
    OutboxSettlement(Dialect dialect, Claim claim, @Nullable Outcome outcome, Instant now) {
        this.dialect = dialect;
        this.claim = claim;
        this.outcome = outcome;
        this.now = now;
    }

    @Override
    Collection<LaneKey> lanes() {
        return List.of(new LaneKey(LaneKey.OUTBOX, claim.tenantId(), claim.lane()));
    }

    @Override
    Instant now() {
        return now;
    }

    @Override
    Boolean run(Handle handle, Collection<LaneKey> lanes) {
        OutboxRow row = OutboxRow.claimed(handle, dialect, claim);
        Recipients recipients = Recipients.of(handle, dialect, claim.tenantId(), claim.id());
        if (outcome == null) {
            begin(handle, recipients);
        } else if (outcome instanceof Outcome.HandedOver handedOver) {
            handedOver(handle, row, recipients, handedOver);
        } else if (outcome instanceof Outcome.Retry retry) {
            recipients.setOpen(DeliveryStatus.DEFERRED, retry.reason(), retry.code(), now);
            row.update(handle, OutboxRow.State.SEND, row.afterSend(), retry.at());
            row.postpone(handle, claim, retry.at());
        } else if (outcome instanceof Outcome.LookAgain again) {
            recipients.setOpen(DeliveryStatus.SENDING, again.reason(), null, now);
            row.lookAgain(handle, claim, again.at());
        } else if (outcome instanceof Outcome.Failed failed) {
            recipients.setOpen(
                    failed.refused() ? DeliveryStatus.REJECTED : DeliveryStatus.FAILED,
                    failed.reason(),
                    failed.code(),
                    now);
            row.conclude(handle, row.afterSend(), now);
        } else if (outcome instanceof Outcome.Uncertain uncertain) {
            park(handle, row, recipients, row.afterSend(), uncertain.reason());
        } else if (outcome instanceof Outcome.SendAgain) {
            recipients.setOpen(DeliveryStatus.QUEUED, null, null, now);
            row.update(handle, OutboxRow.State.SEND, row.afterSend(), now);
            row.postpone(handle, claim, now);
        } else if (outcome instanceof Outcome.AfterSendDone done) {
            row.addId(handle, done.wireMessageId(), MessageSql.SEEN_ID);
            row.conclude(handle, false, now);
            note(handle, done.problem());
        } else if (outcome instanceof Outcome.AfterSendRetry again) {
            note(handle, again.reason());
            row.postpone(handle, claim, again.at());
        }
        return true;
    }

    private void begin(Handle handle, Recipients recipients) {
        recipients.setOpen(DeliveryStatus.SENDING, null, null, now);
        handle.execute(
                "UPDATE deskwire_outbound SET begun_fence = ?, attempts = attempts + 1"
                        + " WHERE tenant_id = ? AND message_id = ?",
                claim.fence(),
                claim.tenantId(),
                claim.id());
    }

    private void handedOver(Handle handle, OutboxRow row, Recipients recipients, Outcome.HandedOver handedOver) {
        recipients.apply(handedOver.results());
        if (!row.learn(handle, handedOver.providerMessageId())) {
            row.addId(handle, handedOver.providerMessageId(), MessageSql.PROVIDER_ID);
        }
        row.addId(handle, handedOver.wireMessageId(), MessageSql.SEEN_ID);
        for (Address alias : handedOver.aliases()) {
            handle.execute(MessageSql.PARTICIPANT.text(), row.tenantId(), row.lane(), Keys.bounded(alias.key()));
        }
        boolean follows = row.afterSend() || handedOver.afterSend();
        Instant retryAt = handedOver.retryAt();
        if (recipients.open().isEmpty()) {
            row.conclude(handle, follows, now);
        } else if (retryAt != null) {
            row.update(handle, OutboxRow.State.SEND, follows, retryAt);
            row.postpone(handle, claim, retryAt);
        } else {
            park(handle, row, recipients, follows, "the provider did not say what became of it");
        }
    }

    private void park(Handle handle, OutboxRow row, Recipients recipients, boolean follows, String reason) {
        if (recipients.open().isEmpty()) {
            row.conclude(handle, follows, now);
            return;
        }
        recipients.setOpen(DeliveryStatus.UNCERTAIN, reason, null, now);
        row.update(handle, OutboxRow.State.UNCERTAIN, follows, null);
        row.removeWork(handle);
    }

    private void note(Handle handle, @Nullable String problem) {
        handle.execute(
                "UPDATE deskwire_outbound SET problem = ? WHERE tenant_id = ? AND message_id = ?",
                problem,
                claim.tenantId(),
                claim.id());
    }
}
