package io.deskwire.intake;

import io.deskwire.channel.MediaSource;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.failure.RetrySchedule;
import io.deskwire.work.Claim;
import io.deskwire.work.StoreUnavailableException;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Use case: one attempt to fetch one file that its provider keeps for a while. */
public final class MediaFetching {

    private static final Logger LOG = LoggerFactory.getLogger(MediaFetching.class);

    private final MediaQueue queue;
    private final RandomGenerator random;

    /**
     * @param random source of jitter
     */
    public MediaFetching(MediaQueue queue, RandomGenerator random) {
        this.queue = queue;
        this.random = random;
    }

    /**
     * Makes the attempt.
     *
     * @param source how its channel fetches files, or null while the channel is not open here
     */
    public MediaQueue.Outcome fetch(Claim claim, MediaQueue.Job job, @Nullable MediaSource source, Instant now) {
        if (source == null) {
            return again(claim, ChannelException.of(FailureKind.TRANSIENT, "its channel is not open"), now);
        }
        try {
            MediaSource.Fetched fetched = source.fetch(
                    job.raw().content(), job.raw().meta(), job.index(), bytes -> queue.keep(claim.tenantId(), bytes));
            return new MediaQueue.Outcome.Available(fetched.content(), fetched.contentType());
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (ChannelException e) {
            return switch (e.kind()) {
                case NOT_FOUND -> new MediaQueue.Outcome.Expired(String.valueOf(e.getMessage()));
                case UNSUPPORTED, MALFORMED, PERMANENT ->
                    new MediaQueue.Outcome.Rejected(String.valueOf(e.getMessage()));
                default -> again(claim, e, now);
            };
        } catch (RuntimeException e) {
            LOG.warn(
                    "fetching file {} of message {} failed unexpectedly",
                    job.index(),
                    job.message().id(),
                    e);
            return again(claim, ChannelException.of(FailureKind.TRANSIENT, "it failed unexpectedly"), now);
        }
    }

    private MediaQueue.Outcome again(Claim claim, ChannelException e, Instant now) {
        Optional<Instant> next = RetrySchedule.MEDIA.next(claim.attempt(), now, e, random);
        String reason = String.valueOf(e.getMessage());
        return next.isPresent()
                ? new MediaQueue.Outcome.Retry(next.get(), reason)
                : new MediaQueue.Outcome.Expired(
                        "it could not be fetched while the provider kept it; the last attempt: " + reason);
    }
}
