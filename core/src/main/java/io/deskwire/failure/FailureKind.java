package io.deskwire.failure;

/** Why a call to a provider or helpdesk failed. The adapter decides; everything that follows depends on this alone. */
public enum FailureKind {
    /** May work next time: network, 5xx, timeout. */
    TRANSIENT,
    /** Asked to slow down; carries how long. */
    THROTTLED,
    /** Credentials refused or revoked. The only kind that pauses a side of a channel. */
    AUTH,
    /** The resume position is no longer known to the provider; a resync is needed. */
    CURSOR_EXPIRED,
    /** The thing asked for does not exist: folder, mailbox, message. */
    NOT_FOUND,
    /** What was received cannot be understood at all. */
    MALFORMED,
    /** Something this channel cannot carry. */
    UNSUPPORTED,
    /** The provider takes only templates now: the customer has been silent for longer than its service window. */
    WINDOW_CLOSED,
    /** Refused for good. */
    PERMANENT;

    /** Whether trying the same again later can help. */
    public boolean isRetryable() {
        return switch (this) {
            case TRANSIENT, THROTTLED, AUTH, CURSOR_EXPIRED, NOT_FOUND -> true;
            case MALFORMED, UNSUPPORTED, WINDOW_CLOSED, PERMANENT -> false;
        };
    }
}
