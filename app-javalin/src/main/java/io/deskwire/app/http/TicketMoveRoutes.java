package io.deskwire.app.http;

import io.deskwire.app.ServerContext;
import io.deskwire.config.ConfigProblem;
import io.deskwire.ticket.TicketRef;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tickets that are moved into others ({@code PATCH …/tickets/{id}} with {@code moved_to}) and messages that are taken out of
 * theirs ({@code POST …/tickets/{id}/split}).
 */
final class TicketMoveRoutes implements Routes {

    @Override
    public void addTo(RoutesConfig routes, ServerContext context) {
        routes.post("/api/v1/tenants/{tenant}/tickets/{id}/split", ctx -> split(ctx, context));
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
        Fields body = new Fields(RequestBody.object(ctx));
        body.allowOnly(Set.of("messages", "ticket"));
        List<?> given = body.list("messages");
        List<String> messages = given.stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
        String wanted = body.text("ticket");
        List<ConfigProblem> problems = new ArrayList<>(body.problems());
        if (messages.size() != given.size()) {
            problems.add(new ConfigProblem("messages", "must be ids of messages"));
        }
        TicketMoving.Split split =
                new TicketMoving(context).split(Params.tenant(ctx), Params.id(ctx), messages, wanted, problems);
        Audited.detail(ctx, messages.size() + " messages to " + split.ticketId());
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("ticket_id", split.ticketId());
        tree.put("conversation_id", split.conversationId());
        tree.put("messages", split.messages());
        Answers.json(ctx, 200, tree);
    }
}
