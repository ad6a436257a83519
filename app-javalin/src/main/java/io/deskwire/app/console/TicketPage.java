package io.deskwire.app.console;

import io.deskwire.app.OwnReactions;
import io.deskwire.app.ServerContext;
import io.deskwire.app.TicketMessages;
import io.deskwire.delivery.Replies;
import io.deskwire.jdbc.Ticket;
import io.deskwire.jdbc.TicketState;
import io.deskwire.message.Address;
import io.deskwire.message.MessageTemplate;
import io.deskwire.threading.StoredMessage;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A ticket with its conversation; new messages and news about sent ones come without a reload. */
final class TicketPage {

    static final String ROUTE = Addresses.HOME + "/tenants/{tenant}/tickets/{ticket}";

    /** More stand behind a link; the newest are what an agent needs, and what is watched for news. */
    private static final int MESSAGES_AT_FIRST = 50;

    /** What stands in a message, then where it stands. */
    private static final int FINGERPRINT = 16;

    private final ServerContext context;
    private final Gate gate;
    private final Pages pages;
    private final ReplyConditions conditions;

    TicketPage(ServerContext context, Gate gate, Pages pages) {
        this.context = context;
        this.gate = gate;
        this.pages = pages;
        this.conditions = new ReplyConditions(context);
    }

    /** The ticket's own facts. */
    record Head(
            String number,
            String subject,
            Chip state,
            TicketState stateId,
            String requester,
            @Nullable String requesterAddress,
            String channel,
            Moment opened,
            Moment updated,
            String address,
            FieldsView fields) {}

    /**
     * The answer being written.
     *
     * @param to whom it will reach, or null when nobody can be answered
     * @param copies who gets a copy, or null
     * @param key makes a form that is sent twice send one answer
     * @param text what was typed before something was wrong
     * @param problem what was wrong, or null
     */
    record Draft(
            @Nullable String to,
            @Nullable String copies,
            String key,
            String text,
            @Nullable String problem) {}

    /**
     * What the page asks for next, and what came since.
     *
     * @param changed news about where messages stand
     * @param replaced messages in which something is different
     * @param window the service window, or null where there is none
     */
    record Live(
            String address,
            List<StatusView> changed,
            List<MessageView> replaced,
            List<MessageView> added,
            Chip state,
            @Nullable WindowView window) {
        Live {
            changed = List.copyOf(changed);
            replaced = List.copyOf(replaced);
            added = List.copyOf(added);
        }
    }

    void addTo(RoutesConfig routes) {
        routes.get(ROUTE, gate.reading((ctx, session) -> show(ctx, session, "", null)));
        routes.get(ROUTE + "/template", gate.reading(this::template));
        routes.get(ROUTE + "/live", gate.polling(this::live));
    }

    /** Shows the page, with an answer that could not be sent where there is one. */
    void show(Context ctx, Session session, String typed, @Nullable String problem) {
        show(ctx, session, typed, problem, TemplatePick.of(ctx.queryParam("template")));
    }

    /** Shows the page, with a template that could not be sent. */
    void show(Context ctx, Session session, String typed, @Nullable String problem, TemplatePick pick) {
        Ticket ticket = ticket(ctx);
        List<StoredMessage> messages = messages(ticket);
        Instant now = context.clock().instant();
        String address = Addresses.ticket(ticket.tenantId(), ticket.id());
        WindowView window = conditions.window(ticket, now);
        List<MessageTemplate> templates = conditions.templates(ticket);
        boolean all = ctx.queryParam("all") != null;
        int hidden = all ? 0 : Math.max(0, messages.size() - MESSAGES_AT_FIRST);
        MessageViews views = new MessageViews(quoted(), address, templates, now);
        Map<String, Object> values = new HashMap<>();
        values.put(
                "frame",
                pages.frame(
                        ctx,
                        session,
                        "#" + ticket.number() + " " + ticket.subject(),
                        ticket.tenantId(),
                        Frame.Section.TICKETS));
        values.put("head", head(ticket, address, now));
        values.put(
                "messages",
                messages.subList(hidden, messages.size()).stream()
                        .map(views::of)
                        .toList());
        values.put("hidden", hidden);
        values.put(
                "live",
                new Live(
                        liveAddress(address, ticket.state().word(), messages, window, now),
                        List.of(),
                        List.of(),
                        List.of(),
                        Words.ticketState(ticket.state()),
                        window));
        values.put("draft", draft(ticket, typed, problem));
        values.put("states", List.of(TicketState.values()));
        values.put("templates", TemplateBox.of(window, templates, pick, address));
        pages.show(ctx, "ticket", values);
    }

    /** The fields of the template that was chosen. */
    private void template(Context ctx, Session session) {
        Ticket ticket = ticket(ctx);
        TemplateBox box = TemplateBox.of(
                conditions.window(ticket, context.clock().instant()),
                conditions.templates(ticket),
                TemplatePick.of(ctx.queryParam("template")),
                Addresses.ticket(ticket.tenantId(), ticket.id()));
        pages.show(ctx, "templateForm", Map.of("box", box, "token", session.csrf()));
    }

    private void live(Context ctx, Session session) {
        Ticket ticket = ticket(ctx);
        List<StoredMessage> messages = messages(ticket);
        Instant now = context.clock().instant();
        String address = Addresses.ticket(ticket.tenantId(), ticket.id());
        WindowView window = conditions.window(ticket, now);
        String next = liveAddress(address, ticket.state().word(), messages, window, now);
        String seen = Optional.ofNullable(ctx.queryParam("seen")).orElse("");
        int from = number(ctx.queryParam("from"));
        if (next.equals(live(address, Asked.text(ctx, "state"), from, seen, Asked.text(ctx, "window")))) {
            ctx.status(HttpStatus.NO_CONTENT);
            return;
        }
        MessageViews views = new MessageViews(quoted(), address, conditions.templates(ticket), now);
        List<StatusView> changed = new ArrayList<>();
        List<MessageView> replaced = new ArrayList<>();
        List<MessageView> added = new ArrayList<>();
        int known = from + seen.length() / FINGERPRINT;
        for (int i = Math.min(from, messages.size()); i < messages.size(); i++) {
            StoredMessage message = messages.get(i);
            if (i >= known) {
                added.add(views.of(message));
                continue;
            }
            StatusView status = StatusView.of(message, address, now);
            int at = (i - from) * FINGERPRINT;
            if (!seen.startsWith(content(message), at)) {
                replaced.add(views.of(message));
            } else if (!seen.startsWith(status.fingerprint(), at + FINGERPRINT / 2)) {
                changed.add(status);
            }
        }
        pages.show(
                ctx,
                "live",
                Map.of(
                        "live",
                        new Live(next, changed, replaced, added, Words.ticketState(ticket.state()), window),
                        "token",
                        session.csrf()));
    }

    Ticket ticket(Context ctx) {
        return context.tickets()
                .find(Asked.tenant(ctx), ctx.pathParam("ticket"))
                .orElseThrow(() -> new NotFoundResponse("There is no such ticket."));
    }

    List<StoredMessage> messages(Ticket ticket) {
        return OwnReactions.noted(TicketMessages.of(context, ticket)).stream()
                .filter(MessageViews::isShown)
                .toList();
    }

    private MessageViews.Quoted quoted() {
        return new MessageViews.Quoted() {
            @Override
            public Optional<StoredMessage> byNetworkId(String tenantId, String channelId, String networkId) {
                return context.stores().conversations().byNetworkId(tenantId, channelId, networkId);
            }

            @Override
            public Optional<StoredMessage> byId(String tenantId, String id) {
                return context.deskwire().messages().find(tenantId, id);
            }
        };
    }

    private static String liveAddress(
            String address, String state, List<StoredMessage> messages, @Nullable WindowView window, Instant now) {
        int from = Math.max(0, messages.size() - MESSAGES_AT_FIRST);
        StringBuilder seen = new StringBuilder();
        messages.subList(from, messages.size())
                .forEach(m -> seen.append(content(m))
                        .append(StatusView.of(m, address, now).fingerprint()));
        return live(address, state, from, seen.toString(), window == null ? "" : window.fingerprint());
    }

    /** Differs when something was done to the message or became of its files; the same on every node. */
    private static String content(StoredMessage message) {
        String files = message instanceof StoredMessage.Inbound inbound
                ? inbound.message().attachments().toString()
                : "";
        return String.format("%08x", (message.annotations() + files).hashCode());
    }

    private static String live(String address, String state, int from, String seen, String window) {
        return Addresses.with(
                Addresses.with(address + "/live?from=" + from + "&seen=" + seen, "state", state), "window", window);
    }

    private static int number(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,7}") ? Integer.parseInt(text) : 0;
    }

    private static Head head(Ticket ticket, String address, Instant now) {
        Address requester = ticket.requester();
        return new Head(
                "#" + ticket.number(),
                ticket.subject(),
                Words.ticketState(ticket.state()),
                ticket.state(),
                Words.name(requester),
                requester == null || requester.name() == null ? null : requester.value(),
                ticket.channelId(),
                Moment.of(ticket.createdAt(), now),
                Moment.of(ticket.updatedAt(), now),
                address,
                FieldsView.of(ticket));
    }

    private Draft draft(Ticket ticket, String typed, @Nullable String problem) {
        Optional<Replies.Recipients> people =
                context.deskwire().replies().recipients(ticket.tenantId(), ticket.conversationId());
        List<Address> to = people.map(Replies.Recipients::to).orElse(List.of());
        List<Address> copies = people.map(Replies.Recipients::cc).orElse(List.of());
        return new Draft(
                to.isEmpty() ? null : Words.names(to),
                copies.isEmpty() ? null : Words.names(copies),
                Randoms.token(),
                typed,
                problem);
    }
}
