package io.deskwire.channel;

import io.deskwire.channel.ChannelState.Side;
import io.deskwire.channel.ChannelState.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One side of a channel went from one status to another.
 *
 * @param at when
 * @param direction which side
 * @param from the status before
 * @param to the status since then
 * @param reason why, in words, or null
 * @param hint what an administrator could do, or null
 */
public record ChannelTransition(
        Instant at,
        Direction direction,
        Status from,
        Status to,
        @Nullable String reason,
        @Nullable String hint) {

    /** The sides of a channel. */
    public enum Direction {
        INBOUND,
        OUTBOUND
    }

    public ChannelTransition {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(direction, "direction");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
    }

    /** What changed between two states of a channel: receiving first, at most one entry a side. */
    public static List<ChannelTransition> between(ChannelState before, ChannelState after, Instant at) {
        List<ChannelTransition> changes = new ArrayList<>(2);
        add(changes, Direction.INBOUND, before.inbound(), after.inbound(), at);
        add(changes, Direction.OUTBOUND, before.outbound(), after.outbound(), at);
        return changes;
    }

    private static void add(List<ChannelTransition> changes, Direction direction, Side before, Side after, Instant at) {
        if (before.status() != after.status()) {
            changes.add(new ChannelTransition(
                    at, direction, before.status(), after.status(), after.reason(), after.hint()));
        }
    }
}
