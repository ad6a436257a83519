package io.deskwire;

import io.deskwire.channel.ChannelState;
import io.deskwire.failure.FailureKind;
import io.deskwire.intake.Inbox;
import io.deskwire.work.Claim;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Is told what happens, for metrics and alarms. Called on the engine's threads after the fact is durable: be quick, throw
 * nothing. Not a delivery mechanism: when the process dies between the fact and the call, the call is never made.
 */
public interface DeskwireListener {

    /** Items were stored. */
    default void received(String tenantId, String channelId, int stored, int repeated) {}

    /** A channel's cursor had expired at the source, so it was read again from an earlier time and known items left out. */
    default void resynced(String tenantId, String channelId, int stored) {}

    /** An inbox item reached an outcome. */
    default void filed(Claim claim, Inbox.Settled outcome, @Nullable String reason, Duration sinceStored) {}

    /** The helpdesk answered; {@code outcome} is the name of the {@link io.deskwire.ticket.SinkResult}. */
    default void delivered(String tenantId, String outcome, Duration took) {}

    /** An attempt to send ended; {@code outcome} is the name of the outbox's outcome. */
    default void sent(String tenantId, String channelId, String outcome) {}

    /**
     * A webhook request was not proven to come from its provider.
     *
     * @param tenantId null when it named no channel
     * @param channelId likewise
     * @param observedOnly true when the channel merely observes and took it all the same
     */
    default void webhookRefused(
            String provider,
            @Nullable String tenantId,
            @Nullable String channelId,
            String reason,
            boolean observedOnly) {}

    /** A proven webhook request named no channel of this installation. */
    default void webhookUnrouted(String provider) {}

    /** Fetching a file ended; {@code outcome} is the name of the media queue's outcome. */
    default void mediaSettled(String tenantId, String channelId, String outcome) {}

    /**
     * A message was not handed on, or an automatic answer not sent, because a budget against loops is used up. May be called
     * again when the work on the same message is begun anew.
     *
     * @param budget its name in the channel's document
     * @param inbound whether it was a message that came in
     */
    default void loopBudgetUsedUp(String tenantId, String channelId, String budget, boolean inbound) {}

    /**
     * A channel's HTTP call to its provider ended.
     *
     * @param status of the answer, or 0 when there was none
     */
    default void providerAnswered(String provider, int status) {}

    /**
     * A token endpoint was asked for an access token for a channel.
     *
     * @param failure why none was issued, or null when one was
     */
    default void accessTokenAsked(String provider, @Nullable FailureKind failure) {}

    /** A side of a channel changed its status. */
    default void channelChanged(ChannelState before, ChannelState after) {}

    /** Nobody is interested. */
    static DeskwireListener none() {
        return new DeskwireListener() {};
    }
}
