package io.deskwire.engine;

import io.deskwire.DeskwireListener;
import io.deskwire.channel.ChannelStates;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what channels receive and writes it down once a minute, so that a busy channel costs no more than a quiet one. What was
 * counted within the minute before a process dies is lost: the figures show a habit, they prove nothing.
 */
final class Arrivals {

    private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);
    private static final Duration PACE = Duration.ofMinutes(1);

    private final ChannelStates states;
    private final BiPredicate<String, String> isThere;
    private final DeskwireListener listener;
    private final Clock clock;
    private final Map<Slot, Long> counted = new ConcurrentHashMap<>();
    private volatile Instant nextWrite = Instant.MIN;

    private record Slot(String tenantId, String channelId, Instant hour) {}

    /** @param isThere whether there is such a channel: nothing is written of one that was removed meanwhile */
    Arrivals(ChannelStates states, BiPredicate<String, String> isThere, DeskwireListener listener, Clock clock) {
        this.states = states;
        this.isThere = isThere;
        this.listener = listener;
        this.clock = clock;
    }

    /** Something is durable: it is counted, and whoever listens is told. */
    void received(String tenantId, String channelId, int stored, int repeated) {
        if (stored > 0) {
            Instant now = clock.instant();
            Instant hour = Instant.ofEpochSecond(Math.floorDiv(now.getEpochSecond(), 3600L) * 3600L);
            counted.merge(new Slot(tenantId, channelId, hour), (long) stored, Long::sum);
        }
        listener.received(tenantId, channelId, stored, repeated);
    }

    boolean isDue(Instant now) {
        return !counted.isEmpty() && !now.isBefore(nextWrite);
    }

    /** Writes down what was counted; what cannot be written now is kept for the next time. */
    synchronized void write(Instant now) {
        nextWrite = now.plus(PACE);
        for (Slot slot : counted.keySet()) {
            Long items = counted.remove(slot);
            if (items == null || !isThere.test(slot.tenantId(), slot.channelId())) {
                continue;
            }
            try {
                states.arrived(slot.tenantId(), slot.channelId(), slot.hour(), items);
            } catch (RuntimeException e) {
                counted.merge(slot, items, Long::sum);
                LOG.debug("what channels received could not be written down", e);
                return;
            }
        }
    }
}
