package io.deskwire.app.http;

import io.deskwire.app.OwnReactions;
import io.deskwire.app.ServerContext;
import io.deskwire.app.TicketChanges;
import io.deskwire.app.TicketMessages;
import io.deskwire.delivery.WindowGate;
import io.deskwire.jdbc.Ticket;
import io.deskwire.jdbc.TicketEdit;
import io.deskwire.jdbc.TicketFilter;
import io.deskwire.jdbc.TicketState;
import io.deskwire.json.ApiJson;
import io.deskwire.json.DomainJson;
import io.deskwire.message.Address;
import io.deskwire.rules.TicketFields;
import io.deskwire.ticket.TicketRef;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/tenants/{tenant}/tickets}: the built-in ticket store. */
final class TicketRoutes implements Routes {

    private static final String ALL = "/api/v1/tenants/{tenant}/tickets";
    private static final String ONE = ALL + "/{id}";
    private static final int LONGEST_SUBJECT = 1000;

    @Override
    public void addTo(RoutesConfig routes, ServerContext context) {
        Replying replying = new Replying(context);
        routes.get(ALL, ctx -> {
            String tenant = Params.tenant(ctx);
            TicketFilter filter = filter(ctx);
            Answers.list(
                    ctx, (cursor, limit) -> context.tickets().list(tenant, filter, cursor, limit), TicketRoutes::tree);
        });
        routes.get(ONE, ctx -> show(ctx, context));
        routes.patch(ONE, ctx -> patch(ctx, context));
        routes.post(ONE + "/replies", replying::reply);
    }

    /** Of what a ticket may be without, an empty value asks for those without it: {@code ?assignee=}. */
    private static TicketFilter filter(Context ctx) {
        return new TicketFilter(
                state(Params.query(ctx, "state")),
                Params.query(ctx, "q"),
                ctx.queryParam("queue"),
                ctx.queryParam("priority"),
                ctx.queryParam("type"),
                ctx.queryParam("assignee"),
                Params.query(ctx, "tag"),
                Params.query(ctx, "channel"));
    }

    private static void show(Context ctx, ServerContext context) {
        String tenant = Params.tenant(ctx);
        Ticket ticket = context.tickets().find(tenant, Params.id(ctx)).orElseThrow(() -> noTicket(ctx));
        Map<String, @Nullable Object> tree = tree(ticket);
        String now = context.stores()
                .conversations()
                .current(tenant, new TicketRef(ticket.id()))
                .value();
        if (!now.equals(ticket.id())) {
            tree.put("moved_to", now);
        }
        List<Map<String, @Nullable Object>> messages = OwnReactions.noted(TicketMessages.of(context, ticket)).stream()
                .map(MessageRoutes::tree)
                .map(TicketRoutes::safe)
                .toList();
        tree.put(
                "window",
                context.deskwire()
                        .replies()
                        .window(tenant, ticket.conversationId())
                        .map(TicketRoutes::window)
                        .orElse(null));
        tree.put("messages", messages);
        Answers.json(ctx, 200, tree);
    }

    private static Map<String, @Nullable Object> window(WindowGate.State window) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("open", window.open());
        tree.put(
                "closes_at",
                window.closesAt() == null ? null : window.closesAt().toString());
        return tree;
    }

    /** Here {@code html} is the cleaned form: helpdesks put it straight into a page. */
    private static Map<String, @Nullable Object> safe(Map<String, @Nullable Object> message) {
        if ("inbound".equals(message.get("direction"))) {
            message.put("html", message.remove("safe_html"));
        }
        return message;
    }

    private static void patch(Context ctx, ServerContext context) {
        Fields body = new Fields(RequestBody.object(ctx));
        Set<String> names = new HashSet<>(TicketFieldsBody.NAMES);
        names.addAll(Set.of("state", "subject", "moved_to"));
        body.allowOnly(names);
        String movedTo = body.text("moved_to");
        String subject = body.text("subject");
        if (subject != null && (subject.isBlank() || subject.length() > LONGEST_SUBJECT)) {
            body.problem("subject", "must have 1 to " + LONGEST_SUBJECT + " characters");
        }
        String word = body.text("state");
        TicketState state = word == null ? null : stateOrNull(word);
        if (word != null && state == null) {
            body.problem("state", "must be one of " + words());
        }
        if (movedTo != null && (movedTo.isBlank() || state != null)) {
            body.problem("moved_to", "must be a ticket's id, without a state beside it");
        }
        UnaryOperator<TicketFields> fields = TicketFieldsBody.change(body);
        body.check();
        Audited.detail(ctx, String.join(", ", body.names()));
        if (movedTo != null) {
            new TicketMoving(context).move(Params.tenant(ctx), Params.id(ctx), movedTo);
            Audited.action(ctx, "ticket_moved");
            Audited.detail(ctx, "to " + movedTo);
            if (context.tickets().find(Params.tenant(ctx), Params.id(ctx)).isEmpty()) {
                Answers.json(ctx, 200, TicketMoveRoutes.moved(context, Params.tenant(ctx), Params.id(ctx)));
                return;
            }
        }
        boolean found = new TicketChanges(context)
                .change(Params.tenant(ctx), Params.id(ctx), new TicketEdit(state, subject, fields))
                .isPresent();
        if (!found) {
            throw noTicket(ctx);
        }
        show(ctx, context);
    }

    private static @Nullable TicketState state(@Nullable String word) {
        if (word == null) {
            return null;
        }
        TicketState state = stateOrNull(word);
        if (state == null) {
            throw ProblemException.badRequest("state must be one of " + words());
        }
        return state;
    }

    private static @Nullable TicketState stateOrNull(String word) {
        return Arrays.stream(TicketState.values())
                .filter(state -> state.word().equals(word))
                .findFirst()
                .orElse(null);
    }

    private static String words() {
        return Arrays.stream(TicketState.values()).map(TicketState::word).collect(Collectors.joining(", "));
    }

    private static Map<String, @Nullable Object> tree(Ticket ticket) {
        Address requester = ticket.requester();
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("id", ticket.id());
        tree.put("number", ticket.number());
        tree.put("subject", ticket.subject());
        tree.put("state", ticket.state().word());
        tree.put("requester", requester == null ? null : ApiJson.address(requester));
        tree.put("channel_id", ticket.channelId());
        tree.put("conversation_id", ticket.conversationId());
        // queue, priority, type, assignee, ticket_address, tags, fields: what rules and people set, and no other.
        tree.putAll(DomainJson.toTree(ticket.fields()));
        tree.put("created_at", ticket.createdAt().toString());
        tree.put("updated_at", ticket.updatedAt().toString());
        return tree;
    }

    private static ProblemException noTicket(Context ctx) {
        return ProblemException.notFound("there is no ticket " + Params.id(ctx));
    }
}
