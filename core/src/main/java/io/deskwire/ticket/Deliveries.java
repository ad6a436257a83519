package io.deskwire.ticket;

import io.deskwire.message.InboundMessage;
import io.deskwire.threading.Decision;
import io.deskwire.work.Claim;
import io.deskwire.work.LeaseLostException;
import io.deskwire.work.WorkQueue;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Port: filed messages on their way to the helpdesk. The lane is the conversation and strict: a follow-up never overtakes
 * the message that creates the ticket.
 */
public interface Deliveries extends WorkQueue<Deliveries.Job> {

    /**
     * @param message the message
     * @param decision why it is in its conversation; always has one
     * @param knownTicket the conversation's ticket now, or null
     * @param mayHaveArrived true when any earlier attempt did not hear the end: it crashed, or said it does not know; stays
     *     true for the message, also when it is redelivered
     */
    record Job(
            InboundMessage message,
            Decision decision,
            @Nullable TicketRef knownTicket,
            boolean mayHaveArrived) {
        public Job {
            Objects.requireNonNull(message, "message");
            Objects.requireNonNull(decision, "decision");
        }
    }

    /** How an attempt ended. */
    sealed interface Outcome {
        /** It stands in this ticket, which becomes the conversation's. */
        record Delivered(TicketRef ticket) implements Outcome {}

        /** Try again at a time. */
        record Retry(Instant at, String reason, boolean mayHaveArrived) implements Outcome {}

        /** Waits for a person to mend something; looked at again at a time, and not counted as an attempt. */
        record Wait(Instant at, String reason) implements Outcome {}

        /** Given up. */
        record DeadLetter(String reason) implements Outcome {}
    }

    /**
     * Ends (or postpones) the work on a claimed message.
     *
     * @throws LeaseLostException when the claim is no longer the newest; nothing was changed
     */
    void settle(Claim claim, Outcome outcome, Instant now);
}
