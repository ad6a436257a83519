package io.deskwire.channel;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a channel is doing. Receiving and sending have separate health: neither stops the other.
 *
 * @param inbound receiving
 * @param outbound sending
 * @param paused true while an operator holds the channel; survives restarts
 * @param lastMessageAt when the last new item was stored, or null
 * @param lastSentAt when the last message was handed over, or null
 */
public record ChannelState(
        String tenantId,
        String channelId,
        Side inbound,
        Side outbound,
        boolean paused,
        @Nullable Instant lastMessageAt,
        @Nullable Instant lastSentAt) {

    /** States of one side. */
    public enum Status {
        CONNECTING,
        CONNECTED,
        /** Works, but not as well as configured. */
        DEGRADED,
        /** Lost; trying again by itself. */
        DISCONNECTED,
        /** Credentials refused; probed slowly, mended by a person. */
        AUTH_ERROR,
        /** Configuration or server refuses for a reason that needs a person. */
        CONNECT_ERROR,
        /** Held by an operator. */
        PAUSED,
        /** Switched off in its configuration. */
        DISABLED
    }

    /**
     * One side's health.
     *
     * @param status where it stands
     * @param reason why, in words, or null
     * @param hint what an administrator can do, or null
     * @param since when this status began
     * @param lastOkAt when it last worked, or null; a state is believed only while this keeps moving
     * @param failures how many attempts in a row failed
     * @param nextAttemptAt when it is tried again, or null
     */
    public record Side(
            Status status,
            @Nullable String reason,
            @Nullable String hint,
            Instant since,
            @Nullable Instant lastOkAt,
            int failures,
            @Nullable Instant nextAttemptAt) {
        public Side {
            Objects.requireNonNull(status, "status");
            Objects.requireNonNull(since, "since");
        }

        /** A side that has not been tried yet. */
        public static Side connecting(Instant now) {
            return new Side(Status.CONNECTING, null, null, now, null, 0, null);
        }

        /** The side after it worked. */
        public Side worked(Instant now) {
            return new Side(Status.CONNECTED, null, null, status == Status.CONNECTED ? since : now, now, 0, null);
        }

        /** The side with another status, for a reason. */
        public Side changed(
                Status next,
                @Nullable String newReason,
                @Nullable String newHint,
                Instant now,
                @Nullable Instant nextAttempt) {
            boolean failed = next != Status.PAUSED && next != Status.DISABLED && next != Status.CONNECTING;
            return new Side(
                    next,
                    newReason,
                    newHint,
                    status == next ? since : now,
                    lastOkAt,
                    failed ? failures + 1 : 0,
                    nextAttempt);
        }
    }

    /** A channel seen for the first time. */
    public static ChannelState fresh(String tenantId, String channelId, Instant now) {
        return new ChannelState(tenantId, channelId, Side.connecting(now), Side.connecting(now), false, null, null);
    }

    public ChannelState withInbound(Side side) {
        return new ChannelState(tenantId, channelId, side, outbound, paused, lastMessageAt, lastSentAt);
    }

    public ChannelState withOutbound(Side side) {
        return new ChannelState(tenantId, channelId, inbound, side, paused, lastMessageAt, lastSentAt);
    }

    public ChannelState withPaused(boolean nowPaused) {
        return new ChannelState(tenantId, channelId, inbound, outbound, nowPaused, lastMessageAt, lastSentAt);
    }

    public ChannelState withLastMessageAt(Instant at) {
        return new ChannelState(tenantId, channelId, inbound, outbound, paused, at, lastSentAt);
    }

    public ChannelState withLastSentAt(Instant at) {
        return new ChannelState(tenantId, channelId, inbound, outbound, paused, lastMessageAt, at);
    }
}
