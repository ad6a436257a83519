package io.deskwire.intake;

import io.deskwire.channel.Cursor;
import io.deskwire.channel.Intake;
import io.deskwire.work.Claim;
import io.deskwire.work.LeaseLostException;
import io.deskwire.work.StoreUnavailableException;
import io.deskwire.work.WorkQueue;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Port: raw inbound items, the channels' cursors, and the queue of items to be decoded and filed. The lane is the channel;
 * lanes are not strict, an item that waits for another attempt lets the others pass.
 */
public interface Inbox extends WorkQueue<RawInbound> {

    /**
     * Stores items and the cursor in one transaction. Bodies are read before this returns; everything is durable (synced
     * to disk) when the stage completes. Items whose source key the channel has stored before, or that stood earlier in the
     * same batch, are counted, not stored.
     * Batches of one caller are stored in the order of the calls.
     *
     * @return completes exceptionally with {@link CursorConflictException} or {@link StoreUnavailableException}; then
     *     nothing was stored
     * @throws StoreUnavailableException at once when the writer's queue is full or a body cannot be stored
     * @throws java.io.UncheckedIOException at once when a body cannot be read; nothing of the batch was stored
     */
    CompletionStage<Intake.Accepted> record(IntakeBatch batch);

    /** Which of these source keys the channel has stored before. */
    Set<String> known(String tenantId, String channelId, Collection<String> sourceKeys);

    /** The channel's stored cursor. */
    Optional<Cursor> cursor(String tenantId, String channelId);

    /** Forgets the cursor, so that the next fetch reads from the start; known items stay known. */
    void forgetCursor(String tenantId, String channelId);

    /** A stored item with its bytes, whatever became of it; empty once they were removed. */
    Optional<RawInbound> raw(String tenantId, String rawId);

    /**
     * Ends (or postpones) the work on a claimed item. {@link Settlement.Filed} stores message, decision, conversation and
     * the delivery to the helpdesk in one transaction.
     *
     * @return what the item became
     * @throws LeaseLostException when the claim is no longer the newest; nothing was changed
     */
    Settled settle(Claim claim, Settlement settlement, Instant now);

    /** Where the item stands after {@link #settle}. */
    enum Settled {
        FILED,
        FILTERED,
        /** A message with the same dedupe key is already there; the item points to it. */
        DUPLICATE,
        RETRYING,
        DEAD_LETTER
    }
}
