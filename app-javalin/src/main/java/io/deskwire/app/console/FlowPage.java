package io.deskwire.app.console;

import io.deskwire.app.ServerContext;
import io.deskwire.jdbc.Lookout;
import io.deskwire.jdbc.Outgoing;
import io.deskwire.threading.StoredMessage;
import io.deskwire.work.Page;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What came in and went out last, each message with its stages and their times; renews itself. */
final class FlowPage {

    private static final String ROUTE = Addresses.HOME + "/tenants/{tenant}/flow";
    private static final int MESSAGES_A_PAGE = 40;

    private final ServerContext context;
    private final Gate gate;
    private final Pages pages;
    private final Lookout lookout;

    FlowPage(ServerContext context, Gate gate, Pages pages) {
        this.context = context;
        this.gate = gate;
        this.pages = pages;
        this.lookout = context.database().lookout();
    }

    /**
     * A part of the flow.
     *
     * @param pollAddress where the newest part is asked for again; empty for older ones
     * @param seen differs when anything that is shown differs
     */
    record Listing(List<FlowView> rows, String pollAddress, String seen, String next, String first) {
        Listing {
            rows = List.copyOf(rows);
        }
    }

    void addTo(RoutesConfig routes) {
        routes.get(ROUTE, gate.reading(this::show));
        routes.get(ROUTE + "/list", gate.polling(this::renew));
    }

    private void show(Context ctx, Session session) {
        String tenant = Asked.tenant(ctx);
        pages.show(
                ctx,
                "flow",
                Map.of(
                        "frame",
                        pages.frame(ctx, session, "Flow", tenant, Frame.Section.FLOW),
                        "listing",
                        listing(ctx, tenant, page(ctx, tenant))));
    }

    private void renew(Context ctx, Session session) {
        String tenant = Asked.tenant(ctx);
        Page<Lookout.Passing> page = page(ctx, tenant);
        if (seen(page).equals(ctx.queryParam("seen"))) {
            ctx.status(HttpStatus.NO_CONTENT);
        } else {
            pages.show(ctx, "flowList", Map.of("listing", listing(ctx, tenant, page)));
        }
    }

    private Page<Lookout.Passing> page(Context ctx, String tenant) {
        String cursor = Asked.orNull(ctx, "cursor");
        return lookout.flow(tenant, cursor, MESSAGES_A_PAGE);
    }

    /** What the messages say is not looked at for this: it does not change. */
    private static String seen(Page<Lookout.Passing> page) {
        return String.format("%08x", page.items().toString().hashCode());
    }

    private Listing listing(Context ctx, String tenant, Page<Lookout.Passing> page) {
        Instant now = context.clock().instant();
        Set<String> ids = new LinkedHashSet<>();
        for (Lookout.Passing passing : page.items()) {
            String id = passing instanceof Lookout.Arrival arrival ? arrival.messageId() : passing.id();
            if (id != null) {
                ids.add(id);
            }
        }
        Map<String, StoredMessage> messages = lookout.messages(tenant, ids);
        List<FlowView> rows = page.items().stream()
                .map(passing -> passing instanceof Outgoing outgoing
                        ? FlowView.of(tenant, outgoing, messages.get(outgoing.id()), now)
                        : FlowView.of(
                                tenant,
                                (Lookout.Arrival) passing,
                                messages.get(String.valueOf(((Lookout.Arrival) passing).messageId())),
                                now))
                .toList();
        String address = Addresses.flow(tenant);
        boolean newest = Asked.orNull(ctx, "cursor") == null;
        return new Listing(
                rows,
                newest ? address + "/list" : "",
                seen(page),
                page.nextCursor() == null ? "" : Addresses.with(address, "cursor", page.nextCursor()),
                newest ? "" : address);
    }
}
