package io.deskwire.intake;

/** Somebody else moved the channel's cursor meanwhile; nothing of the batch was stored. */
public final class CursorConflictException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CursorConflictException(String channelId) {
        super("the cursor of channel " + channelId + " was moved by another fetch");
    }
}
