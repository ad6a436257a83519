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

    SentSearch(Supplier<Mailbox> mailbox, GraphSettings settings, ChannelMemory memory, InstantSource clock) {
        this.mailbox = mailbox;
        this.settings = settings;
        this.memory = memory;
        this.clock = clock;
    }

    /**
     * An attempt of which the end is not known.
     *
     * @param at when it began
     * @param draft the draft that it sends, or null
     */
    record Attempt(Instant at, @Nullable String draft) {
        private String text() {
            return draft == null ? at.toString() : at + " " + draft;
        }

        private static Attempt of(String text) {
            int space = text.indexOf(' ');
            String at = space < 0 ? text : text.substring(0, space);
            return new Attempt(parsed(at), space < 0 ? null : text.substring(space + 1));
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
            keep(message, new Attempt(clock.instant(), draft).text());
        } catch (RuntimeException e) {
            // Nothing was sent yet; that much is certain.
            throw ChannelException.of(FailureKind.TRANSIENT, "our own store is not available", e);
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

    /** An attempt at this message that may have worked. */
    @Nullable Attempt attempt(OutboundMessage message) {
        return memory.find(settings.tenantId(), settings.channelId(), name(message))
                .map(Attempt::of)
                .orElse(null);
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
        return copy == null || copy.draft() ? copies.of(message) : copy;
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
