package io.deskwire.app;

import io.deskwire.jdbc.Ticket;
import io.deskwire.threading.Conversation;
import io.deskwire.threading.StoredMessage;
import io.deskwire.ticket.TicketRef;
import java.util.Comparator;
import java.util.List;

/** What stands in a built-in ticket: its own conversation, and those of tickets that were moved into it. */
public final class TicketMessages {

    private static final Comparator<StoredMessage> IN_TIME =
            Comparator.comparing(StoredMessage::storedAt).thenComparing(StoredMessage::id);

    private TicketMessages() {}

    /** The conversations; the ticket's own where it knows of none yet, or was moved away itself. */
    public static List<String> conversations(ServerContext context, Ticket ticket) {
        List<String> its =
                context.stores().conversations().ofTicket(ticket.tenantId(), new TicketRef(ticket.id())).stream()
                        .map(Conversation::id)
                        .toList();
        return its.isEmpty() ? List.of(ticket.conversationId()) : its;
    }

    /** The messages of all of them in the order they came. */
    public static List<StoredMessage> of(ServerContext context, Ticket ticket) {
        List<String> conversations = conversations(context, ticket);
        if (conversations.size() == 1) {
            return context.deskwire().messages().ofConversation(ticket.tenantId(), conversations.get(0));
        }
        return conversations.stream()
                .flatMap(id -> context.deskwire().messages().ofConversation(ticket.tenantId(), id).stream())
                .sorted(IN_TIME)
                .toList();
    }
}
