package io.deskwire.app;

import io.deskwire.Deskwire;
import io.deskwire.adapter.helpdesks.CustomerDesk;
import io.deskwire.adapter.helpdesks.DeskwireDesk;
import io.deskwire.delivery.ReplyDraft;
import io.deskwire.delivery.ReplyRefusedException;
import io.deskwire.delivery.TicketUpdate;
import io.deskwire.jdbc.TicketEdit;
import io.deskwire.jdbc.TicketState;
import io.deskwire.jdbc.TicketStore;
import io.deskwire.message.Content;
import io.deskwire.threading.Conversation;
import io.deskwire.threading.Conversations;
import io.deskwire.threading.StoredMessage;
import io.deskwire.ticket.TicketRef;
import io.deskwire.work.Page;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What helpdesks' news are handed to in a server: as in any installation, but states go to the built-in tickets too. */
final class HelpdeskAnswers implements CustomerDesk {

    private final DeskwireDesk plain;
    private final Conversations conversations;
    private final Supplier<Deskwire> deskwire;
    private final TicketStore tickets;
    private final Clock clock;

    HelpdeskAnswers(Supplier<Deskwire> deskwire, Conversations conversations, TicketStore tickets, Clock clock) {
        this.plain = new DeskwireDesk(deskwire, conversations);
        this.conversations = conversations;
        this.deskwire = deskwire;
        this.tickets = tickets;
        this.clock = clock;
    }

    @Override
    public String reply(String tenantId, String conversationId, ReplyDraft draft, String idempotencyKey)
            throws ReplyRefusedException {
        return plain.reply(tenantId, conversationId, draft, idempotencyKey);
    }

    @Override
    public Content store(String tenantId, InputStream bytes) throws IOException {
        return plain.store(tenantId, bytes);
    }

    @Override
    public Optional<StoredMessage.Outbound> sent(String tenantId, String messageId) {
        return plain.sent(tenantId, messageId);
    }

    @Override
    public Optional<String> conversation(String tenantId, TicketRef ticket) {
        // Built-in tickets have names of their own: a helpdesk's number must not be taken for one of them.
        return Optional.empty();
    }

    @Override
    public boolean knows(String tenantId, String conversationId) {
        return plain.knows(tenantId, conversationId);
    }

    @Override
    public void ticketChanged(String tenantId, String conversationId, TicketUpdate update) {
        Optional<TicketRef> builtIn =
                conversations.find(tenantId, conversationId).map(Conversation::ticket);
        if (builtIn.isPresent()) {
            new TicketChanges(deskwire.get(), conversations, tickets, clock)
                    .change(
                            tenantId,
                            builtIn.get().value(),
                            new TicketEdit(
                                    update.kind() == TicketUpdate.Kind.RESOLVED
                                            ? TicketState.RESOLVED
                                            : TicketState.OPEN,
                                    null));
        }
    }

    @Override
    public Page<StoredMessage.Inbound> received(String tenantId, String channelId, @Nullable String cursor, int limit) {
        return plain.received(tenantId, channelId, cursor, limit);
    }
}
