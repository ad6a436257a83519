package io.deskwire.delivery;

import java.time.Instant;

/** Port: how fast a tenant's messages may go out. What has to wait is tried later and uses up no attempt. */
@FunctionalInterface
public interface SendPace {

    /**
     * Asked right before a message is sent.
     *
     * @return {@code now} or earlier when it may go, and then it counts; else when to ask again
     */
    Instant mayLeaveAt(String tenantId, Instant now);

    /** As fast as the channels are. */
    static SendPace unlimited() {
        return (tenantId, now) -> now;
    }
}
