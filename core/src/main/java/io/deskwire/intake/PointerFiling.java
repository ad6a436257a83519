package io.deskwire.intake;

import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.failure.RetrySchedule;
import io.deskwire.message.Authentication;
import io.deskwire.message.Automation;
import io.deskwire.message.Body;
import io.deskwire.message.Correspondents;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.MessageKind;
import io.deskwire.message.ParsedMessage;
import io.deskwire.message.ThreadHeaders;
import io.deskwire.threading.Decision;
import io.deskwire.work.Ids;
import io.deskwire.work.StoreUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files items that only name their content: it is fetched, becomes an item of its own, and this one is done. */
final class PointerFiling {

    private static final Logger LOG = LoggerFactory.getLogger(PointerFiling.class);

    private final ContentDesk contents;
    private final RandomGenerator random;

    PointerFiling(ContentDesk contents, RandomGenerator random) {
        this.contents = contents;
        this.random = random;
    }

    Settlement file(RawInbound raw, int attempt, Instant now) {
        String rule;
        try {
            rule = contents.fetch(raw);
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (ChannelException e) {
            return failed(attempt, now, e);
        } catch (RuntimeException e) {
            LOG.warn("the content of item {} could not be fetched, attempt {}", raw.id(), attempt, e);
            return failed(attempt, now, ChannelException.of(FailureKind.TRANSIENT, "it failed unexpectedly", e));
        }
        Decision alone = new Decision(Decision.Outcome.ALONE, null, null, List.of(), List.of());
        return new Settlement.Filtered(notice(raw, now), alone, rule);
    }

    private Settlement failed(int attempt, Instant now, ChannelException e) {
        String reason = "its content could not be fetched: " + e.getMessage();
        boolean hopeless = e.kind() == FailureKind.NOT_FOUND || !e.kind().isRetryable();
        Optional<Instant> next = hopeless ? Optional.empty() : RetrySchedule.MEDIA.next(attempt, now, e, random);
        return next.isPresent()
                ? new Settlement.Retry(next.get(), reason)
                : new Settlement.DeadLetter(reason, e.hint().orElse(null));
    }

    private static InboundMessage notice(RawInbound raw, Instant now) {
        return new InboundMessage(
                Ids.next(now),
                raw.tenantId(),
                raw.channelId(),
                raw.id(),
                raw.envelope(),
                raw.arrivedAt(),
                new ParsedMessage(
                        "pointer:" + raw.sourceKey(),
                        MessageKind.SYSTEM,
                        ThreadHeaders.of(null),
                        new Correspondents(null, null, List.of(), List.of(), List.of(), List.of()),
                        Body.text(null, ""),
                        List.of(),
                        Automation.none(),
                        Authentication.unknown(),
                        null,
                        List.of(),
                        List.of()));
    }
}
