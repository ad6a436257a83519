package io.deskwire.channel;

import io.deskwire.failure.ChannelException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A channel that is read after a cursor: IMAP, POP3, Gmail, Graph. */
public interface InboundChannel {

    /**
     * Hands everything that came after the cursor to intake, in batches, and returns when there is no more. What was
     * accepted before an exception stays accepted. Does whatever the configuration asks for at the source after the items
     * are durable, and repeats that on the next fetch when it was interrupted.
     *
     * <p>Called by one thread at a time per channel; different channels at once. An interrupt ends it soon.
     *
     * @param after the stored cursor, or null for the first fetch
     * @param intake takes the items
     * @param now the present, for age limits
     * @throws ChannelException with the kind of failure; {@code CURSOR_EXPIRED} when the cursor is of no more use and the
     *     adapter cannot resync by itself
     */
    FetchResult fetch(@Nullable Cursor after, Intake intake, Instant now) throws ChannelException;

    /**
     * @param offered items handed to intake
     * @param stored items that were new
     * @param resynced true when the cursor had expired and everything was read again
     * @param note a sentence worth showing an administrator, or null
     * @param degraded why reading works less well than configured, or null: everything that could be read was, but some
     *     things cannot be done to it, or wait to be tried again
     */
    record FetchResult(
            int offered,
            int stored,
            boolean resynced,
            @Nullable String note,
            @Nullable String degraded) {

        /** Nothing is amiss. */
        public FetchResult(int offered, int stored, boolean resynced, @Nullable String note) {
            this(offered, stored, resynced, note, null);
        }
    }
}
