package io.deskwire.intake;

import io.deskwire.message.Content;
import io.deskwire.message.InboundMessage;
import io.deskwire.work.Claim;
import io.deskwire.work.LeaseLostException;
import io.deskwire.work.WorkQueue;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Port: files still to be fetched from their provider. {@link Inbox#settle} adds one item for every attachment that a filed
 * message has {@link io.deskwire.message.Attachment.State#PENDING}; the message itself is not touched by what becomes of it,
 * only what {@link io.deskwire.threading.Conversations} shows as the attachment's state, size, type and hash. Every file is a
 * lane of its own: none waits for another.
 */
public interface MediaQueue extends WorkQueue<MediaQueue.Job> {

    /**
     * @param message the message as it was filed
     * @param index which of its attachments
     * @param raw the stored item it was read from
     */
    record Job(InboundMessage message, int index, RawInbound raw) {
        public Job {
            Objects.requireNonNull(message, "message");
            Objects.requireNonNull(raw, "raw");
        }
    }

    /** How an attempt ended. */
    sealed interface Outcome {

        /**
         * The bytes are here.
         *
         * @param content as {@link #keep} returned it
         * @param contentType media type, or null to leave the announced one
         */
        record Available(Content content, @Nullable String contentType) implements Outcome {}

        /** Once more at a time; the file stays pending. */
        record Retry(Instant at, String reason) implements Outcome {}

        /** The provider no longer has it. */
        record Expired(String reason) implements Outcome {}

        /** Refused: too large, not what was announced. */
        record Rejected(String reason) implements Outcome {}
    }

    /**
     * Ends (or postpones) the work on a claimed file.
     *
     * @throws LeaseLostException when the claim is no longer the newest; nothing was changed
     */
    void settle(Claim claim, Outcome outcome, Instant now);

    /** Keeps bytes durably; those no settled file names are swept in time. */
    Content keep(String tenantId, InputStream bytes) throws IOException;

    /** The bytes of a file that was fetched; empty for files that stand inside their message. */
    Optional<Content> content(String tenantId, String messageId, int index);
}
