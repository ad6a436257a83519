package io.deskwire.adapter.graph;

import io.deskwire.channel.ChannelMemory;
import io.deskwire.channel.Outbound;
import io.deskwire.channel.SendResult.HandedOver;
import io.deskwire.channel.SendResult.RecipientResult;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Address;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.OutboundMessage;
import io.deskwire.work.StoreUnavailableException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what became of an attempt. Exchange shows a sent copy a while after it took the message, so that for some minutes
 * only what is found is certain.
 */
final class SentSearch implements Outbound.SentLookup {

    private static final Logger LOG = LoggerFactory.getLogger(SentSearch.class);

    private static final Duration SHOWN_BY = Duration.ofMinutes(10);

    private final Supplier<Mailbox> mailbox;
    private final GraphSettings settings;
    private final ChannelMemory memory;
    private final InstantSource clock;
    private final OpenAttempts open;

    SentSearch(Supplier<Mailbox> mailbox, GraphSettings settings, ChannelMemory memory, InstantSource clock) {
        this.mailbox = mailbox;
        this.settings = settings;
        this.memory = memory;
        this.clock = clock;
        this.open = new OpenAttempts(memory, settings, clock);
    }

    /**
     * An attempt of which the end is not known.
     *
     * @param at when it began
     * @param draft the draft that it sends, or null
     * @param doubted whether it was looked up in vain: whoever sends the message again then was told so
     */
    record Attempt(Instant at, @Nullable String draft, boolean doubted) {
        private String text() {
            return at + (draft == null ? " -" : " " + draft) + (doubted ? " doubted" : "");
        }

        private static Attempt of(String text) {
            String[] parts = text.split(" ", 3);
            String draft = parts.length < 2 || parts[1].equals("-") ? null : parts[1];
            return new Attempt(parsed(parts[0]), draft, parts.length > 2);
        }

        private static Instant parsed(String at) {
            try {
                return Instant.parse(at);
            } catch (DateTimeException e) {
                return Instant.EPOCH;
            }
        }
    }

    /**
     * An attempt is about to be made. Kept where another process can find it: how long ago it was decides what it proves that
     * Sent Items do not show the message.
     *
     * @param draft the draft that is to be sent, or null
     */
    void begin(OutboundMessage message, @Nullable String draft) throws ChannelException {
        try {
            keep(message, new Attempt(clock.instant(), draft, false).text());
        } catch (RuntimeException e) {
            // Nothing was sent yet; that much is certain.
            throw unavailable(e);
        }
    }

    /** How it ended is known. */
    void end(OutboundMessage message) {
        end(message, null);
    }

    /** It certainly sent nothing; what is not known of an earlier one stays so. */
    void end(OutboundMessage message, @Nullable Attempt earlier) {
        try {
            keep(message, earlier == null ? null : earlier.text());
        } catch (RuntimeException e) {
            // Then the next attempt, if there is one, looks for the message first.
            LOG.info("channel {}/{} could not forget an attempt", settings.tenantId(), settings.channelId());
        }
    }

    /**
     * An attempt at this message that may have worked.
     *
     * @throws ChannelException {@code TRANSIENT} while our own store cannot be asked
     */
    @Nullable Attempt attempt(OutboundMessage message) throws ChannelException {
        try {
            return memory.find(settings.tenantId(), settings.channelId(), name(message))
                    .map(Attempt::of)
                    .orElse(null);
        } catch (StoreUnavailableException e) {
            // Nothing was sent by whoever asks; that much is certain.
            throw unavailable(e);
        }
    }

    private static ChannelException unavailable(RuntimeException e) {
        return ChannelException.of(FailureKind.TRANSIENT, "our own store is not available", e);
    }

    private void keep(OutboundMessage message, @Nullable String text) {
        memory.put(settings.tenantId(), settings.channelId(), name(message), text);
    }

    private static String name(OutboundMessage message) {
        return "attempt." + message.id();
    }

    @Override
    public Optional<HandedOver> find(OutboundMessage message) throws ChannelException {
        Attempt attempt = attempt(message);
        try {
            return find(message, attempt);
        } catch (ChannelException e) {
            if (attempt != null) {
                leave(message, attempt, isDoubt(e));
            }
            throw e;
        }
    }

    /** Whether it is the look-up's answer, rather than its failure, that nothing is certain. */
    static boolean isDoubt(ChannelException e) {
        return e.kind() == FailureKind.NOT_FOUND || !e.kind().isRetryable();
    }

    private void leave(OutboundMessage message, Attempt attempt, boolean doubted) {
        open.seen(name(message));
        try {
            if (doubted && !attempt.doubted()) {
                keep(message, new Attempt(attempt.at(), attempt.draft(), true).text());
            }
        } catch (StoreUnavailableException e) {
            LOG.debug("a doubt about an attempt could not be noted");
        }
    }

    /** The note of an attempt that worked is needed a while longer. */
    void keepNote(OutboundMessage message) {
        open.seen(name(message));
    }

    private Optional<HandedOver> find(OutboundMessage message, @Nullable Attempt attempt) throws ChannelException {
        SentCopies.Copy copy = look(message, attempt);
        if (copy == null) {
            requireShown(attempt == null ? message.createdAt() : attempt.at());
            if (!drop(attempt)) {
                throw ChannelException.of(
                                FailureKind.NOT_FOUND,
                                "Sent Items do not show the message, but its draft is gone, as when it is sent")
                        .withHint("Search the mailbox for the recipient and the subject before it is sent again.");
            }
            end(message);
            return Optional.empty();
        }
        end(message);
        return Optional.of(handedOver(message, copy, message.recipients()));
    }

    /** The sent copy, or null when it does not show. */
    SentCopies.@Nullable Copy look(OutboundMessage message, @Nullable Attempt attempt) throws ChannelException {
        SentCopies copies = new SentCopies(mailbox.get());
        String draft = attempt == null ? null : attempt.draft();
        SentCopies.Copy copy = draft == null ? null : copies.byId(draft);
        return copy == null || copy.draft() ? copies.of(message, since(message, attempt)) : copy;
    }

    /** The time of the attempt; one that nobody noted, or not rightly, was not before the message was written. */
    private static Instant since(OutboundMessage message, @Nullable Attempt attempt) {
        return attempt == null || attempt.at().isBefore(message.createdAt()) ? message.createdAt() : attempt.at();
    }

    /**
     * Removes a draft that was not sent: whoever sends it later on would send it beside the next attempt.
     *
     * @return false when there was one and it is gone
     */
    boolean drop(@Nullable Attempt attempt) throws ChannelException {
        String draft = attempt == null ? null : attempt.draft();
        if (draft == null) {
            return true;
        }
        try {
            new SentCopies(mailbox.get()).discard(draft);
            return true;
        } catch (ChannelException e) {
            if (!Mailbox.isGone(e)) {
                throw e;
            }
            return false;
        }
    }

    /** Fails while it proves nothing that Sent Items do not show what was sent then. */
    void requireShown(Instant attempt) throws ChannelException {
        if (clock.instant().isBefore(attempt.plus(SHOWN_BY))) {
            throw ChannelException.of(
                            FailureKind.NOT_FOUND, "Sent Items do not show the message, which so soon proves nothing")
                    .withHint("Look into Sent Items in ten minutes, before it is sent again.");
        }
    }

    /** The Message-ID is told where Exchange gave another one than ours. */
    static HandedOver handedOver(OutboundMessage message, SentCopies.@Nullable Copy copy, List<Address> recipients) {
        String wire = copy == null ? null : copy.messageId();
        return new HandedOver(
                copy == null ? null : copy.id(),
                wire == null || wire.equals(message.messageId()) ? null : wire,
                recipients.stream()
                        .map(recipient -> new RecipientResult(recipient, DeliveryStatus.SENT, null, null))
                        .toList());
    }
}
