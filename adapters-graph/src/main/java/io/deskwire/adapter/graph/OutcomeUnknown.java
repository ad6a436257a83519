package io.deskwire.adapter.graph;

import io.deskwire.failure.ChannelException;

/** A request went out whole and nobody said what became of it. */
final class OutcomeUnknown extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient ChannelException failure;

    OutcomeUnknown(ChannelException failure) {
        super(failure.getMessage(), failure, false, false);
        this.failure = failure;
    }

    /** What it is for a request that may be made again. */
    ChannelException failure() {
        return failure;
    }

    String words() {
        return String.valueOf(failure.getMessage());
    }
}
