package io.deskwire.app.console;

import io.deskwire.app.ServerContext;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.OwnAddress;
import io.deskwire.jdbc.Ticket;
import io.deskwire.jdbc.TicketState;
import io.deskwire.message.Address;
import io.deskwire.message.MessageKind;
import io.deskwire.threading.StoredMessage;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A ticket with its conversation; new messages and news about sent ones come without a reload. */
final class TicketPage {

    static final String ROUTE = Addresses.HOME + "/tenants/{tenant}/tickets/{ticket}";

    /** More stand behind a link; the newest are what an agent needs, and what is watched for news. */
    private static final int MESSAGES_AT_FIRST = 50;

    private static final int FINGERPRINT = 8;

    private final ServerContext context;
    private final Gate gate;
    private final Pages pages;

    TicketPage(ServerContext context, Gate gate, Pages pages) {
        this.context = context;
        this.gate = gate;
        this.pages = pages;
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
            String address) {}

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

    /** What the page asks for next, and what came since. */
    record Live(String address, List<StatusView> changed, List<MessageView> added, Chip state) {
        Live {
            changed = List.copyOf(changed);
            added = List.copyOf(added);
        }
    }

    void addTo(RoutesConfig routes) {
        routes.get(ROUTE, gate.reading((ctx, session) -> show(ctx, session, "", null)));
        routes.get(ROUTE + "/live", gate.polling(this::live));
    }

    /** Shows the page, with an answer that could not be sent where there is one. */
    void show(Context ctx, Session session, String typed, @Nullable String problem) {
        Ticket ticket = ticket(ctx);
        List<StoredMessage> messages = messages(ticket);
        Instant now = context.clock().instant();
        String address = Addresses.ticket(ticket.tenantId(), ticket.id());
        boolean all = ctx.queryParam("all") != null;
        int hidden = all ? 0 : Math.max(0, messages.size() - MESSAGES_AT_FIRST);
        List<MessageView> views = messages.subList(hidden, messages.size()).stream()
                .map(m -> MessageViews.of(m, address, now))
                .toList();
        Map<String, Object> values = Map.of(
                "frame",
                pages.frame(
                        ctx,
                        session,
                        "#" + ticket.number() + " " + ticket.subject(),
                        ticket.tenantId(),
                        Frame.Section.TICKETS),
                "head",
                head(ticket, address, now),
                "messages",
                views,
                "hidden",
                hidden,
                "live",
                new Live(
                        liveAddress(address, ticket.state().word(), messages, now),
                        List.of(),
                        List.of(),
                        Words.ticketState(ticket.state())),
                "draft",
                draft(ticket, messages, typed, problem),
                "states",
                List.of(TicketState.values()));
        pages.show(ctx, "ticket", values);
    }

    private void live(Context ctx, Session session) {
        Ticket ticket = ticket(ctx);
        List<StoredMessage> messages = messages(ticket);
        Instant now = context.clock().instant();
        String address = Addresses.ticket(ticket.tenantId(), ticket.id());
        String next = liveAddress(address, ticket.state().word(), messages, now);
        String seenState = Asked.text(ctx, "state");
        String seen = Optional.ofNullable(ctx.queryParam("seen")).orElse("");
        int from = number(ctx.queryParam("from"));
        if (next.equals(live(address, seenState, from, seen))) {
            ctx.status(HttpStatus.NO_CONTENT);
            return;
        }
        List<StatusView> changed = new ArrayList<>();
        List<MessageView> added = new ArrayList<>();
        int known = from + seen.length() / FINGERPRINT;
        for (int i = Math.min(from, messages.size()); i < messages.size(); i++) {
            if (i >= known) {
                added.add(MessageViews.of(messages.get(i), address, now));
                continue;
            }
            StatusView status = StatusView.of(messages.get(i), address, now);
            int at = (i - from) * FINGERPRINT;
            if (!status.fingerprint().equals(seen.substring(at, at + FINGERPRINT))) {
                changed.add(status);
            }
        }
        pages.show(
                ctx,
                "live",
                Map.of(
                        "live",
                        new Live(next, changed, added, Words.ticketState(ticket.state())),
                        "token",
                        session.csrf()));
    }

    Ticket ticket(Context ctx) {
        return context.tickets()
                .find(Asked.tenant(ctx), ctx.pathParam("ticket"))
                .orElseThrow(() -> new NotFoundResponse("There is no such ticket."));
    }

    List<StoredMessage> messages(Ticket ticket) {
        return context.deskwire().messages().ofConversation(ticket.tenantId(), ticket.conversationId());
    }

    private static String liveAddress(String address, String state, List<StoredMessage> messages, Instant now) {
        int from = Math.max(0, messages.size() - MESSAGES_AT_FIRST);
        StringBuilder seen = new StringBuilder();
        messages.subList(from, messages.size())
                .forEach(m -> seen.append(StatusView.of(m, address, now).fingerprint()));
        return live(address, state, from, seen.toString());
    }

    private static String live(String address, String state, int from, String seen) {
        return Addresses.with(address + "/live?from=" + from + "&seen=" + seen, "state", state);
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
                address);
    }

    private Draft draft(Ticket ticket, List<StoredMessage> messages, String typed, @Nullable String problem) {
        Optional<ChannelConfig> channel = context.config().find(ticket.tenantId(), ticket.channelId());
        List<Address> to = List.of();
        List<Address> copies = List.of();
        for (int i = messages.size() - 1; i >= 0 && to.isEmpty(); i--) {
            if (channel.isPresent()
                    && messages.get(i) instanceof StoredMessage.Inbound inbound
                    && inbound.message().kind() == MessageKind.MESSAGE) {
                ChannelConfig own = channel.get();
                to = inbound.message().replyRecipients().stream()
                        .filter(a -> !OwnAddress.isOwn(own, a))
                        .toList();
                Set<String> already =
                        new HashSet<>(to.stream().map(Address::key).toList());
                copies = Stream.of(
                                inbound.message().parsed().people().to(),
                                inbound.message().parsed().people().cc())
                        .flatMap(List::stream)
                        .filter(a -> !OwnAddress.isOwn(own, a) && already.add(a.key()))
                        .toList();
            }
        }
        return new Draft(
                to.isEmpty() ? null : Words.names(to),
                copies.isEmpty() ? null : Words.names(copies),
                Randoms.token(),
                typed,
                problem);
    }
}
