package io.deskwire.threading;

import io.deskwire.message.Annotation;
import io.deskwire.ticket.TicketRef;
import io.deskwire.work.Page;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Port: conversations and the messages in them. Written through {@link io.deskwire.intake.Inbox#settle}, the outbox and the
 * deliveries; read here.
 */
public interface Conversations {

    Optional<Conversation> find(String tenantId, String conversationId);

    /**
     * The conversation whose ticket this is; of several the one that somebody last wrote in to us. A ticket that was moved and has none
     * left leads to the one it was the ticket of before.
     */
    Optional<Conversation> byTicket(String tenantId, TicketRef ticket);

    /** All conversations whose ticket this is now, the one with the newest message first. */
    List<Conversation> ofTicket(String tenantId, TicketRef ticket);

    /**
     * Notes that the helpdesk moved a ticket into another, or merged them: its conversations, those on their way and whatever
     * was moved into it before belong to the other from now on. A ticket that was moved before is moved on from where it went.
     *
     * @param from need not be known yet: its first message may be on its way
     * @return how many conversations changed their ticket; empty when the other leads back to this one, and nothing changed
     */
    OptionalInt moveTicket(String tenantId, TicketRef from, TicketRef to, Instant now);

    /** Where a ticket's messages go now: itself unless it was moved. */
    TicketRef current(String tenantId, TicketRef ticket);

    /**
     * Notes that the helpdesk took one message out of its ticket: it stands in another ticket from now on, in a conversation
     * of its own with the same people. Messages of one conversation that go to the same ticket stay together.
     *
     * @param freshConversationId the id of the new conversation, where there has to be one
     * @return the conversation it stands in now; empty when there is no such message in a conversation, or when it is still
     *     on its way
     */
    Optional<String> split(String tenantId, String messageId, TicketRef to, String freshConversationId, Instant now);

    /** Notes something on a message; false when there is no such message. */
    boolean annotate(String tenantId, String messageId, Annotation annotation);

    /**
     * Conversations of messages by their Message-IDs, inbound and outbound (for outbound also under the id a provider put
     * in its place). Ids that are not known are absent. Where several messages share an id the oldest counts.
     */
    Map<String, String> byMessageIds(String tenantId, Collection<String> messageIds);

    /**
     * The conversation of the oldest message that a channel's provider keeps in this thread
     * ({@link io.deskwire.message.ThreadHeaders#providerThreadId}).
     */
    Optional<String> byProviderThread(String tenantId, String channelId, String providerThreadId);

    /** One message, inbound or outbound. */
    Optional<StoredMessage> message(String tenantId, String messageId);

    /** An outbound message by its fixed Message-ID, the Message-ID seen on the wire, or the provider's id. */
    Optional<StoredMessage> outboundByWireId(String tenantId, String wireId);

    /**
     * A message of a channel, inbound or outbound, by the network's id of it: {@code threading.messageId} of an inbound one,
     * for an outbound one every id of {@link #outboundByWireId}.
     */
    Optional<StoredMessage> byNetworkId(String tenantId, String channelId, String networkId);

    /**
     * The conversations of a channel in which any of these people takes part, the one with the newest message first.
     *
     * @param participants keys ({@link io.deskwire.message.Address#key})
     * @param limit how many at most
     */
    List<Conversation> ofParticipants(String tenantId, String channelId, Collection<String> participants, int limit);

    /**
     * Notes that the helpdesk finished the conversation's ticket, or opened it again.
     *
     * @param at when it was finished, or null when it is open
     * @return false when there is no such conversation
     */
    boolean close(String tenantId, String conversationId, @Nullable Instant at);

    /**
     * What a channel received, filtered messages too, the newest first.
     *
     * @param cursor {@link Page#nextCursor} of the page before, or null for the first
     * @param limit how many at most, at least 1
     */
    Page<StoredMessage.Inbound> received(String tenantId, String channelId, @Nullable String cursor, int limit);

    /** The messages of a conversation in the order they came to be here. */
    List<StoredMessage> messages(String tenantId, String conversationId);
}
