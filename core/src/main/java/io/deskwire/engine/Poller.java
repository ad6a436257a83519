package io.deskwire.engine;

import io.deskwire.DeskwireListener;
import io.deskwire.channel.Channel;
import io.deskwire.channel.Cursor;
import io.deskwire.channel.InboundChannel;
import io.deskwire.channel.InboundChannel.FetchResult;
import io.deskwire.channel.PushSubscription;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.intake.CursorConflictException;
import io.deskwire.intake.Inbox;
import io.deskwire.work.Leases;
import io.deskwire.work.StoreUnavailableException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
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
    private final Clock clock;
    private final Runnable onStored;

    Poller(
            Inbox inbox,
            Leases leases,
            ChannelHealth health,
            EngineSettings settings,
            DeskwireListener listener,
            Clock clock,
            Runnable onStored) {
        this.inbox = inbox;
        this.leases = leases;
        this.health = health;
        this.settings = settings;
        this.listener = listener;
        this.clock = clock;
        this.onStored = onStored;
    }

    /**
     * Takes or keeps the right to read a channel; a mailbox is read by one node at a time.
     *
     * @return false when another node holds it
     */
    boolean holdsLease(OpenChannel channel, Instant now) {
        Instant until = channel.leaseUntil;
        if (until != null && now.isBefore(until.minus(settings.lease().dividedBy(2)))) {
            return true;
        }
        if (until == null && now.isBefore(channel.leaseRetryAt)) {
            return false;
        }
        Instant newUntil = now.plus(settings.lease());
        boolean acquired =
                leases.acquire(channel.tenantId(), "channel:" + channel.channelId(), settings.node(), now, newUntil);
        channel.leaseUntil = acquired ? newUntil : null;
        channel.leaseRetryAt =
                acquired ? Instant.MIN : now.plus(settings.lease().dividedBy(8));
        return acquired;
    }

    void releaseLease(OpenChannel channel) {
        if (channel.leaseUntil != null) {
            leases.release(channel.tenantId(), "channel:" + channel.channelId(), settings.node());
            channel.leaseUntil = null;
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
            Instant now = clock.instant();
            open.subscriptionProblem = upkeep.degraded();
            open.alarm = null;
            health.inboundWorked(open, 0, upkeep.degraded(), now);
            open.nextPollAt = upkeep.next();
        } catch (ChannelException e) {
            throw failed(open, e);
        } catch (RuntimeException e) {
            throw failed(open, translated(open, e));
        } finally {
            open.reading.unlock();
        }
    }

    private FetchResult fetch(OpenChannel open) throws ChannelException {
        Channel channel = Objects.requireNonNull(open.channel, "open");
        InboundChannel inbound = channel.inbound().orElseThrow();
        try {
            Optional<Cursor> cursor = inbox.cursor(open.tenantId(), open.channelId());
            ChannelIntake intake = new ChannelIntake(
                    inbox, open.tenantId(), open.channelId(), cursor.orElse(null), clock, accepted -> {
                        if (accepted.stored() > 0) {
                            onStored.run();
                        }
                        if (accepted.stored() + accepted.repeated() > 0) {
                            listener.received(
                                    open.tenantId(), open.channelId(), accepted.stored(), accepted.repeated());
                        }
                    });
            FetchResult result = inbound.fetch(cursor.orElse(null), intake, clock.instant());
            Instant now = clock.instant();
            health.inboundWorked(open, result.stored(), open.watchProblem, now);
            open.nextPollAt = now.plus(open.pollInterval());
            open.working = true;
            return result;
        } catch (ChannelException e) {
            throw failed(open, e);
        } catch (RuntimeException e) {
            throw failed(open, translated(open, e));
        }
    }

    private ChannelException failed(OpenChannel open, ChannelException e) {
        Instant now = clock.instant();
        if (e.kind() == FailureKind.CURSOR_EXPIRED) {
            inbox.forgetCursor(open.tenantId(), open.channelId());
        }
        open.working = false;
        open.nextPollAt = health.inboundFailed(open, e, now);
        return e;
    }

    private static ChannelException translated(OpenChannel open, RuntimeException e) {
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
        LOG.error("reading channel {}/{} failed unexpectedly", open.tenantId(), open.channelId(), cause);
        return ChannelException.of(
                FailureKind.TRANSIENT,
                "reading failed unexpectedly: " + cause.getClass().getSimpleName(),
                cause);
    }
}
