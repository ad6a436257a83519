package io.deskwire.engine;

import io.deskwire.DeskwireListener;
import io.deskwire.channel.ChannelState;
import io.deskwire.channel.ChannelState.Side;
import io.deskwire.channel.ChannelState.Status;
import io.deskwire.channel.ChannelStates;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.RetrySchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the channels' health: what failed and why, when it is tried again, and a heartbeat that proves it works. */
final class ChannelHealth {

    private static final Logger LOG = LoggerFactory.getLogger(ChannelHealth.class);

    /** A success is written down at least this often, and at once when it changes something. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /** Longest wait that a provider is granted before it is asked again: what it says of years is a mistake. */
    private static final Duration LONGEST_ASKED_FOR = Duration.ofHours(1);

    /** A person has to act; until then a look now and then, so that the channel mends itself when they have. */
    private static final RetrySchedule PROBE = new RetrySchedule(
            List.of(
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(15),
                    Duration.ofMinutes(30),
                    Duration.ofHours(1)),
            0.2);

    private static final Set<Status> WORKS = EnumSet.of(Status.CONNECTING, Status.CONNECTED, Status.DEGRADED);

    /** So many attempts' wait, half a minute, is kept at least by one that was told how long to wait. */
    private static final int BELIEVED = 4;

    private final ChannelStates states;
    private final DeskwireListener listener;
    private final RandomGenerator random;
    private final Map<String, Instant> lastWritten = new ConcurrentHashMap<>();

    ChannelHealth(ChannelStates states, DeskwireListener listener, RandomGenerator random) {
        this.states = states;
        this.listener = listener;
        this.random = random;
    }

    ChannelState current(String tenantId, String channelId, Instant now) {
        return states.find(tenantId, channelId).orElseGet(() -> ChannelState.fresh(tenantId, channelId, now));
    }

    /** Receiving worked; {@code degraded} says why it is not as good as configured, or is null. */
    void inboundWorked(OpenChannel channel, int stored, @Nullable String degraded, Instant now) {
        String key = "in:" + channel.key();
        String fingerprint = degraded == null ? "" : degraded;
        if (stored == 0 && recentlyWritten(key, now) && fingerprint.equals(channel.lastDegraded)) {
            return;
        }
        channel.lastDegraded = fingerprint;
        update(channel.tenantId(), channel.channelId(), now, state -> {
            Side side = state.inbound().worked(now);
            if (degraded != null) {
                Instant since = state.inbound().status() == Status.DEGRADED
                        ? state.inbound().since()
                        : now;
                side = new Side(Status.DEGRADED, degraded, null, since, now, 0, null);
            }
            ChannelState next = state.withInbound(side);
            return stored > 0 ? next.withLastMessageAt(now) : next;
        });
        lastWritten.put(key, now);
    }

    /**
     * Something was pushed. Written down with the heartbeat's pace: a busy number would else write its health as often as its
     * messages.
     */
    void pushed(OpenChannel channel, int stored, @Nullable String degraded, Instant now) {
        String fingerprint = degraded == null ? "" : degraded;
        String key = "push:" + channel.key();
        if (stored > 0 && (!recentlyWritten(key, now) || !fingerprint.equals(channel.lastDegraded))) {
            inboundWorked(channel, stored, degraded, now);
            lastWritten.put(key, now);
        }
    }

    /** It is due, but its turn has not come. What is wrong with it for reasons of its own says more. */
    void heldBack(OpenChannel channel, String why, Instant now) {
        channel.lastDegraded = why;
        update(channel.tenantId(), channel.channelId(), now, state -> {
            Side was = state.inbound();
            if (!WORKS.contains(was.status())) {
                return state;
            }
            Instant since = was.status() == Status.DEGRADED ? was.since() : now;
            return state.withInbound(
                    new Side(Status.DEGRADED, why, null, since, was.lastOkAt(), was.failures(), was.nextAttemptAt()));
        });
    }

    /** Receiving failed. Returns when it should be tried again. */
    Instant inboundFailed(OpenChannel channel, ChannelException e, Instant now) {
        lastWritten.remove("in:" + channel.key());
        ChannelState after = update(
                channel.tenantId(),
                channel.channelId(),
                now,
                state -> state.withInbound(failed(state.inbound(), e, now)));
        Instant next = after.inbound().nextAttemptAt();
        return next == null ? now.plusSeconds(60) : next;
    }

    void outboundWorked(String tenantId, String channelId, Instant now) {
        update(
                tenantId,
                channelId,
                now,
                state -> state.withOutbound(state.outbound().worked(now)).withLastSentAt(now));
    }

    void outboundFailed(String tenantId, String channelId, ChannelException e, Instant now) {
        update(tenantId, channelId, now, state -> state.withOutbound(failed(state.outbound(), e, now)));
    }

    /** Both sides take on a status that is not a failure of theirs: paused, disabled, wrong configuration. */
    void set(String tenantId, String channelId, Status status, @Nullable String reason, Instant now) {
        update(tenantId, channelId, now, state -> {
            if (state.inbound().status() == status
                    && Objects.equals(state.inbound().reason(), reason)) {
                return state;
            }
            return state.withInbound(state.inbound().changed(status, reason, null, now, null))
                    .withOutbound(state.outbound().changed(status, reason, null, now, null));
        });
    }

    void setPaused(String tenantId, String channelId, boolean paused, Instant now) {
        update(tenantId, channelId, now, state -> {
            if (paused) {
                return state.withPaused(true)
                        .withInbound(state.inbound().changed(Status.PAUSED, "held by an operator", null, now, null))
                        .withOutbound(state.outbound().changed(Status.PAUSED, "held by an operator", null, now, null));
            }
            return state.withPaused(false).withInbound(Side.connecting(now)).withOutbound(Side.connecting(now));
        });
        lastWritten.remove("in:" + OpenChannel.key(tenantId, channelId));
    }

    void forget(String tenantId, String channelId) {
        states.remove(tenantId, channelId);
        lastWritten.remove("in:" + OpenChannel.key(tenantId, channelId));
    }

    private Side failed(Side side, ChannelException e, Instant now) {
        int attempt = side.failures() + 1;
        String reason = e.getMessage();
        String hint = e.hint().orElse(null);
        return switch (e.kind()) {
            case AUTH ->
                side.changed(Status.AUTH_ERROR, reason, hint, now, now.plus(PROBE.delayOrLast(attempt, random)));
            case NOT_FOUND, MALFORMED, UNSUPPORTED, WINDOW_CLOSED, PERMANENT ->
                side.changed(Status.CONNECT_ERROR, reason, hint, now, now.plus(PROBE.delayOrLast(attempt, random)));
            case THROTTLED -> side.changed(Status.DEGRADED, reason, hint, now, backOff(attempt, e, now));
            case TRANSIENT, CURSOR_EXPIRED ->
                side.changed(Status.DISCONNECTED, reason, hint, now, backOff(attempt, e, now));
        };
    }

    private Instant backOff(int attempt, ChannelException e, Instant now) {
        Duration asked = e.retryAfter().orElse(Duration.ZERO);
        asked = asked.compareTo(LONGEST_ASKED_FOR) > 0 ? LONGEST_ASKED_FOR : asked;
        // Who says how long is mostly right; a large mailbox that is read quota by quota must not be read ever more
        // slowly.
        int counted = asked.isZero() ? attempt : Math.min(attempt, BELIEVED);
        Duration planned = RetrySchedule.RECONNECT.delayOrLast(counted, random);
        return now.plus(planned.compareTo(asked) > 0 ? planned : asked);
    }

    private boolean recentlyWritten(String key, Instant now) {
        Instant last = lastWritten.get(key);
        return last != null && Duration.between(last, now).compareTo(HEARTBEAT) < 0;
    }

    private ChannelState update(String tenantId, String channelId, Instant now, UnaryOperator<ChannelState> change) {
        ChannelState before = current(tenantId, channelId, now);
        ChannelState after = states.update(tenantId, channelId, now, change);
        if (before.inbound().status() != after.inbound().status()
                || before.outbound().status() != after.outbound().status()) {
            LOG.info(
                    "channel {}/{}: receiving {} -> {}, sending {} -> {}",
                    tenantId,
                    channelId,
                    before.inbound().status(),
                    after.inbound().status(),
                    before.outbound().status(),
                    after.outbound().status());
            listener.channelChanged(before, after);
        }
        return after;
    }
}
