package io.deskwire.adapter.helpdesks;

import io.deskwire.delivery.ReplyDraft;
import io.deskwire.delivery.ReplyRefusedException;
import io.deskwire.delivery.TicketUpdate;
import io.deskwire.message.Content;
import io.deskwire.threading.StoredMessage;
import io.deskwire.ticket.TicketRef;
import io.deskwire.work.Page;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Port: what a helpdesk's news are handed to. {@link DeskwireDesk} is the one for embedders; a host with tickets of its own
 * beside the helpdesk's may bring another. Thread-safe.
 */
public interface CustomerDesk {

    /**
     * Sends an agent's answer to the customer of a conversation.
     *
     * @param idempotencyKey names the answer; a repeated call with the same key sends nothing
     * @return the outbound message's id; it is durable
     * @throws ReplyRefusedException when it cannot be sent as it is, in words for the agent
     */
    String reply(String tenantId, String conversationId, ReplyDraft draft, String idempotencyKey)
            throws ReplyRefusedException;

    /** Keeps a file that an answer will carry. */
    Content store(String tenantId, InputStream bytes) throws IOException;

    /** An answer that was sent, with where it stands. */
    Optional<StoredMessage.Outbound> sent(String tenantId, String messageId);

    /** The conversation whose ticket this is, for hosts whose only tickets are the helpdesk's. */
    Optional<String> conversation(String tenantId, TicketRef ticket);

    /** Whether there is such a conversation. */
    boolean knows(String tenantId, String conversationId);

    /**
     * Tells that a ticket was finished, or opened again. May be called again with the same change.
     *
     * @param update {@code RESOLVED} or {@code REOPENED}
     */
    void ticketChanged(String tenantId, String conversationId, TicketUpdate update);

    /** What a channel received, the newest first; see {@link io.deskwire.threading.Conversations#received}. */
    Page<StoredMessage.Inbound> received(String tenantId, String channelId, @Nullable String cursor, int limit);
}
