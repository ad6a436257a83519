package io.deskwire.channel;

import io.deskwire.failure.ChannelException;
import io.deskwire.message.Address;
import io.deskwire.message.MessageProblem;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.message.RichContent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends. Makes exactly one attempt; retries belong to the outbox alone. Called for different messages at once. */
public interface Outbound {

    /**
     * Sends a message to some of its recipients: all of them first, later those that were deferred.
     *
     * @throws ChannelException only when certainly nothing went out to anybody; its kind decides whether another attempt
     *     follows. When that is not certain the answer is {@link SendResult.Uncertain}.
     */
    SendResult send(OutboundMessage message, List<Address> recipients) throws ChannelException;

    /**
     * Everything that keeps a message from being sent, before it is queued: too large, a type the provider does not take, a
     * template's parameters. Reaches nothing over the network.
     */
    default List<MessageProblem> problems(OutboundMessage message) {
        return List.of();
    }

    /**
     * The messages that a draft becomes on this channel, in order: one, unless the provider takes less at once than people
     * write. Each is queued, sent and reported on by itself.
     */
    default List<Part> parts(OutboundMessage message) {
        return List.of(new Part(message.text(), message.html(), message.attachments(), message.rich()));
    }

    /** The time in which the provider takes anything; empty where it always does. */
    default Optional<ServiceWindow> serviceWindow() {
        return Optional.empty();
    }

    /**
     * The earliest time at which the provider wants to have this message, so that its rate is kept; {@code now} or earlier
     * when it may go. Asked before every attempt, which must follow when it may go: the answer counts it.
     */
    default Instant mayLeaveAt(OutboundMessage message, Instant now) {
        return now;
    }

    /**
     * One message of several that carry a draft.
     *
     * @param text plain text, may be empty
     * @param html HTML, or null
     * @param attachments files
     * @param rich what it carries besides, or null
     */
    record Part(
            String text,
            @Nullable String html,
            List<OutboundAttachment> attachments,
            @Nullable RichContent rich) {
        public Part {
            attachments = List.copyOf(attachments);
        }
    }

    /** How to find out what became of an attempt nobody heard the end of; empty where the provider offers no way. */
    default Optional<SentLookup> sentLookup() {
        return Optional.empty();
    }

    /** What is to be done after a message was handed over, such as a copy in the Sent folder; never sends again. */
    default Optional<AfterSend> afterSend() {
        return Optional.empty();
    }

    /** Looks a message up at the provider by our id. */
    interface SentLookup {
        /**
         * The result if the provider has the message; empty if it certainly has not.
         *
         * @throws ChannelException when nothing is certain; with {@code NOT_FOUND} where the provider was asked and does not
         *     show the message, which proves nothing yet. Asked again for about two hours
         */
        Optional<SendResult.HandedOver> find(OutboundMessage message) throws ChannelException;
    }

    /** Work that follows a successful send. */
    interface AfterSend {
        /** May be repeated; doing it twice must do no harm beyond a second copy in the sender's own folder. */
        void run(OutboundMessage message) throws ChannelException;

        /**
         * The Message-ID that recipients really see, where it shows only now that it is not ours; asked for after
         * {@link #run}, which brought it to light.
         */
        default Optional<String> wireMessageId(OutboundMessage message) {
            return Optional.empty();
        }
    }
}
