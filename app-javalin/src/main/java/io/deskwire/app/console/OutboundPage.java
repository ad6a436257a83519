package io.deskwire.app.console;

import io.deskwire.app.ServerContext;
import io.deskwire.app.http.Audited;
import io.deskwire.jdbc.Lookout;
import io.deskwire.jdbc.Outgoing;
import io.deskwire.threading.StoredMessage;
import io.deskwire.work.Page;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Answers on their way out: what waits and why, what a person must decide, what may still be taken back. */
final class OutboundPage {

    private static final String ROUTE = Addresses.HOME + "/tenants/{tenant}/outbound";
    private static final int MESSAGES_A_PAGE = 50;

    private final ServerContext context;
    private final Gate gate;
    private final Pages pages;
    private final Notices notices;
    private final Lookout lookout;

    OutboundPage(ServerContext context, Gate gate, Pages pages, Notices notices) {
        this.context = context;
        this.gate = gate;
        this.pages = pages;
        this.notices = notices;
        this.lookout = context.database().lookout();
    }

    /** Another view of the same list. */
    record Choice(String label, String address, boolean current) {}

    /**
     * A part of the list.
     *
     * @param pollAddress where the first part is asked for again; empty for later ones
     * @param seen differs when anything that is shown differs
     * @param empty what to say when there is nothing
     */
    record Listing(
            List<Choice> choices,
            List<OutboundView> rows,
            String pollAddress,
            String seen,
            String empty,
            String next,
            String first) {
        Listing {
            choices = List.copyOf(choices);
            rows = List.copyOf(rows);
        }
    }

    void addTo(RoutesConfig routes) {
        routes.get(ROUTE, gate.reading(this::show));
        routes.get(ROUTE + "/list", gate.polling(this::renew));
        routes.post(ROUTE + "/{message}/resolve", gate.changing(this::resolve));
        routes.post(ROUTE + "/{message}/cancel", gate.changing(this::cancel));
    }

    private void show(Context ctx, Session session) {
        String tenant = Asked.tenant(ctx);
        pages.show(
                ctx,
                "outbound",
                Map.of(
                        "frame",
                        pages.frame(ctx, session, "Outbound", tenant, Frame.Section.OUTBOUND),
                        "listing",
                        listing(ctx, tenant)));
    }

    private void renew(Context ctx, Session session) {
        Listing listing = listing(ctx, Asked.tenant(ctx));
        if (listing.seen().equals(ctx.queryParam("seen"))) {
            ctx.status(HttpStatus.NO_CONTENT);
        } else {
            pages.show(ctx, "outboundList", Map.of("listing", listing, "token", session.csrf()));
        }
    }

    private void resolve(Context ctx, Session session) {
        String tenant = Asked.tenant(ctx);
        notices.leave(ctx, TicketActions.decide(ctx, context, tenant, ctx.pathParam("message")));
        back(ctx, tenant);
    }

    private void cancel(Context ctx, Session session) {
        String tenant = Asked.tenant(ctx);
        boolean done = context.deskwire().cancel(tenant, ctx.pathParam("message"));
        if (!done) {
            Audited.action(ctx, "");
        }
        notices.leave(
                ctx,
                done
                        ? Notice.done("The message is cancelled; who got it already keeps it.")
                        : Notice.failed("It was too late: the message is being sent, or was."));
        back(ctx, tenant);
    }

    private static void back(Context ctx, String tenant) {
        ctx.redirect(
                Addresses.with(Addresses.outbound(tenant), "state", ctx.queryParam("state")), HttpStatus.SEE_OTHER);
    }

    private Listing listing(Context ctx, String tenant) {
        Instant now = context.clock().instant();
        Outgoing.Which which = which(ctx);
        String cursor = Asked.orNull(ctx, "cursor");
        Page<Outgoing> page = lookout.outgoing(tenant, which, cursor, MESSAGES_A_PAGE);
        Map<String, StoredMessage> messages =
                lookout.messages(tenant, page.items().stream().map(Outgoing::id).toList());
        List<OutboundView> rows = page.items().stream()
                .map(one -> OutboundView.of(tenant, one, messages.get(one.id()), now))
                .toList();
        List<Choice> choices = choices(tenant, which);
        String address = address(tenant, which);
        return new Listing(
                choices,
                rows,
                cursor == null ? Addresses.with(Addresses.outbound(tenant) + "/list", "state", word(which)) : "",
                String.format("%08x", (choices + rows.toString()).hashCode()),
                empty(which),
                page.nextCursor() == null ? "" : Addresses.with(address, "cursor", page.nextCursor()),
                cursor == null ? "" : address);
    }

    private List<Choice> choices(String tenant, Outgoing.Which shown) {
        long uncertain = lookout.uncertain(tenant);
        return Arrays.stream(Outgoing.Which.values())
                .map(which -> new Choice(
                        switch (which) {
                            case WAITING -> "Waiting";
                            case UNCERTAIN -> uncertain == 0 ? "To be decided" : "To be decided (" + uncertain + ")";
                            case ALL -> "All";
                        },
                        address(tenant, which),
                        which == shown))
                .toList();
    }

    private static String empty(Outgoing.Which which) {
        return switch (which) {
            case WAITING -> "Nothing waits: every answer is on its way or there.";
            case UNCERTAIN -> "No answer needs a decision.";
            case ALL -> "No answer was written yet. Open a ticket and reply; it shows here.";
        };
    }

    private static String address(String tenant, Outgoing.Which which) {
        return Addresses.with(
                Addresses.outbound(tenant), "state", which == Outgoing.Which.WAITING ? null : word(which));
    }

    private static Outgoing.Which which(Context ctx) {
        String asked = Asked.text(ctx, "state");
        return Arrays.stream(Outgoing.Which.values())
                .filter(which -> word(which).equals(asked))
                .findFirst()
                .orElse(Outgoing.Which.WAITING);
    }

    private static String word(Outgoing.Which which) {
        return which.name().toLowerCase(Locale.ROOT);
    }
}
