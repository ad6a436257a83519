package io.deskwire.app.console;

import io.deskwire.channel.ChannelState;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.engine.Channels;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A channel as its operator sees it. */
record ChannelView(
        String id,
        String domId,
        String provider,
        @Nullable String ticketAddress,
        boolean active,
        boolean paused,
        List<ConfigProblem> problems,
        Side inbound,
        Side outbound,
        @Nullable Moment lastMessage,
        @Nullable Moment lastSent,
        String address,
        @Nullable ChatSetup chat) {

    /** One direction. */
    record Side(
            String name,
            Chip chip,
            @Nullable String reason,
            @Nullable String hint,
            Moment since,
            @Nullable Moment lastOk,
            int failures,
            @Nullable Moment nextAttempt) {}

    /**
     * @param chat what is particular to channels of chats, or null
     */
    static ChannelView of(Channels.View view, @Nullable ChatSetup chat, Instant now) {
        ChannelConfig config = view.config();
        ChannelState state = view.state();
        return new ChannelView(
                config.channelId(),
                // Ids are the tenant's own words; an element's id has no room for all of them.
                "channel-" + Integer.toHexString(config.channelId().hashCode()),
                Words.provider(config.provider()),
                config.ticketAddress(),
                config.active(),
                state.paused(),
                view.problems(),
                side("Receiving", state.inbound(), view, now),
                side("Sending", state.outbound(), view, now),
                Moment.orNull(state.lastMessageAt(), now),
                Moment.orNull(state.lastSentAt(), now),
                Addresses.channel(config.tenantId(), config.channelId()),
                chat);
    }

    private static Side side(String name, ChannelState.Side side, Channels.View view, Instant now) {
        ChannelState.Status status = !view.config().active()
                ? ChannelState.Status.DISABLED
                : view.state().paused() ? ChannelState.Status.PAUSED : side.status();
        // The configuration's problems stand above, each with its path; the reason only repeats them.
        boolean explained = status == side.status() && view.problems().isEmpty();
        boolean untried = status == ChannelState.Status.CONNECTING && side.lastOkAt() == null && side.failures() == 0;
        return new Side(
                name,
                untried ? new Chip("Not used yet", Tone.CALM) : Words.channel(status),
                explained ? side.reason() : null,
                explained ? side.hint() : null,
                Moment.of(side.since(), now),
                Moment.orNull(side.lastOkAt(), now),
                side.failures(),
                Moment.orNull(side.nextAttemptAt(), now));
    }
}
