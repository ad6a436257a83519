package io.deskwire.channel;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
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

    /** Forgets a removed channel's state, its transitions and what it received. */
    void remove(String tenantId, String channelId);

    /** So many transitions of a channel are kept; older ones are forgotten. */
    int KEPT_TRANSITIONS = 100;

    /** For so long what channels received is kept by hours. */
    Duration KEPT_ARRIVALS = Duration.ofDays(36);

    /**
     * How a channel's sides went from status to status, noted by {@link #update} in the same step, the newest first.
     *
     * @param limit how many at most, at least 1
     */
    List<ChannelTransition> transitions(String tenantId, String channelId, int limit);

    /**
     * Notes that a channel received something.
     *
     * @param at a time within the hour that it counts for
     * @param items how many, at least 1
     */
    void arrived(String tenantId, String channelId, Instant at, long items);

    /**
     * How much each channel of a tenant received, by hours.
     *
     * @param from the first hour, at most {@link #KEPT_ARRIVALS} ago
     * @return by channel, then by the hour's beginning; without channels and hours that received nothing
     */
    Map<String, NavigableMap<Instant, Long>> arrivals(String tenantId, Instant from);
}
