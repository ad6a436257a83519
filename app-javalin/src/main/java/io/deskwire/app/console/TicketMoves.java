package io.deskwire.app.console;

import io.deskwire.app.ServerContext;
import io.deskwire.app.http.Audited;
import io.deskwire.app.http.ProblemException;
import io.deskwire.app.http.TicketMoving;
import io.deskwire.jdbc.Ticket;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An agent moves a ticket into another, or takes messages out of it. */
final class TicketMoves {

    private final ServerContext context;
    private final Gate gate;
    private final Notices notices;
    private final TicketPage page;

    TicketMoves(ServerContext context, Gate gate, Notices notices, TicketPage page) {
        this.context = context;
        this.gate = gate;
        this.notices = notices;
        this.page = page;
    }

    void addTo(RoutesConfig routes) {
        routes.post(TicketPage.ROUTE + "/move", gate.changing(this::move));
        routes.post(TicketPage.ROUTE + "/split", gate.changing(this::split));
    }

    private void move(Context ctx, Session session) {
        Ticket ticket = page.ticket(ctx);
        Optional<Ticket> other = named(ticket.tenantId(), form(ctx, "ticket"));
        if (other.isEmpty()) {
            refuse(ctx, ticket, "There is no ticket with this number.");
            return;
        }
        try {
            new TicketMoving(context)
                    .move(ticket.tenantId(), ticket.id(), other.get().id());
        } catch (ProblemException e) {
            refuse(ctx, ticket, problem(e));
            return;
        }
        Audited.detail(ctx, "moved to " + other.get().id());
        done(ctx, other.get(), "Ticket #" + ticket.number() + " was moved here; what comes to it comes here now.");
    }

    private void split(Context ctx, Session session) {
        Ticket ticket = page.ticket(ctx);
        List<String> messages = ctx.formParams("message");
        String wanted = form(ctx, "ticket");
        Optional<Ticket> other = named(ticket.tenantId(), wanted);
        if (messages.isEmpty()) {
            refuse(ctx, ticket, "Choose the messages that are to be taken out.");
            return;
        }
        if (!wanted.isEmpty() && other.isEmpty()) {
            refuse(ctx, ticket, "There is no ticket with this number.");
            return;
        }
        try {
            TicketMoving.Split split = new TicketMoving(context)
                    .split(
                            ticket.tenantId(),
                            ticket.id(),
                            messages,
                            other.map(Ticket::id).orElse(null));
            Audited.detail(ctx, messages.size() + " messages to " + split.ticketId());
            Ticket target =
                    context.tickets().find(ticket.tenantId(), split.ticketId()).orElse(ticket);
            done(
                    ctx,
                    target,
                    Words.count(messages.size(), "message was", "messages were") + " taken out of ticket #"
                            + ticket.number() + ".");
        } catch (ProblemException e) {
            refuse(ctx, ticket, problem(e));
        }
    }

    /** People know tickets by their number. */
    private Optional<Ticket> named(String tenant, String given) {
        String number = given.startsWith("#") ? given.substring(1) : given;
        if (!number.matches("[0-9]{1,18}")) {
            return given.isEmpty() ? Optional.empty() : context.tickets().find(tenant, given);
        }
        return context.tickets().byNumber(tenant, Long.parseLong(number));
    }

    private static String problem(ProblemException e) {
        String text = e.details();
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
    }

    private static String form(Context ctx, String name) {
        String value = ctx.formParam(name);
        return value == null ? "" : value.strip();
    }

    private void refuse(Context ctx, Ticket ticket, String why) {
        Audited.action(ctx, "");
        notices.leave(ctx, Notice.failed(why));
        ctx.redirect(Addresses.ticket(ticket.tenantId(), ticket.id()), HttpStatus.SEE_OTHER);
    }

    private void done(Context ctx, Ticket ticket, String what) {
        notices.leave(ctx, Notice.done(what));
        ctx.redirect(Addresses.ticket(ticket.tenantId(), ticket.id()), HttpStatus.SEE_OTHER);
    }
}
