package io.deskwire.http;

import java.io.IOException;
import java.util.Objects;

/** A call got no answer. The message names the host and the problem, never path, query, headers or body. */
public final class TransportException extends IOException {

    private static final long serialVersionUID = 1L;

    /** How far a call came that got no answer. */
    public enum Problem {
        /** The host is at an address that this installation does not connect to. Nothing was sent. */
        BLOCKED,
        /** The server could not prove who it is. Nothing was sent. */
        UNTRUSTED,
        /** The name did not resolve, or no connection came about. Nothing was sent. */
        NOT_SENT,
        /** Something of the request had been sent when it ended: the server may have acted on it. */
        MAY_HAVE_ARRIVED
    }

    private final Problem problem;

    TransportException(Problem problem, String message, IOException cause) {
        super(message, cause);
        this.problem = Objects.requireNonNull(problem, "problem");
    }

    /** How far the call came. */
    public Problem problem() {
        return problem;
    }

    /** {@link #getMessage}, which is always there. */
    String words() {
        return Objects.requireNonNullElse(getMessage(), problem.name());
    }
}
