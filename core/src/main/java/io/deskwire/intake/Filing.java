package io.deskwire.intake;

import io.deskwire.channel.Decoder;
import io.deskwire.channel.RawItem;
import io.deskwire.config.ConfigStore;
import io.deskwire.delivery.LoopGuard;
import io.deskwire.delivery.Outbox;
import io.deskwire.delivery.ServiceWindows;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.failure.RetrySchedule;
import io.deskwire.message.ChannelEvent;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.ParsedMessage;
import io.deskwire.rules.Rulebooks;
import io.deskwire.threading.Conversations;
import io.deskwire.threading.Threader;
import io.deskwire.work.Ids;
import io.deskwire.work.StoreUnavailableException;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Use case: a stored item is decoded, classified and threaded, and gets its one outcome. */
public final class Filing {

    private static final Logger LOG = LoggerFactory.getLogger(Filing.class);

    /** How often an item is claimed before it is given up. */
    public static final int MOST_ATTEMPTS = 3;

    private final Map<String, Decoder> decoders;
    private final MessageFiling messages;
    private final EventFiling events;
    private final PointerFiling pointers;
    private final RandomGenerator random;

    /**
     * @param decoders by format
     * @param rules reads what tenants want done with messages
     * @param loops tells when machines talk to each other
     * @param notices takes what is said about channels
     * @param contents brings what items only name
     * @param random source of jitter
     */
    public Filing(
            Map<String, Decoder> decoders,
            Threader threader,
            Conversations conversations,
            Outbox outbox,
            ServiceWindows windows,
            ConfigStore config,
            Rulebooks rules,
            LoopGuard loops,
            NoticeDesk notices,
            ContentDesk contents,
            RandomGenerator random) {
        this.decoders = Map.copyOf(decoders);
        Reports reports = new Reports(conversations, outbox, windows);
        this.messages = new MessageFiling(threader, conversations, reports, config, rules, loops);
        this.events = new EventFiling(conversations, reports, notices, config);
        this.pointers = new PointerFiling(contents, random);
        this.random = random;
    }

    /**
     * Works on one item.
     *
     * @param attempt how often it has been claimed, this time included
     */
    public Settlement file(RawInbound raw, int attempt, Instant now) {
        if (raw.meta().containsKey(RawItem.ELSEWHERE)) {
            return pointers.file(raw, attempt, now);
        }
        if (attempt > MOST_ATTEMPTS) {
            return new Settlement.DeadLetter(
                    "work on it was begun " + MOST_ATTEMPTS
                            + " times and never ended; it may have brought the process down",
                    null);
        }
        Decoder decoder = decoders.get(raw.format());
        if (decoder == null) {
            return new Settlement.DeadLetter("no decoder for the format " + raw.format() + " is installed", null);
        }
        try {
            ParsedMessage parsed = decoder.decode(raw.content(), raw.meta());
            InboundMessage message = new InboundMessage(
                    Ids.next(now), raw.tenantId(), raw.channelId(), raw.id(), raw.envelope(), raw.arrivedAt(), parsed);
            return decide(message, raw, decoder, attempt, now);
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            return failed(raw, attempt, now, e);
        }
    }

    private Settlement failed(RawInbound raw, int attempt, Instant now, Throwable e) {
        LOG.warn("item {} of channel {} could not be filed, attempt {}", raw.id(), raw.channelId(), attempt, e);
        String reason = "it could not be read: " + e.getClass().getSimpleName();
        Optional<Instant> again =
                RetrySchedule.INTAKE.next(attempt, now, ChannelException.of(FailureKind.TRANSIENT, reason), random);
        if (attempt < MOST_ATTEMPTS && again.isPresent()) {
            return new Settlement.Retry(again.get(), reason);
        }
        return new Settlement.DeadLetter(reason, String.valueOf(e.getMessage()));
    }

    private Settlement decide(InboundMessage message, RawInbound raw, Decoder decoder, int attempt, Instant now) {
        ChannelEvent event = message.parsed().event();
        if (event == null) {
            return messages.file(message, known -> Candidates.of(message, known, raw, decoder), now);
        }
        return events.file(message, event, attempt >= MOST_ATTEMPTS, now)
                .orElseGet(() -> new Settlement.Retry(
                        RetrySchedule.INTAKE
                                .next(attempt, now, ChannelException.of(FailureKind.NOT_FOUND, "too early"), random)
                                .orElse(now),
                        "what it is about is not here yet"));
    }
}
