package io.deskwire.app.console;

import io.deskwire.app.ServerContext;
import io.deskwire.jdbc.Ticket;
import io.deskwire.jdbc.TicketFilter;
import io.deskwire.jdbc.TicketState;
import io.deskwire.message.Address;
import io.deskwire.work.Page;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A tenant's tickets, the one with the newest activity first. */
final class TicketListPage {

    private static final int TICKETS_A_PAGE = 50;

    private final ServerContext context;
    private final Gate gate;
    private final Pages pages;

    TicketListPage(ServerContext context, Gate gate, Pages pages) {
        this.context = context;
        this.gate = gate;
        this.pages = pages;
    }

    /**
     * A ticket in the list.
     *
     * @param from the requester's address where a name stands before it, or null
     * @param marks what rules and people set of it, each leading to the tickets that have the same
     */
    record Row(
            String domId,
            String address,
            String number,
            String subject,
            String requester,
            @Nullable String from,
            String channel,
            Chip state,
            Moment updated,
            List<Mark> marks) {
        Row {
            marks = List.copyOf(marks);
        }
    }

    /**
     * Something by which tickets can be told apart.
     *
     * @param what what kind of thing it is, for those who do not see its place
     * @param address the tickets that have it, or those without this limit where the list has it
     */
    record Mark(String what, Chip chip, String address) {}

    /** A choice of state. */
    record Choice(String label, String address, boolean current) {}

    /**
     * What the list shows; {@code pollAddress} is empty where the list does not renew itself.
     *
     * @param next address of the next part, or empty
     * @param first address of the first part, or empty when this is it
     */
    record Listing(List<Row> rows, String pollAddress, String next, String first, boolean narrowed) {
        Listing {
            rows = List.copyOf(rows);
        }

        String fingerprint() {
            return String.format("%08x", rows.toString().hashCode());
        }
    }

    void addTo(RoutesConfig routes) {
        String tenant = Addresses.HOME + "/tenants/{tenant}";
        routes.get(
                tenant,
                gate.reading(
                        (ctx, session) -> ctx.redirect(Addresses.tickets(Asked.tenant(ctx)), HttpStatus.SEE_OTHER)));
        routes.get(tenant + "/tickets", gate.reading(this::show));
        routes.get(tenant + "/ticket-list", gate.polling(this::renew));
    }

    private void show(Context ctx, Session session) {
        String tenant = Asked.tenant(ctx);
        TicketState state = state(ctx);
        TicketLimits limits = TicketLimits.of(ctx);
        List<Choice> choices = Stream.concat(
                        Stream.of(new Choice("All", limits.with("state", null).address(tenant), state == null)),
                        Stream.of(TicketState.values())
                                .map(s -> new Choice(
                                        Words.ticketState(s).text(),
                                        limits.with("state", s.word()).address(tenant),
                                        s == state)))
                .toList();
        pages.show(
                ctx,
                "tickets",
                Map.of(
                        "frame",
                        pages.frame(ctx, session, "Tickets", tenant, Frame.Section.TICKETS),
                        "choices",
                        choices,
                        "kept",
                        limits.with("q", null).given(),
                        "search",
                        Asked.text(ctx, "q"),
                        "marks",
                        limits.marks(tenant),
                        "address",
                        Addresses.tickets(tenant),
                        "listing",
                        listing(ctx)));
    }

    private void renew(Context ctx, Session session) {
        Listing listing = listing(ctx);
        if (listing.fingerprint().equals(ctx.queryParam("seen"))) {
            ctx.status(HttpStatus.NO_CONTENT);
        } else {
            pages.show(ctx, "ticketList", Map.of("listing", listing));
        }
    }

    private Listing listing(Context ctx) {
        String tenant = Asked.tenant(ctx);
        TicketLimits limits = TicketLimits.of(ctx);
        TicketFilter filter = limits.filter(state(ctx));
        String cursor = Asked.orNull(ctx, "cursor");
        Instant now = context.clock().instant();
        Page<Ticket> page = Asked.part(() -> context.tickets().list(tenant, filter, cursor, TICKETS_A_PAGE));
        List<Row> rows = page.items().stream().map(t -> row(t, limits, now)).toList();
        return new Listing(
                rows,
                cursor == null ? limits.at(Addresses.tenant(tenant) + "/ticket-list") : "",
                page.nextCursor() == null ? "" : Addresses.with(limits.address(tenant), "cursor", page.nextCursor()),
                cursor == null ? "" : limits.address(tenant),
                !limits.given().isEmpty());
    }

    private static @Nullable TicketState state(Context ctx) {
        String asked = Asked.text(ctx, "state");
        return Stream.of(TicketState.values())
                .filter(state -> state.word().equals(asked))
                .findFirst()
                .orElse(null);
    }

    private static Row row(Ticket ticket, TicketLimits limits, Instant now) {
        Address requester = ticket.requester();
        return new Row(
                "ticket-" + ticket.id(),
                Addresses.ticket(ticket.tenantId(), ticket.id()),
                "#" + ticket.number(),
                ticket.subject(),
                Words.name(requester),
                requester == null || requester.name() == null ? null : requester.value(),
                ticket.channelId(),
                Words.ticketState(ticket.state()),
                Moment.of(ticket.updatedAt(), now),
                limits.marks(ticket));
    }
}
