package io.deskwire.channel;

import io.deskwire.failure.ChannelException;
import io.deskwire.message.Address;
import io.deskwire.message.OutboundMessage;
import java.util.List;
import java.util.Optional;

/** Sends. Makes exactly one attempt; retries belong to the outbox alone. Called for different messages at once. */
public interface Outbound {

    /**
     * Sends a message to some of its recipients: all of them first, later those that were deferred.
     *
     * @throws ChannelException only when certainly nothing went out to anybody; its kind decides whether another attempt
     *     follows. When that is not certain the answer is {@link SendResult.Uncertain}.
     */
    SendResult send(OutboundMessage message, List<Address> recipients) throws ChannelException;

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
        /** The result if the provider has the message; empty if it certainly has not. */
        Optional<SendResult.HandedOver> find(OutboundMessage message) throws ChannelException;
    }

    /** Work that follows a successful send. */
    interface AfterSend {
        /** May be repeated; doing it twice must do no harm beyond a second copy in the sender's own folder. */
        void run(OutboundMessage message) throws ChannelException;
    }
}
