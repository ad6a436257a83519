package io.deskwire.app.http;

import io.deskwire.app.ServerContext;
import io.deskwire.app.TicketMessages;
import io.deskwire.jdbc.Ticket;
import io.deskwire.jdbc.TicketState;
import io.deskwire.message.InboundMessage;
import io.deskwire.threading.Conversation;
import io.deskwire.threading.Conversations;
import io.deskwire.threading.StoredMessage;
import io.deskwire.ticket.TicketRef;
import io.deskwire.work.Ids;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tickets that are moved into others ({@code PATCH …/tickets/{id}} with {@code moved_to}) and messages that are taken out of
 * theirs ({@code POST …/tickets/{id}/split}); for the built-in tickets and for those of a helpdesk behind a sink alike.
 */
final class TicketMoveRoutes implements Routes {

    private static final int MOST_MESSAGES = 200;

    @Override
    public void addTo(RoutesConfig routes, ServerContext context) {
        routes.post("/api/v1/tenants/{tenant}/tickets/{id}/split", ctx -> split(ctx, context));
    }

    /** Moves a ticket; 404 when nobody knows it, 409 when the other leads back to it. */
    static void move(Context ctx, ServerContext context, String to) {
        String tenant = Params.tenant(ctx);
        String from = Params.id(ctx);
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

    /** Where the ticket went, for one that is not built in. */
    static Map<String, @Nullable Object> moved(ServerContext context, String tenant, String ticket) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("id", ticket);
        tree.put(
                "moved_to",
                context.stores()
                        .conversations()
                        .current(tenant, new TicketRef(ticket))
                        .value());
        return tree;
    }

    private static void split(Context ctx, ServerContext context) {
        String tenant = Params.tenant(ctx);
        String id = Params.id(ctx);
        Fields body = new Fields(RequestBody.object(ctx));
        body.allowOnly(Set.of("messages", "ticket"));
        List<String> messages = body.list("messages").stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
        if (messages.isEmpty()
                || messages.size() > MOST_MESSAGES
                || messages.size() != body.list("messages").size()) {
            body.problem("messages", "must be 1 to " + MOST_MESSAGES + " ids of messages");
        }
        String wanted = body.text("ticket");
        Optional<Ticket> builtIn = context.tickets().find(tenant, id);
        if (wanted == null && builtIn.isEmpty()) {
            body.problem("ticket", "is required: only built-in tickets are opened here");
        } else if (wanted != null && (wanted.isBlank() || wanted.equals(id))) {
            body.problem("ticket", "must be another ticket");
        } else if (wanted != null
                && builtIn.isPresent()
                && context.tickets().find(tenant, wanted).isEmpty()) {
            body.problem("ticket", "there is no ticket " + wanted);
        }
        body.check();
        Instant now = context.clock().instant();
        String target = wanted == null ? Ids.next(now) : wanted;
        List<StoredMessage> found = found(context, tenant, id, builtIn, messages);
        String conversation = null;
        for (StoredMessage message : found) {
            conversation = context.deskwire()
                    .messageMoved(tenant, message.id(), new TicketRef(target))
                    .orElseThrow(() -> ProblemException.conflict(
                            "message " + message.id() + " is still on its way to the helpdesk; try again"));
        }
        if (builtIn.isPresent() && conversation != null) {
            context.tickets().take(newTicket(builtIn.get(), target, conversation, found.get(0), now), messages);
        }
        Audited.detail(ctx, messages.size() + " messages to " + target);
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("ticket_id", target);
        tree.put("conversation_id", conversation);
        tree.put("messages", messages);
        Answers.json(ctx, 200, tree);
    }

    /** The messages, all of which stand in the ticket and have arrived; nothing is moved before that is known. */
    private static List<StoredMessage> found(
            ServerContext context, String tenant, String ticket, Optional<Ticket> builtIn, List<String> ids) {
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
                .map(TicketMoveRoutes::arrived)
                .toList();
    }

    private static StoredMessage arrived(StoredMessage message) {
        if (message instanceof StoredMessage.Inbound inbound
                && inbound.state() == StoredMessage.Inbound.State.PENDING) {
            throw ProblemException.conflict(
                    "message " + message.id() + " is still on its way to the helpdesk; try again");
        }
        return message;
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
