package io.deskwire.adapter.helpdesks;

import io.deskwire.Deskwire;
import io.deskwire.delivery.ReplyDraft;
import io.deskwire.delivery.ReplyRefusedException;
import io.deskwire.delivery.TicketUpdate;
import io.deskwire.message.Content;
import io.deskwire.threading.Conversation;
import io.deskwire.threading.Conversations;
import io.deskwire.threading.StoredMessage;
import io.deskwire.ticket.TicketRef;
import io.deskwire.work.Page;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The desk of a plain installation: everything goes to its {@link Deskwire}. */
public final class DeskwireDesk implements CustomerDesk {

    private final Supplier<Deskwire> deskwire;
    private final Conversations conversations;

    /**
     * @param deskwire asked when it is needed first, since channel types are made before it
     * @param conversations of its stores
     */
    public DeskwireDesk(Supplier<Deskwire> deskwire, Conversations conversations) {
        this.deskwire = Objects.requireNonNull(deskwire, "deskwire");
        this.conversations = Objects.requireNonNull(conversations, "conversations");
    }

    @Override
    public String reply(String tenantId, String conversationId, ReplyDraft draft, String idempotencyKey)
            throws ReplyRefusedException {
        return deskwire.get().replies().reply(tenantId, conversationId, draft, idempotencyKey);
    }

    @Override
    public Content store(String tenantId, InputStream bytes) throws IOException {
        return deskwire.get().outbox().store(tenantId, bytes);
    }

    @Override
    public Optional<StoredMessage.Outbound> sent(String tenantId, String messageId) {
        return conversations
                .message(tenantId, messageId)
                .filter(StoredMessage.Outbound.class::isInstance)
                .map(StoredMessage.Outbound.class::cast);
    }

    @Override
    public Optional<String> conversation(String tenantId, TicketRef ticket) {
        return conversations.byTicket(tenantId, ticket).map(Conversation::id);
    }

    @Override
    public boolean knows(String tenantId, String conversationId) {
        return conversations.find(tenantId, conversationId).isPresent();
    }

    @Override
    public void ticketChanged(String tenantId, String conversationId, TicketUpdate update) {
        conversations
                .find(tenantId, conversationId)
                .map(Conversation::ticket)
                .ifPresent(ticket -> deskwire.get().ticketChanged(tenantId, ticket, update));
    }

    @Override
    public Page<StoredMessage.Inbound> received(String tenantId, String channelId, @Nullable String cursor, int limit) {
        return conversations.received(tenantId, channelId, cursor, limit);
    }
}
