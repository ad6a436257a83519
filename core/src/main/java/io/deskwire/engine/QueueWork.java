package io.deskwire.engine;

import io.deskwire.DeskwireListener;
import io.deskwire.Stores;
import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelState;
import io.deskwire.channel.ChannelState.Status;
import io.deskwire.channel.MediaSource;
import io.deskwire.channel.Outbound;
import io.deskwire.delivery.Announcements;
import io.deskwire.delivery.LoopGuard;
import io.deskwire.delivery.Outbox;
import io.deskwire.delivery.SendPace;
import io.deskwire.delivery.Sending;
import io.deskwire.delivery.TicketUpdate;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.intake.Filing;
import io.deskwire.intake.Inbox;
import io.deskwire.intake.MediaFetching;
import io.deskwire.intake.MediaQueue;
import io.deskwire.intake.RawInbound;
import io.deskwire.intake.Settlement;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.MessageKind;
import io.deskwire.threading.Conversation;
import io.deskwire.ticket.Deliveries;
import io.deskwire.ticket.TicketDelivery;
import io.deskwire.work.Claimed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What the engine does with a claimed item of each queue. */
final class QueueWork {

    /** How soon an answer on a paused channel is looked at again. */
    private static final Duration WHILE_PAUSED = Duration.ofSeconds(30);

    private final Stores stores;
    private final BiFunction<String, String, Optional<OpenChannel>> channels;
    private final Filing filing;
    private final TicketDelivery ticketDelivery;
    private final Announcements announcements;
    private final LoopGuard loops;
    private final SendPace pace;
    private final Sending sending;
    private final MediaFetching mediaFetching;
    private final ChannelHealth health;
    private final DeskwireListener listener;
    private final Clock clock;

    /**
     * @param channels finds a channel of a tenant, also one that this node has not loaded yet
     */
    QueueWork(
            Stores stores,
            BiFunction<String, String, Optional<OpenChannel>> channels,
            Filing filing,
            TicketDelivery ticketDelivery,
            Announcements announcements,
            LoopGuard loops,
            SendPace pace,
            Sending sending,
            MediaFetching mediaFetching,
            ChannelHealth health,
            DeskwireListener listener,
            Clock clock) {
        this.stores = stores;
        this.channels = channels;
        this.filing = filing;
        this.ticketDelivery = ticketDelivery;
        this.announcements = announcements;
        this.loops = loops;
        this.pace = pace;
        this.sending = sending;
        this.mediaFetching = mediaFetching;
        this.health = health;
        this.listener = listener;
        this.clock = clock;
    }

    /** Decodes and files one item; returns whether the helpdesk now has something to take. */
    boolean file(Claimed<RawInbound> claimed, Instant now) {
        Settlement settlement = filing.file(claimed.job(), claimed.claim().attempt(), now);
        Inbox.Settled settled = stores.inbox().settle(claimed.claim(), settlement, clock.instant());
        listener.filed(
                claimed.claim(),
                settled,
                reason(settlement),
                Duration.between(claimed.job().storedAt(), clock.instant()));
        return settled == Inbox.Settled.FILED;
    }

    private static @Nullable String reason(Settlement settlement) {
        if (settlement instanceof Settlement.DeadLetter dead) {
            return dead.reason();
        }
        if (settlement instanceof Settlement.Filtered filtered) {
            return filtered.rule();
        }
        if (settlement instanceof Settlement.Quarantined quarantined) {
            return quarantined.reason();
        }
        return settlement instanceof Settlement.Retry retry ? retry.reason() : null;
    }

    void deliver(Claimed<Deliveries.Job> claimed, Instant now) {
        TicketDelivery.Attempt attempt = ticketDelivery.deliver(claimed.claim(), claimed.job(), now);
        Instant after = clock.instant();
        if (attempt.outcome() instanceof Deliveries.Outcome.Delivered) {
            delivered(claimed, attempt, after);
        }
        stores.deliveries().settle(claimed.claim(), attempt.outcome(), after);
        listener.delivered(claimed.claim().tenantId(), attempt.sinkResult(), Duration.between(now, after));
    }

    /** Before the delivery is settled: if this process ends in between, all of it is done again and changes nothing. */
    private void delivered(Claimed<Deliveries.Job> claimed, TicketDelivery.Attempt attempt, Instant now) {
        String tenantId = claimed.claim().tenantId();
        String conversationId = claimed.claim().lane();
        InboundMessage message = claimed.job().message();
        if (claimed.job().knownTicket() == null) {
            TicketUpdate created =
                    new TicketUpdate(TicketUpdate.Kind.CREATED, "first", attempt.number(), null, message.subject());
            announcements.received(message, conversationId, created);
            return;
        }
        boolean wasClosed = stores.conversations()
                .find(tenantId, conversationId)
                .map(Conversation::closedAt)
                .isPresent();
        if (wasClosed && message.kind() == MessageKind.MESSAGE) {
            // The helpdesk took it into the finished ticket, so that is open again.
            stores.conversations().close(tenantId, conversationId, null);
        }
    }

    void fetch(Claimed<MediaQueue.Job> claimed, Instant now) {
        String tenantId = claimed.claim().tenantId();
        String channelId = claimed.job().message().channelId();
        Optional<MediaSource> source =
                channels.apply(tenantId, channelId).map(o -> o.channel).flatMap(Channel::media);
        MediaQueue.Outcome outcome = mediaFetching.fetch(claimed.claim(), claimed.job(), source.orElse(null), now);
        stores.media().settle(claimed.claim(), outcome, clock.instant());
        listener.mediaSettled(tenantId, channelId, outcome.getClass().getSimpleName());
    }

    void send(Claimed<Outbox.Job> claimed, Instant now) {
        String tenantId = claimed.claim().tenantId();
        String channelId = claimed.job().message().channelId();
        Optional<OpenChannel> open = channels.apply(tenantId, channelId);
        ChannelState state = health.current(tenantId, channelId, now);
        Instant heldUntil = heldUntil(open.orElse(null), state, now);
        if (heldUntil != null) {
            stores.outbox().release(claimed.claim(), heldUntil);
            return;
        }
        Optional<Outbound> outbound = open.map(o -> o.channel).flatMap(c -> c.outbound());
        if (outbound.isPresent() && claimed.job().stage() == Outbox.Stage.SEND) {
            Instant leaves = outbound.get().mayLeaveAt(claimed.job().message(), now);
            if (leaves.isAfter(now)) {
                stores.outbox().release(claimed.claim(), leaves);
                return;
            }
        }
        Optional<LoopGuard.UsedUp> loop = claimed.job().stage() == Outbox.Stage.SEND
                ? loops.outbound(claimed.job().message(), now)
                : Optional.empty();
        if (loop.isPresent()) {
            Outbox.Outcome refused = new Outbox.Outcome.Failed(true, loop.get().line(), "loop-budget");
            stores.outbox().settle(claimed.claim(), refused, now);
            listener.sent(tenantId, channelId, refused.getClass().getSimpleName());
            return;
        }
        if (outbound.isPresent() && claimed.job().stage() == Outbox.Stage.SEND) {
            Instant paced = pace.mayLeaveAt(tenantId, now);
            if (paced.isAfter(now)) {
                stores.outbox().release(claimed.claim(), paced);
                return;
            }
        }
        Sending.Attempt attempt = outbound.isPresent()
                ? sending.run(claimed.claim(), claimed.job(), outbound.get(), now)
                : sending.unsendable(claimed.claim(), claimed.job(), cannotSend(open.orElse(null)), now);
        Instant after = clock.instant();
        stores.outbox().settle(claimed.claim(), attempt.outcome(), after);
        if (attempt.outcome() instanceof Outbox.Outcome.HandedOver handedOver
                && handedOver.results().stream().anyMatch(result -> result.status() == DeliveryStatus.SENT)) {
            loops.sent(claimed.job().message(), after);
        }
        if (outbound.isPresent()) {
            noteHealth(tenantId, channelId, attempt, after);
        }
        listener.sent(tenantId, channelId, attempt.outcome().getClass().getSimpleName());
    }

    /** A side that a person has to mend is probed at its own pace; the answers wait without using up attempts. */
    private static @Nullable Instant heldUntil(@Nullable OpenChannel open, ChannelState state, Instant now) {
        if (open != null && open.paused || state.paused()) {
            return now.plus(WHILE_PAUSED);
        }
        Instant next = state.outbound().nextAttemptAt();
        return state.outbound().status() == Status.AUTH_ERROR && next != null && next.isAfter(now) ? next : null;
    }

    private static ChannelException cannotSend(@Nullable OpenChannel open) {
        if (open == null) {
            // Somebody may be about to put it back.
            return ChannelException.of(FailureKind.TRANSIENT, "its channel is not there");
        }
        if (!open.problems.isEmpty()) {
            return ChannelException.of(FailureKind.TRANSIENT, "its channel's configuration has problems");
        }
        if (open.channel == null) {
            return ChannelException.of(FailureKind.TRANSIENT, "its channel is switched off");
        }
        return ChannelException.of(FailureKind.UNSUPPORTED, "its channel cannot send");
    }

    private void noteHealth(String tenantId, String channelId, Sending.Attempt attempt, Instant now) {
        ChannelException failure = attempt.failure();
        if (failure == null) {
            if (attempt.outcome() instanceof Outbox.Outcome.HandedOver) {
                health.outboundWorked(tenantId, channelId, now);
            }
        } else if (failure.kind() == FailureKind.AUTH
                || failure.kind() == FailureKind.TRANSIENT
                || failure.kind() == FailureKind.THROTTLED) {
            // Other kinds are about this message, not about the channel.
            health.outboundFailed(tenantId, channelId, failure, now);
        }
    }
}
