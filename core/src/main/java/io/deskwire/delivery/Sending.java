package io.deskwire.delivery;

import io.deskwire.channel.Outbound;
import io.deskwire.channel.SendResult;
import io.deskwire.channel.SendResult.HandedOver;
import io.deskwire.channel.ServiceWindow;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.failure.RetrySchedule;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.OutboundMessage;
import io.deskwire.work.Claim;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Use case: one attempt to send one message, or to find out what became of an earlier one. Never sends twice. */
public final class Sending {

    private static final Logger LOG = LoggerFactory.getLogger(Sending.class);

    private static final int MOST_AFTER_SEND_ATTEMPTS = 5;

    /** Code of a message that was not even tried, since only templates pass. */
    private static final String WINDOW_CLOSED = "window_closed";

    private final Outbox outbox;
    private final WindowGate gate;
    private final RandomGenerator random;

    /**
     * @param random source of jitter
     */
    public Sending(Outbox outbox, WindowGate gate, RandomGenerator random) {
        this.outbox = outbox;
        this.gate = gate;
        this.random = random;
    }

    /**
     * Does what the job's stage asks for.
     *
     * @param channel how its channel sends
     */
    public Attempt run(Claim claim, Outbox.Job job, Outbound channel, Instant now) {
        return switch (job.stage()) {
            case SEND -> send(claim, job, channel, now);
            case RESOLVE -> resolve(claim, job, channel, now);
            case AFTER_SEND -> afterSend(claim, job, channel, now);
        };
    }

    /** What becomes of a message whose channel cannot send: removed, switched off, without a sending side. */
    public Attempt unsendable(Claim claim, Outbox.Job job, ChannelException why, Instant now) {
        return switch (job.stage()) {
            case SEND -> new Attempt(failed(claim, why, now), why);
            case RESOLVE ->
                stillUnknown(claim, "an attempt to send was interrupted, and its channel cannot be asked: ", why, now);
            case AFTER_SEND -> new Attempt(new Outbox.Outcome.AfterSendDone(why.getMessage()), null);
        };
    }

    private Attempt send(Claim claim, Outbox.Job job, Outbound channel, Instant now) {
        OutboundMessage message = job.message();
        Optional<ServiceWindow> window = channel.serviceWindow();
        WindowGate.State state =
                window.map(w -> gate.of(message, w, now)).orElseGet(() -> new WindowGate.State(true, null));
        if (state.open()) {
            return send(claim, job, message, null, channel, now);
        }
        // It may have waited in the queue, or been planned for now, since the window was looked at last.
        Optional<OutboundMessage> instead = window.flatMap(w -> w.fallback(message));
        if (instead.isEmpty()) {
            return new Attempt(new Outbox.Outcome.Failed(true, closed(state), WINDOW_CLOSED), null);
        }
        String how = closed(state) + "; sent as the template that stands in for it";
        return send(claim, job, instead.get(), how, channel, now);
    }

    private static String closed(WindowGate.State state) {
        return state.closesAt() == null
                ? "the customer never wrote here, and only templates pass"
                : "the service window closed at " + state.closesAt() + ", and only templates pass";
    }

    private Attempt send(
            Claim claim, Outbox.Job job, OutboundMessage message, @Nullable String how, Outbound channel, Instant now) {
        outbox.begin(claim, now);
        try {
            SendResult result = channel.send(message, job.recipients());
            if (result instanceof SendResult.Uncertain uncertain) {
                return uncertain(claim, job, channel, uncertain.reason(), now);
            }
            return new Attempt(handedOver(claim, (HandedOver) result, how, channel, now), null);
        } catch (ChannelException e) {
            if (e.kind() == FailureKind.WINDOW_CLOSED) {
                return refusedByWindow(message, e, channel, now);
            }
            return new Attempt(failed(claim, e, now), e);
        } catch (RuntimeException e) {
            // The adapter broke its promise to classify; whether anything went out cannot be known.
            LOG.warn("sending message {} failed unexpectedly", job.message().id(), e);
            return uncertain(
                    claim,
                    job,
                    channel,
                    "the channel failed unexpectedly: " + e.getClass().getSimpleName(),
                    now);
        }
    }

    /** The provider knows better than we do; from now on so do we. */
    private Attempt refusedByWindow(OutboundMessage message, ChannelException e, Outbound channel, Instant now) {
        gate.refused(message, now);
        boolean another = channel.serviceWindow()
                .filter(window -> window.needs(message))
                .flatMap(window -> window.fallback(message))
                .isPresent();
        return new Attempt(
                another
                        ? new Outbox.Outcome.Retry(now, text(e), e.code().orElse(null))
                        : new Outbox.Outcome.Failed(true, text(e), e.code().orElse(WINDOW_CLOSED)),
                null);
    }

    private Attempt resolve(Claim claim, Outbox.Job job, Outbound channel, Instant now) {
        return uncertain(claim, job, channel, "the process ended while an attempt to send was under way", now);
    }

    private Attempt uncertain(Claim claim, Outbox.Job job, Outbound channel, String reason, Instant now) {
        Optional<Outbound.SentLookup> lookup = channel.sentLookup();
        if (lookup.isEmpty()) {
            return new Attempt(new Outbox.Outcome.Uncertain(reason), null);
        }
        try {
            Optional<HandedOver> found = lookup.get().find(job.message());
            return new Attempt(
                    found.isPresent()
                            ? handedOver(claim, found.get(), null, channel, now)
                            : new Outbox.Outcome.SendAgain(),
                    null);
        } catch (ChannelException e) {
            return stillUnknown(claim, reason + "; and the look-up failed: ", e, now);
        } catch (RuntimeException e) {
            LOG.warn("looking up message {} failed unexpectedly", job.message().id(), e);
            return new Attempt(
                    new Outbox.Outcome.Uncertain(reason + "; and the look-up failed unexpectedly: "
                            + e.getClass().getSimpleName()),
                    null);
        }
    }

    private Attempt stillUnknown(Claim claim, String reason, ChannelException e, Instant now) {
        Optional<Instant> next =
                e.kind().isRetryable() ? RetrySchedule.LOOK_UP.next(claim.attempt(), now, e, random) : Optional.empty();
        return new Attempt(
                next.isPresent()
                        ? new Outbox.Outcome.LookAgain(next.get(), reason + text(e))
                        : new Outbox.Outcome.Uncertain(reason + text(e)),
                e);
    }

    private Outbox.Outcome handedOver(
            Claim claim, HandedOver result, @Nullable String how, Outbound channel, Instant now) {
        List<Delivery> results = result.recipients().stream()
                .map(r -> new Delivery(r.recipient(), r.status(), r.reason() == null ? how : r.reason(), r.code(), now))
                .toList();
        boolean anyDeferred = results.stream().anyMatch(r -> r.status() == DeliveryStatus.DEFERRED);
        Instant retryAt = null;
        if (anyDeferred) {
            ChannelException deferred = ChannelException.of(FailureKind.TRANSIENT, "deferred");
            Optional<Instant> next = RetrySchedule.OUTBOUND.next(claim.attempt(), now, deferred, random);
            retryAt = next.orElse(null);
            if (next.isEmpty()) {
                results = results.stream().map(Sending::givenUp).toList();
            }
        }
        boolean anySent = results.stream().anyMatch(r -> r.status() == DeliveryStatus.SENT);
        return new Outbox.Outcome.HandedOver(
                results,
                result.providerMessageId(),
                result.wireMessageId(),
                retryAt,
                anySent && channel.afterSend().isPresent(),
                result.aliases());
    }

    private static Delivery givenUp(Delivery delivery) {
        return delivery.status() == DeliveryStatus.DEFERRED
                ? new Delivery(
                        delivery.recipient(), DeliveryStatus.FAILED, delivery.reason(), delivery.code(), delivery.at())
                : delivery;
    }

    private Outbox.Outcome failed(Claim claim, ChannelException e, Instant now) {
        String reason = text(e);
        String code = e.code().orElse(null);
        if (e.kind().isRetryable()) {
            Optional<Instant> next = RetrySchedule.OUTBOUND.next(claim.attempt(), now, e, random);
            if (next.isPresent()) {
                return new Outbox.Outcome.Retry(next.get(), reason, code);
            }
            return new Outbox.Outcome.Failed(
                    false, "gave up after " + claim.attempt() + " attempts; the last one: " + reason, code);
        }
        return new Outbox.Outcome.Failed(true, reason, code);
    }

    private Attempt afterSend(Claim claim, Outbox.Job job, Outbound channel, Instant now) {
        Optional<Outbound.AfterSend> afterSend = channel.afterSend();
        if (afterSend.isEmpty()) {
            return new Attempt(new Outbox.Outcome.AfterSendDone(null), null);
        }
        try {
            afterSend.get().run(job.message());
            String wire = afterSend.get().wireMessageId(job.message()).orElse(null);
            return new Attempt(new Outbox.Outcome.AfterSendDone(null, wire), null);
        } catch (ChannelException e) {
            return new Attempt(afterSendFailed(claim, text(e), e, now), null);
        } catch (RuntimeException e) {
            LOG.warn(
                    "the work after sending message {} failed unexpectedly",
                    job.message().id(),
                    e);
            return new Attempt(
                    afterSendFailed(
                            claim,
                            "it failed unexpectedly: " + e.getClass().getSimpleName(),
                            ChannelException.of(FailureKind.TRANSIENT, "unexpected"),
                            now),
                    null);
        }
    }

    private Outbox.Outcome afterSendFailed(Claim claim, String reason, ChannelException e, Instant now) {
        if (claim.attempt() < MOST_AFTER_SEND_ATTEMPTS && e.kind().isRetryable()) {
            Optional<Instant> next = RetrySchedule.OUTBOUND.next(claim.attempt(), now, e, random);
            if (next.isPresent()) {
                return new Outbox.Outcome.AfterSendRetry(next.get(), reason);
            }
        }
        return new Outbox.Outcome.AfterSendDone(reason);
    }

    private static String text(ChannelException e) {
        return String.valueOf(e.getMessage());
    }

    /**
     * @param outcome what follows
     * @param failure what tells the channel's health, or null when the provider was reached
     */
    public record Attempt(Outbox.Outcome outcome, @Nullable ChannelException failure) {}
}
