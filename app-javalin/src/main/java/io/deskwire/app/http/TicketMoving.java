package io.deskwire.app.http;

import io.deskwire.app.ServerContext;
import io.deskwire.app.TicketMessages;
import io.deskwire.config.ConfigProblem;
import io.deskwire.jdbc.Ticket;
import io.deskwire.jdbc.TicketState;
import io.deskwire.message.InboundMessage;
import io.deskwire.threading.Conversation;
import io.deskwire.threading.Conversations;
import io.deskwire.threading.StoredMessage;
import io.deskwire.ticket.TicketRef;
import io.deskwire.work.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Moves tickets into others and messages out of theirs; the built-in tickets and those of a helpdesk behind a sink alike. What is
 * wrong with a wish is thrown as a {@link ProblemException}.
 */
public final class TicketMoving {

    private static final int MOST_MESSAGES = 200;

    private final ServerContext context;

    public TicketMoving(ServerContext context) {
        this.context = context;
    }

    /**
     * Where messages are that were taken out of a ticket.
     *
     * @param ticketId the ticket they stand in now
     * @param conversationId the conversation they stand in now
     */
    public record Split(String ticketId, @Nullable String conversationId, List<String> messages) {
        public Split {
            messages = List.copyOf(messages);
        }
    }

    /**
     * Moves a ticket; later messages go to the other.
     *
     * @throws ProblemException 404 when nobody knows it, 422 when there is no such other, 409 when the other leads back to it
     */
    public void move(String tenant, String from, String to) {
        Optional<Ticket> builtIn = context.tickets().find(tenant, from);
        Conversations conversations = context.stores().conversations();
        if (builtIn.isEmpty()
                && conversations.byTicket(tenant, new TicketRef(from)).isEmpty()) {
            throw ProblemException.notFound("there is no ticket " + from);
        }
        if (builtIn.isPresent() && context.tickets().find(tenant, to).isEmpty()) {
            throw ProblemException.invalid("moved_to", "there is no ticket " + to);
        }
        OptionalInt moved = context.deskwire().ticketMoved(tenant, new TicketRef(from), new TicketRef(to));
        if (moved.isEmpty()) {
            throw ProblemException.conflict("ticket " + to + " was itself moved to " + from + ", or is the same");
        }
        // Nobody is told that it is done: it goes on elsewhere.
        builtIn.ifPresent(ticket -> context.tickets()
                .update(tenant, from, TicketState.CLOSED, null, context.clock().instant()));
    }

    /**
     * Takes messages out of a ticket, all or none.
     *
     * @param wanted the ticket they go to, or null for a new one
     * @throws ProblemException 404 when nobody knows the ticket, 422 when something is wrong with the wish, 409 when one of
     *     them is still on its way
     */
    public Split split(String tenant, String id, List<String> messages, @Nullable String wanted) {
        return split(tenant, id, messages, wanted, List.of());
    }

    /** @param problems what is known to be wrong already; told together with the rest */
    Split split(
            String tenant, String id, List<String> messages, @Nullable String wanted, List<ConfigProblem> problems) {
        Optional<Ticket> builtIn = context.tickets().find(tenant, id);
        List<ConfigProblem> all = new ArrayList<>(problems);
        if (messages.isEmpty() || messages.size() > MOST_MESSAGES) {
            all.add(new ConfigProblem("messages", "must be 1 to " + MOST_MESSAGES + " ids of messages"));
        }
        target(tenant, id, wanted, builtIn, all);
        if (!all.isEmpty()) {
            throw ProblemException.invalid("the request is not valid", all);
        }
        Instant now = context.clock().instant();
        String target = wanted == null ? Ids.next(now) : wanted;
        List<StoredMessage> found = found(tenant, id, builtIn, messages);
        String conversation = null;
        for (StoredMessage message : found) {
            conversation = context.deskwire()
                    .messageMoved(tenant, message.id(), new TicketRef(target))
                    .orElseThrow(() -> onItsWay(message));
        }
        if (builtIn.isPresent() && conversation != null) {
            context.tickets().take(newTicket(builtIn.get(), target, conversation, found.get(0), now), messages);
        }
        return new Split(target, conversation, messages);
    }

    private void target(
            String tenant, String id, @Nullable String wanted, Optional<Ticket> builtIn, List<ConfigProblem> problems) {
        if (wanted == null && builtIn.isEmpty()) {
            problems.add(new ConfigProblem("ticket", "is required: only built-in tickets are opened here"));
        } else if (wanted != null && (wanted.isBlank() || wanted.equals(id))) {
            problems.add(new ConfigProblem("ticket", "must be another ticket"));
        } else if (wanted != null
                && builtIn.isPresent()
                && context.tickets().find(tenant, wanted).isEmpty()) {
            problems.add(new ConfigProblem("ticket", "there is no ticket " + wanted));
        }
    }

    /** The messages, all of which stand in the ticket and have arrived; nothing is moved before that is known. */
    private List<StoredMessage> found(String tenant, String ticket, Optional<Ticket> builtIn, List<String> ids) {
        List<String> conversations = builtIn.map(found -> TicketMessages.conversations(context, found))
                .orElseGet(() -> context.stores().conversations().ofTicket(tenant, new TicketRef(ticket)).stream()
                        .map(Conversation::id)
                        .toList());
        if (conversations.isEmpty()) {
            throw ProblemException.notFound("there is no ticket " + ticket);
        }
        return ids.stream()
                .map(id -> context.deskwire()
                        .messages()
                        .find(tenant, id)
                        .filter(message -> conversations.contains(String.valueOf(message.conversationId())))
                        .orElseThrow(() ->
                                ProblemException.invalid("messages", "there is no message " + id + " in the ticket")))
                .map(TicketMoving::arrived)
                .toList();
    }

    private static StoredMessage arrived(StoredMessage message) {
        if (message instanceof StoredMessage.Inbound inbound
                && inbound.state() == StoredMessage.Inbound.State.PENDING) {
            throw onItsWay(message);
        }
        return message;
    }

    private static ProblemException onItsWay(StoredMessage message) {
        return ProblemException.conflict("message " + message.id() + " is still on its way to the helpdesk; try again");
    }

    /** What the ticket would be if there is none of this id yet. */
    private static Ticket newTicket(Ticket origin, String id, String conversation, StoredMessage first, Instant now) {
        InboundMessage inbound = first instanceof StoredMessage.Inbound stored ? stored.message() : null;
        String subject = inbound == null ? null : inbound.subject();
        return new Ticket(
                id,
                origin.tenantId(),
                0,
                subject == null || subject.isBlank() ? origin.subject() : subject.strip(),
                TicketState.OPEN,
                inbound == null ? origin.requester() : inbound.from(),
                origin.channelId(),
                conversation,
                origin.fields(),
                now,
                now);
    }
}
