package io.deskwire.channel;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Port: how the channels are doing, durable so that a restart forgets no failure and no pause. */
public interface ChannelStates {

    Optional<ChannelState> find(String tenantId, String channelId);

    List<ChannelState> ofTenant(String tenantId);

    /**
     * Changes a channel's state in one step, starting from {@link ChannelState#fresh} where there is none.
     *
     * @param change a pure function; may be called more than once
     * @return the new state
     */
    ChannelState update(String tenantId, String channelId, Instant now, UnaryOperator<ChannelState> change);

    /** Forgets a removed channel's state. */
    void remove(String tenantId, String channelId);
}
