package io.deskwire.intake;

import io.deskwire.channel.Decoder;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigStore;
import io.deskwire.config.OwnAddress;
import io.deskwire.delivery.Delivery;
import io.deskwire.delivery.Outbox;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.failure.RetrySchedule;
import io.deskwire.message.Address;
import io.deskwire.message.DeliveryReport;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.MessageKind;
import io.deskwire.message.ParsedMessage;
import io.deskwire.threading.Conversations;
import io.deskwire.threading.Decision;
import io.deskwire.threading.StoredMessage;
import io.deskwire.threading.Threader;
import io.deskwire.work.Ids;
import io.deskwire.work.StoreUnavailableException;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Use case: a stored item is decoded, classified and threaded, and gets its one outcome. */
public final class Filing {

    private static final Logger LOG = LoggerFactory.getLogger(Filing.class);

    /** How often an item is claimed before it is given up. */
    public static final int MOST_ATTEMPTS = 3;

    private final Map<String, Decoder> decoders;
    private final Threader threader;
    private final Conversations conversations;
    private final Outbox outbox;
    private final ConfigStore config;
    private final RandomGenerator random;

    /**
     * @param decoders by format
     * @param random source of jitter
     */
    public Filing(
            Map<String, Decoder> decoders,
            Threader threader,
            Conversations conversations,
            Outbox outbox,
            ConfigStore config,
            RandomGenerator random) {
        this.decoders = Map.copyOf(decoders);
        this.threader = threader;
        this.conversations = conversations;
        this.outbox = outbox;
        this.config = config;
        this.random = random;
    }

    /**
     * Works on one item.
     *
     * @param attempt how often it has been claimed, this time included
     */
    public Settlement file(RawInbound raw, int attempt, Instant now) {
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
            return classify(message, now);
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

    private Settlement classify(InboundMessage message, Instant now) {
        applyReports(message, now);
        Decision decision = threader.decide(message, Ids.next(now));
        if (isOurOwnCopy(message)) {
            Decision alone = new Decision(
                    Decision.Outcome.ALONE, null, decision.conversationId(), decision.signals(), List.of());
            return new Settlement.Filtered(message, alone, "own-message-copy");
        }
        if (decision.outcome() == Decision.Outcome.ALONE) {
            return new Settlement.Filtered(message, decision, ruleOf(message.kind()));
        }
        if (isCopyThroughAnotherChannel(message, decision)) {
            return new Settlement.Filtered(message, decision, "copy-through-another-channel");
        }
        return new Settlement.Filed(message, decision, participants(message));
    }

    private static String ruleOf(MessageKind kind) {
        return switch (kind) {
            case AUTO_REPLY -> "auto-reply-opens-no-ticket";
            case BOUNCE -> "bounce-opens-no-ticket";
            case DELIVERY_REPORT -> "delivery-report-opens-no-ticket";
            case COMPLAINT -> "complaint-opens-no-ticket";
            case REACTION -> "reaction-opens-no-ticket";
            case SYSTEM -> "system-event-opens-no-ticket";
            case MESSAGE -> "none";
        };
    }

    /** Some providers put a copy of what we send into the mailbox we read. */
    private boolean isOurOwnCopy(InboundMessage message) {
        String id = message.parsed().threading().messageId();
        Address from = message.from();
        return id != null
                && from != null
                && channel(message).map(c -> OwnAddress.isOwn(c, from)).orElse(false)
                && conversations.outboundByWireId(message.tenantId(), id).isPresent();
    }

    /** An answer sent to two of our mailboxes belongs into its conversation once. */
    private boolean isCopyThroughAnotherChannel(InboundMessage message, Decision decision) {
        String id = message.parsed().threading().messageId();
        String conversationId = decision.conversationId();
        return id != null
                && conversationId != null
                && decision.outcome() == Decision.Outcome.JOINED
                && conversationId.equals(conversations
                        .byMessageIds(message.tenantId(), List.of(id))
                        .get(id))
                && conversations.messages(message.tenantId(), conversationId).stream()
                        .anyMatch(other -> other instanceof StoredMessage.Inbound inbound
                                && !other.channelId().equals(message.channelId())
                                && inbound.message()
                                        .parsed()
                                        .dedupeKey()
                                        .equals(message.parsed().dedupeKey()));
    }

    private void applyReports(InboundMessage message, Instant now) {
        for (DeliveryReport report : message.parsed().reports()) {
            String original = report.originalMessageId();
            if (original == null) {
                continue;
            }
            Optional<StoredMessage> ours = conversations.outboundByWireId(message.tenantId(), original);
            if (ours.isPresent() && ours.get() instanceof StoredMessage.Outbound sent) {
                List<Address> recipients =
                        report.recipient() == null ? soleRecipient(sent) : List.of(report.recipient());
                Instant at = report.at() == null ? message.receivedAt() : report.at();
                List<Delivery> news = recipients.stream()
                        .map(r -> new Delivery(r, report.status(), report.reason(), report.code(), at))
                        .toList();
                outbox.report(message.tenantId(), sent.id(), news, now);
            }
        }
    }

    /** A report that names nobody can only be about the one person the message went to. */
    private static List<Address> soleRecipient(StoredMessage.Outbound sent) {
        List<Address> recipients = sent.message().recipients();
        return recipients.size() == 1 ? recipients : List.of();
    }

    private Set<String> participants(InboundMessage message) {
        Optional<ChannelConfig> channel = channel(message);
        Set<String> keys = new LinkedHashSet<>();
        Address from = message.from();
        // A robot that reports on a message does not become part of the conversation.
        if (from != null && message.kind() == MessageKind.MESSAGE) {
            keys.add(from.key());
            Stream.of(
                            message.parsed().people().replyTo(),
                            message.parsed().people().to(),
                            message.parsed().people().cc())
                    .flatMap(List::stream)
                    .filter(address ->
                            channel.map(c -> !OwnAddress.isOwn(c, address)).orElse(true))
                    .map(Address::key)
                    .forEach(keys::add);
        }
        return keys;
    }

    private Optional<ChannelConfig> channel(InboundMessage message) {
        return config.find(message.tenantId(), message.channelId());
    }
}
