package io.deskwire.testkit.helpdesk;

import org.jspecify.annotations.Nullable;

/** A way in which a simulated helpdesk answers wrongly. */
public enum ApiTrouble {
    /** HTTP 429 with Retry-After: 7; nothing is done. */
    THROTTLED(false, 429),
    /** HTTP 503; nothing is done. */
    AWAY(false, 503),
    /** HTTP 500; nothing is done. */
    FAILS(false, 500),
    /** HTTP 401; nothing is done. */
    UNAUTHORIZED(false, 401),
    /** The connection ends before anything is done. */
    CUT_BEFORE(false, 0),
    /** It is done, and the connection ends before the answer. */
    CUT_AFTER(true, 0),
    /** It is done, and answered with a proxy's page of HTTP 502. */
    BAD_GATEWAY_AFTER(true, 502);

    private final boolean done;
    private final int status;

    ApiTrouble(boolean done, int status) {
        this.done = done;
        this.status = status;
    }

    boolean isDone() {
        return done;
    }

    /** What is answered; null when the connection ends. */
    @Nullable ApiReply reply() {
        if (status == 0) {
            return null;
        }
        ApiReply reply = ApiReply.error(status, "trouble");
        return this == THROTTLED ? reply.with("Retry-After", "7") : reply;
    }
}
