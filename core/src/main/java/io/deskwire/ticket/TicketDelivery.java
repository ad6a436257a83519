package io.deskwire.ticket;

import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.failure.RetrySchedule;
import io.deskwire.message.InboundMessage;
import io.deskwire.work.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Use case: one filed message is handed to the helpdesk. */
public final class TicketDelivery {

    private static final Logger LOG = LoggerFactory.getLogger(TicketDelivery.class);

    /** How long a wrongly set up helpdesk is left alone; its messages wait as long as it takes. */
    private static final Duration MISCONFIGURED_WAIT = Duration.ofMinutes(10);

    private final TicketSink sink;
    private final Function<InboundMessage, AttachmentSource> attachments;
    private final RandomGenerator random;

    /**
     * @param attachments opens a message's files
     * @param random source of jitter
     */
    public TicketDelivery(
            TicketSink sink, Function<InboundMessage, AttachmentSource> attachments, RandomGenerator random) {
        this.sink = sink;
        this.attachments = attachments;
        this.random = random;
    }

    /** Makes one attempt. */
    public Attempt deliver(Claim claim, Deliveries.Job job, Instant now) {
        TicketEvent event = new TicketEvent(
                job.message(),
                claim.lane(),
                job.knownTicket(),
                job.decision(),
                attachments.apply(job.message()),
                claim.attempt(),
                job.mayHaveArrived(),
                now);
        SinkResult result;
        try {
            result = sink.deliver(event);
        } catch (RuntimeException e) {
            LOG.warn(
                    "the ticket sink failed on message {}, attempt {}",
                    job.message().id(),
                    claim.attempt(),
                    e);
            result = new SinkResult.Unknown(
                    "the helpdesk's connection failed: " + e.getClass().getSimpleName());
        }
        return new Attempt(
                result.getClass().getSimpleName(),
                outcome(result, claim, job, now),
                result instanceof SinkResult.Created created ? created.number() : null);
    }

    private Deliveries.Outcome outcome(SinkResult result, Claim claim, Deliveries.Job job, Instant now) {
        if (result instanceof SinkResult.Created created) {
            return new Deliveries.Outcome.Delivered(created.ticket());
        }
        if (result instanceof SinkResult.Appended appended) {
            return new Deliveries.Outcome.Delivered(appended.ticket());
        }
        if (result instanceof SinkResult.Duplicate duplicate) {
            return new Deliveries.Outcome.Delivered(duplicate.ticket());
        }
        if (result instanceof SinkResult.Rejected rejected) {
            return new Deliveries.Outcome.DeadLetter("the helpdesk refused it: " + rejected.reason());
        }
        if (result instanceof SinkResult.Misconfigured wrong) {
            return new Deliveries.Outcome.Wait(
                    now.plus(MISCONFIGURED_WAIT), "the helpdesk's connection is set up wrongly: " + wrong.reason());
        }
        if (result instanceof SinkResult.Unknown unknown) {
            return again(claim, now, unknown.reason(), null, true);
        }
        SinkResult.Retry retry = (SinkResult.Retry) result;
        return again(claim, now, retry.reason(), retry.after(), job.mayHaveArrived());
    }

    private Deliveries.Outcome again(
            Claim claim, Instant now, String reason, @Nullable Duration after, boolean mayHaveArrived) {
        ChannelException failure = after == null
                ? ChannelException.of(FailureKind.TRANSIENT, reason)
                : ChannelException.throttled(reason, after);
        Optional<Instant> at = RetrySchedule.SINK.next(claim.attempt(), now, failure, random);
        if (at.isPresent()) {
            return new Deliveries.Outcome.Retry(at.get(), reason, mayHaveArrived);
        }
        return new Deliveries.Outcome.DeadLetter(
                "the helpdesk did not take it in " + claim.attempt() + " attempts; the last one: " + reason);
    }

    /**
     * @param sinkResult name of what the sink answered
     * @param outcome what follows from it
     * @param number what people call the new ticket, or null
     */
    public record Attempt(
            String sinkResult,
            Deliveries.Outcome outcome,
            @Nullable String number) {}
}
