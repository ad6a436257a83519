package io.deskwire.delivery;

/** An answer cannot be sent, for a reason that the person who wrote it can understand. Nothing was stored. */
public final class ReplyRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why an answer was refused. */
    public enum Reason {
        /** No such ticket, conversation or channel. */
        NOT_FOUND,
        /** The draft itself: empty, nobody to send to, text with control characters. */
        INVALID,
        /** The channel is removed, switched off, or has no sending side. */
        CHANNEL_CANNOT_SEND
    }

    private final Reason reason;

    public ReplyRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
