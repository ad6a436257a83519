package io.deskwire.jdbc;

import io.deskwire.work.Claim;
import io.deskwire.work.LeaseLostException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Where an outbound message stands.
 *
 * @param state what is to be done with it
 * @param begunFence the claim under which an attempt began whose end nobody heard, or null
 * @param afterSend whether work follows once no recipient is open
 */
record OutboxRow(
        String tenantId,
        String messageId,
        String lane,
        State state,
        @Nullable Long begunFence,
        boolean afterSend) {

    /** What is to be done with a message. */
    enum State {
        SEND,
        UNCERTAIN,
        AFTER_SEND,
        DONE;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    private static final String SELECT = "SELECT o.state, o.begun_fence, o.after_send, m.conversation_id"
            + " FROM deskwire_outbound AS o JOIN deskwire_message AS m"
            + " ON m.tenant_id = o.tenant_id AND m.id = o.message_id"
            + " WHERE o.tenant_id = ? AND o.message_id = ?";

    /** Reads a row and keeps others from changing it until the transaction ends. */
    static Optional<OutboxRow> lock(Handle handle, Dialect dialect, String tenantId, String messageId) {
        return read(handle, dialect.forUpdate.isEmpty() ? "" : " " + dialect.forUpdate + " OF o", tenantId, messageId);
    }

    static Optional<OutboxRow> find(Handle handle, String tenantId, String messageId) {
        return read(handle, "", tenantId, messageId);
    }

    private static Optional<OutboxRow> read(Handle handle, String lock, String tenantId, String messageId) {
        return handle.select(SELECT + lock, tenantId, messageId)
                .map((row, context) -> {
                    long fence = row.getLong("begun_fence");
                    Long begun = row.wasNull() ? null : fence;
                    return new OutboxRow(
                            tenantId,
                            messageId,
                            row.getString("conversation_id"),
                            State.of(row.getString("state")),
                            begun,
                            row.getBoolean("after_send"));
                })
                .findOne();
    }

    /** The row of a claimed message. */
    static OutboxRow claimed(Handle handle, Dialect dialect, Claim claim) {
        // The lane is locked already, so nobody claims it anew meanwhile.
        boolean good = handle.select(
                                "SELECT count(*) FROM deskwire_work WHERE seq = ? AND claims = ? AND tenant_id = ?"
                                        + " AND node IS NOT NULL",
                                WorkSql.seq(claim.fence()),
                                WorkSql.claims(claim.fence()),
                                claim.tenantId())
                        .mapTo(Long.class)
                        .one()
                == 1;
        if (!good) {
            throw new LeaseLostException(claim);
        }
        return lock(handle, dialect, claim.tenantId(), claim.id()).orElseThrow(() -> new LeaseLostException(claim));
    }

    LaneKey laneKey() {
        return new LaneKey(LaneKey.OUTBOX, tenantId, lane);
    }

    void update(Handle handle, State next, boolean follows, @Nullable Instant nextAttempt) {
        handle.execute(
                "UPDATE deskwire_outbound SET state = ?, begun_fence = NULL, after_send = ?, next_attempt_at = ?"
                        + " WHERE tenant_id = ? AND message_id = ?",
                next.text(),
                follows,
                nextAttempt,
                tenantId,
                messageId);
    }

    /** Its attempt is not ended yet; what became of it is to be found out at a time, and holds up nobody meanwhile. */
    void lookAgain(Handle handle, Claim claim, Instant at) {
        handle.execute(
                "UPDATE deskwire_work SET hold = 0 WHERE queue = 2 AND tenant_id = ? AND id = ?", tenantId, messageId);
        handle.execute(
                "UPDATE deskwire_outbound SET next_attempt_at = ? WHERE tenant_id = ? AND message_id = ?",
                at,
                tenantId,
                messageId);
        postpone(handle, claim, at);
    }

    /** Plans the next attempt of a claimed message; it keeps its place in the lane. */
    void postpone(Handle handle, Claim claim, Instant at) {
        handle.execute(
                WorkSql.POSTPONE.text(),
                at,
                false,
                WorkSql.seq(claim.fence()),
                WorkSql.claims(claim.fence()),
                tenantId);
    }

    /** Notes the provider's id of the message unless one is known; answers whether it was news. */
    boolean learn(Handle handle, @Nullable String providerMessageId) {
        if (providerMessageId == null || providerMessageId.isBlank()) {
            return false;
        }
        boolean learnt = handle.execute(
                        "UPDATE deskwire_outbound SET provider_message_id = ? WHERE tenant_id = ? AND message_id = ?"
                                + " AND provider_message_id IS NULL",
                        Keys.bounded(providerMessageId),
                        tenantId,
                        messageId)
                == 1;
        if (learnt) {
            addId(handle, providerMessageId, MessageSql.PROVIDER_ID);
        }
        return learnt;
    }

    /** From now on the message is found by this id too. */
    void addId(Handle handle, @Nullable String id, int kind) {
        if (id != null && !id.isBlank()) {
            handle.execute(MessageSql.WIRE_ID.text(), tenantId, Keys.bounded(id), messageId, kind);
        }
    }

    void removeWork(Handle handle) {
        handle.execute("DELETE FROM deskwire_work WHERE queue = 2 AND tenant_id = ? AND id = ?", tenantId, messageId);
    }

    /**
     * Nobody is left to send to: what follows the send is done now, if anything, and holds up nobody; else the message is
     * done.
     */
    void conclude(Handle handle, boolean follows, Instant now) {
        if (!follows) {
            update(handle, State.DONE, false, null);
            removeWork(handle);
            return;
        }
        update(handle, State.AFTER_SEND, true, null);
        boolean there = handle.execute(
                        "UPDATE deskwire_work SET hold = 0, hidden_until = NULL, node = NULL, attempt = 0, unheard = FALSE"
                                + " WHERE queue = 2 AND tenant_id = ? AND id = ?",
                        tenantId,
                        messageId)
                > 0;
        if (!there) {
            addWork(handle, 0, now, null);
        }
    }

    void addWork(Handle handle, int hold, Instant place, @Nullable Instant hiddenUntil) {
        handle.execute(
                WorkSql.ADD.text(),
                LaneKey.OUTBOX,
                tenantId,
                messageId,
                lane,
                hold,
                Dialect.micros(place),
                hiddenUntil);
    }
}
