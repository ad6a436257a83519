package io.deskwire.message;

/**
 * Where one recipient's copy of an outbound message stands. Moves forward only, see {@link #mayBecome}: providers report
 * late, twice and out of order.
 */
public enum DeliveryStatus {
    QUEUED(0, false),
    SENDING(1, false),
    /** Refused for now; another attempt follows. */
    DEFERRED(2, false),
    /** Nobody can say whether it went out; waits for a person or for the provider's news. */
    UNCERTAIN(3, false),
    /** The provider took it. */
    SENT(4, false),
    DELIVERED(5, false),
    READ(6, false),
    /** A voice message was listened to. */
    PLAYED(7, false),
    /** Refused before it was taken. */
    REJECTED(8, true),
    /** Taken, then returned. */
    BOUNCED(8, true),
    /** The recipient called it spam. */
    COMPLAINED(9, true),
    /** Gave up. */
    FAILED(8, true);

    private final int rank;
    private final boolean failure;

    DeliveryStatus(int rank, boolean failure) {
        this.rank = rank;
        this.failure = failure;
    }

    /** True for a state in which this recipient will not get the message (or did not want it). */
    public boolean isFailure() {
        return failure;
    }

    /** True once nothing is left to do for this recipient by us. */
    public boolean isSettled() {
        return failure || rank >= SENT.rank;
    }

    /**
     * Whether news of {@code next} may replace this state. A read message cannot become delivered again; a message that
     * was read did arrive, so a later bounce (a full mailbox of a forwarding address, say) does not undo that.
     */
    public boolean mayBecome(DeliveryStatus next) {
        if (next == this) {
            return false;
        }
        return switch (this) {
            // Our own machine: deferred and sending alternate, and an uncertain one may be sent again by a person.
            case QUEUED, SENDING, DEFERRED, UNCERTAIN -> true;
            case DELIVERED -> next == READ || next == PLAYED || next == BOUNCED || next == COMPLAINED;
            case READ -> next == PLAYED || next == COMPLAINED;
            case PLAYED -> next == COMPLAINED;
            // A failure reported by us can be contradicted by the provider's proof of arrival.
            case FAILED, REJECTED -> next == DELIVERED || next == READ || next == PLAYED || next == COMPLAINED;
            // A bounce comes after the relay that called it delivered; a late or repeated "delivered" does not undo it.
            case BOUNCED -> next == READ || next == PLAYED || next == COMPLAINED;
            case COMPLAINED -> false;
            case SENT -> next.rank > rank;
        };
    }
}
