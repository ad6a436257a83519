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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what became of an attempt. Exchange shows a sent copy a while after it took the message, so that for some minutes
 * only what is found is certain.
 */
final class SentSearch implements Outbound.SentLookup {

    private static final Duration SHOWN_BY = Duration.ofMinutes(10);
    private static final int MOST_REMEMBERED = 1000;

    private final Supplier<Mailbox> mailbox;
    private final GraphSettings settings;
    private final ChannelMemory memory;
    private final InstantSource clock;

    /** Attempts of this process by message; what another one began is not younger than its message. */
    private final Map<String, Instant> attempts = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    SentSearch(Supplier<Mailbox> mailbox, GraphSettings settings, ChannelMemory memory, InstantSource clock) {
        this.mailbox = mailbox;
        this.settings = settings;
        this.memory = memory;
        this.clock = clock;
    }

    /** An attempt that may have worked; in doubt until it is found or long past. */
    void doubted(OutboundMessage message) {
        synchronized (attempts) {
            attempts.put(message.id(), clock.instant());
        }
    }

    boolean isDoubted(OutboundMessage message) {
        synchronized (attempts) {
            return attempts.containsKey(message.id());
        }
    }

    private void settled(OutboundMessage message) {
        synchronized (attempts) {
            attempts.remove(message.id());
        }
    }

    /** The draft that is about to be sent, so that another process can ask after it. */
    void keepDraft(OutboundMessage message, @Nullable String draftId) {
        memory.put(settings.tenantId(), settings.channelId(), draftName(message), draftId);
    }

    private static String draftName(OutboundMessage message) {
        return "draft." + message.id();
    }

    @Override
    public Optional<HandedOver> find(OutboundMessage message) throws ChannelException {
        SentCopies copies = new SentCopies(mailbox.get());
        Optional<String> draft = memory.find(settings.tenantId(), settings.channelId(), draftName(message));
        SentCopies.Copy copy = draft.isPresent() ? copies.byId(draft.get()) : null;
        if (copy == null || copy.draft()) {
            copy = copies.of(message);
        }
        if (copy == null) {
            requireShown(message);
            if (draft.isPresent()) {
                // Whoever sends it later on would send it beside the next attempt.
                discard(copies, draft.get());
                keepDraft(message, null);
            }
            return Optional.empty();
        }
        settled(message);
        if (draft.isPresent()) {
            keepDraft(message, null);
        }
        return Optional.of(handedOver(message, copy, message.recipients()));
    }

    private static void discard(SentCopies copies, String draft) throws ChannelException {
        try {
            copies.discard(draft);
        } catch (ChannelException e) {
            if (!Mailbox.isGone(e)) {
                throw e;
            }
        }
    }

    private void requireShown(OutboundMessage message) throws ChannelException {
        Instant attempt;
        synchronized (attempts) {
            attempt = attempts.getOrDefault(message.id(), message.createdAt());
        }
        if (clock.instant().isBefore(attempt.plus(SHOWN_BY))) {
            throw ChannelException.of(
                    FailureKind.TRANSIENT, "Sent Items do not show the message, which so soon proves nothing");
        }
        settled(message);
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
