package io.deskwire.engine;

import io.deskwire.DeskwireListener;
import io.deskwire.channel.Channel;
import io.deskwire.channel.Cursor;
import io.deskwire.channel.InboundChannel;
import io.deskwire.channel.InboundChannel.FetchResult;
import io.deskwire.channel.PushSubscription;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.failure.RetrySchedule;
import io.deskwire.intake.CursorConflictException;
import io.deskwire.intake.Inbox;
import io.deskwire.work.Leases;
import io.deskwire.work.StoreUnavailableException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one channel once: lease, fetch, health, time of the next look. */
final class Poller {

    private static final Logger LOG = LoggerFactory.getLogger(Poller.class);

    private final Inbox inbox;
    private final Leases leases;
    private final ChannelHealth health;
    private final EngineSettings settings;
    private final DeskwireListener listener;
    private final Arrivals arrivals;
    private final Clock clock;
    private final RandomGenerator random;
    private final Runnable onStored;

    Poller(
            Inbox inbox,
            Leases leases,
            ChannelHealth health,
            EngineSettings settings,
            DeskwireListener listener,
            Arrivals arrivals,
            Clock clock,
            RandomGenerator random,
            Runnable onStored) {
        this.inbox = inbox;
        this.leases = leases;
        this.health = health;
        this.settings = settings;
        this.listener = listener;
        this.arrivals = arrivals;
        this.clock = clock;
        this.random = random;
        this.onStored = onStored;
    }

    /**
     * Takes or keeps the right to read a channel; a mailbox is read by one node at a time.
     *
     * @return false when another node holds it
     */
    boolean holdsLease(OpenChannel channel, Instant now) {
        holdLeases(List.of(channel), now);
        return channel.leaseUntil != null;
    }

    /** Takes or keeps the right to read channels; afterwards {@link #holdsLease} need not ask for any of them. */
    void holdLeases(Collection<OpenChannel> channels, Instant now) {
        Map<Leases.Name, OpenChannel> asked = new LinkedHashMap<>();
        for (OpenChannel channel : channels) {
            if (isLeaseDue(channel, now)) {
                asked.put(lease(channel), channel);
            }
        }
        if (asked.isEmpty()) {
            return;
        }
        Instant until = now.plus(settings.lease());
        Set<Leases.Name> held = leases.acquireAll(asked.keySet(), settings.node(), now, until);
        asked.forEach((name, channel) -> {
            boolean ours = held.contains(name);
            channel.leaseUntil = ours ? until : null;
            channel.leaseRetryAt =
                    ours ? Instant.MIN : now.plus(settings.lease().dividedBy(8));
        });
    }

    private boolean isLeaseDue(OpenChannel channel, Instant now) {
        Instant until = channel.leaseUntil;
        return until == null
                ? !now.isBefore(channel.leaseRetryAt)
                : !now.isBefore(until.minus(settings.lease().dividedBy(2)));
    }

    private static Leases.Name lease(OpenChannel channel) {
        return new Leases.Name(channel.tenantId(), "channel:" + channel.channelId());
    }

    void releaseLease(OpenChannel channel) {
        releaseLeases(List.of(channel));
    }

    /** Lets other nodes read channels at once. */
    void releaseLeases(Collection<OpenChannel> channels) {
        List<OpenChannel> held =
                channels.stream().filter(channel -> channel.leaseUntil != null).toList();
        if (!held.isEmpty()) {
            leases.releaseAll(held.stream().map(Poller::lease).toList(), settings.node());
            held.forEach(channel -> channel.leaseUntil = null);
        }
    }

    /**
     * Reads the channel now.
     *
     * @throws ChannelException after it was noted in the channel's health
     */
    FetchResult poll(OpenChannel channel) throws ChannelException {
        channel.reading.lock();
        try {
            return fetch(channel);
        } finally {
            channel.reading.unlock();
        }
    }

    /**
     * Looks after what makes the provider push.
     *
     * @throws ChannelException after it was noted in the channel's health
     */
    void keep(OpenChannel open) throws ChannelException {
        open.reading.lock();
        try {
            PushSubscription subscription =
                    Objects.requireNonNull(open.channel, "open").subscription().orElseThrow();
            PushSubscription.Upkeep upkeep = subscription.keep(clock.instant());
            open.subscriptionProblem = upkeep.degraded();
            open.alarm = null;
            open.keepFailures = 0;
            open.nextKeepAt = upkeep.next();
            if (!open.reads()) {
                health.inboundWorked(open, 0, open.trouble(), clock.instant());
            }
        } catch (ChannelException e) {
            throw notKept(open, e);
        } catch (RuntimeException e) {
            throw notKept(open, translated(open.tenantId(), open.channelId(), e));
        } finally {
            open.reading.unlock();
        }
    }

    /** The channel is gone from the configuration: its provider is asked to push no more, and it is closed. */
    void end(OpenChannel open) {
        open.reading.lock();
        try {
            Channel channel = open.channel;
            if (channel != null && channel.subscription().isPresent()) {
                channel.subscription().get().end();
            }
        } catch (ChannelException | RuntimeException e) {
            LOG.info(
                    "channel {}/{} is gone, but its provider goes on pushing for a while: {}",
                    open.tenantId(),
                    open.channelId(),
                    e.getMessage());
        } finally {
            open.reading.unlock();
            open.close();
        }
    }

    /** A channel that is polled too works on; one that lives from being pushed to does not. */
    private ChannelException notKept(OpenChannel open, ChannelException e) {
        if (!open.reads()) {
            return failed(open, e);
        }
        Instant now = clock.instant();
        open.keepFailures++;
        String hint = e.hint().map(words -> " " + words).orElse("");
        open.subscriptionProblem = "polling only: " + e.getMessage() + "." + hint;
        Duration asked = e.retryAfter().orElse(Duration.ZERO);
        Duration planned = RetrySchedule.RECONNECT.delayOrLast(open.keepFailures, random);
        open.nextKeepAt = now.plus(planned.compareTo(asked) > 0 ? planned : asked);
        return e;
    }

    private FetchResult fetch(OpenChannel open) throws ChannelException {
        Channel channel = Objects.requireNonNull(open.channel, "open");
        InboundChannel inbound = channel.inbound().orElseThrow();
        try {
            Optional<Cursor> cursor = inbox.cursor(open.tenantId(), open.channelId());
            ChannelIntake intake = new ChannelIntake(inbox, open.config, cursor.orElse(null), clock, accepted -> {
                if (accepted.stored() > 0) {
                    onStored.run();
                }
                if (accepted.stored() + accepted.repeated() > 0) {
                    arrivals.received(open.tenantId(), open.channelId(), accepted.stored(), accepted.repeated());
                }
            });
            FetchResult result = inbound.fetch(cursor.orElse(null), intake, clock.instant());
            Instant now = clock.instant();
            if (result.resynced()) {
                LOG.warn(
                        "channel {}/{} was read again from an earlier time, {} items were new: {}",
                        open.tenantId(),
                        open.channelId(),
                        result.stored(),
                        result.note() == null ? "its position was no longer known" : result.note());
                listener.resynced(open.tenantId(), open.channelId(), result.stored());
            }
            if (result.offered() > 0) {
                open.log.note("read: " + result.offered() + " offered, " + result.stored() + " new");
            }
            open.readingProblem = result.degraded();
            health.inboundWorked(open, result.stored(), open.trouble(), now);
            open.nextPollAt = now.plus(open.pollInterval());
            open.waitUntil = Instant.MIN;
            open.working = true;
            return result;
        } catch (ChannelException e) {
            throw failed(open, e);
        } catch (RuntimeException e) {
            throw failed(open, translated(open.tenantId(), open.channelId(), e));
        }
    }

    private ChannelException failed(OpenChannel open, ChannelException e) {
        // Not its words: servers quote user names in them, and they stand in the channel's state anyway.
        open.log.note("failed: " + e.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        Instant now = clock.instant();
        if (e.kind() == FailureKind.CURSOR_EXPIRED) {
            inbox.forgetCursor(open.tenantId(), open.channelId());
        }
        open.working = false;
        Instant next = health.inboundFailed(open, e, now);
        open.nextPollAt = next;
        open.waitUntil = e.kind() == FailureKind.AUTH || e.retryAfter().isPresent() ? next : Instant.MIN;
        if (!open.reads()) {
            open.nextKeepAt = next;
        }
        return e;
    }

    /** What an adapter or a store threw, as a failure of the channel. */
    static ChannelException translated(String tenantId, String channelId, RuntimeException e) {
        Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
        if (cause instanceof StoreUnavailableException) {
            return ChannelException.of(
                    FailureKind.TRANSIENT, "our own store is not available: " + cause.getMessage(), cause);
        }
        if (cause instanceof UncheckedIOException) {
            return ChannelException.of(
                    FailureKind.TRANSIENT,
                    "the connection broke while a message was read: " + cause.getMessage(),
                    cause);
        }
        if (cause instanceof CursorConflictException) {
            return ChannelException.of(FailureKind.TRANSIENT, "another node read the channel meanwhile", cause);
        }
        if (cause instanceof ChannelException failure) {
            return failure;
        }
        LOG.error("reading channel {}/{} failed unexpectedly", tenantId, channelId, cause);
        return ChannelException.of(
                FailureKind.TRANSIENT,
                "reading failed unexpectedly: " + cause.getClass().getSimpleName(),
                cause);
    }
}
