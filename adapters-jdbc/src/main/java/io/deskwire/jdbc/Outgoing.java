package io.deskwire.jdbc;

import io.deskwire.delivery.Delivery;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer on its way out, or gone.
 *
 * @param id the message's
 * @param conversationId where it belongs
 * @param ticket the ticket of its conversation, or null
 * @param state what is to be done with it
 * @param begun an attempt was begun and nobody heard its end so far
 * @param node who works on it now, or null
 * @param attempts how often sending was begun
 * @param nextAttemptAt when it is tried next, or null when nothing is planned
 * @param problem what went wrong with what follows the sending, or null
 * @param providerMessageId the provider's id of it, or null
 * @param storedAt when it was accepted
 * @param copies one for each recipient
 */
public record Outgoing(
        String id,
        String channelId,
        @Nullable String conversationId,
        @Nullable String ticket,
        State state,
        boolean begun,
        @Nullable String node,
        int attempts,
        @Nullable Instant nextAttemptAt,
        @Nullable String problem,
        @Nullable String providerMessageId,
        Instant storedAt,
        List<Copy> copies)
        implements Lookout.Passing {

    /** Which of them. */
    public enum Which {
        /** Something is still to be done by us. */
        WAITING,
        /** A person is to decide. */
        UNCERTAIN,
        /** All that is known. */
        ALL
    }

    /** What is to be done with it. */
    public enum State {
        /** It is to be handed over to its provider. */
        SEND,
        /** Nobody knows whether it went out. */
        UNCERTAIN,
        /** It was handed over; what follows is to be done, such as a copy in the sent folder. */
        AFTER_SEND,
        /** Nothing. */
        DONE
    }

    /**
     * One recipient's copy.
     *
     * @param delivery where it stands now
     * @param sentAt when it was first sent; this and the next two are null before, and where an older program did not write
     *     it down
     */
    public record Copy(
            Delivery delivery,
            @Nullable Instant sentAt,
            @Nullable Instant deliveredAt,
            @Nullable Instant readAt) {}

    public Outgoing {
        copies = List.copyOf(copies);
    }

    /** Whether a person may take it back: nobody works on it, and the end of every attempt is known. */
    public boolean isCancellable() {
        return state == State.SEND && !begun && node == null;
    }

    /** Whether it waits for a time that somebody chose, and was never tried. */
    public boolean isPlanned(Instant now) {
        return isCancellable() && attempts == 0 && nextAttemptAt != null && nextAttemptAt.isAfter(now);
    }
}
