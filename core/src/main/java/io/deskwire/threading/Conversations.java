package io.deskwire.threading;

import io.deskwire.ticket.TicketRef;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Port: conversations and the messages in them. Written through {@link io.deskwire.intake.Inbox#settle}, the outbox and the
 * deliveries; read here.
 */
public interface Conversations {

    Optional<Conversation> find(String tenantId, String conversationId);

    /** The conversation whose ticket this is. */
    Optional<Conversation> byTicket(String tenantId, TicketRef ticket);

    /**
     * Conversations of messages by their Message-IDs, inbound and outbound (for outbound also under the id a provider put
     * in its place). Ids that are not known are absent. Where several messages share an id the oldest counts.
     */
    Map<String, String> byMessageIds(String tenantId, Collection<String> messageIds);

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

    /** The messages of a conversation in the order they came to be here. */
    List<StoredMessage> messages(String tenantId, String conversationId);
}
