package io.deskwire.adapter.helpdesks;

import java.io.IOException;

/** Nobody knows whether the helpdesk did what it was asked: its answer was lost, or was one of a server that failed. */
public final class UncertainWriteException extends IOException {

    private static final long serialVersionUID = 1L;

    /** An unknown outcome, in words. */
    public UncertainWriteException(String words) {
        super(words);
    }
}
