package io.deskwire.app.console;

import io.deskwire.app.ServerContext;
import io.deskwire.app.setup.Guides;
import io.deskwire.jdbc.ApiToken.Role;
import io.javalin.config.JavalinConfig;
import io.javalin.config.Key;
import io.javalin.config.RoutesConfig;
import io.javalin.config.SizeUnit;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The operator's pages under {@code /console}. */
public final class Console {

    private static final Key<Pages> PAGES = new Key<>("io.deskwire.console.pages");

    /** How long a sign-in link is good. */
    public static final Duration LINK_LIFETIME = SignInLinks.LIFETIME;

    private Console() {}

    /** Adds the pages; everything below {@code /console} is theirs, their sign-in included. */
    public static void addTo(JavalinConfig config, ServerContext context) {
        Clock clock = context.clock();
        Signer signer = new Signer(context.sessionKey());
        Sessions sessions = new Sessions(
                signer,
                context.access().tokens(),
                clock,
                () -> context.publicUrl().get().startsWith("https:"));
        Notices notices = new Notices(signer, sessions);
        Assets assets = new Assets();
        Pages pages = new Pages(
                assets, notices, tenant -> context.deskwire().deadLetters().count(tenant));
        Gate gate = new Gate(sessions, pages);
        config.appData(PAGES, pages);
        config.jetty.multipartConfig.maxTotalRequestSize(Gate.MOST_UPLOADED, SizeUnit.BYTES);
        config.jetty.multipartConfig.maxInMemoryFileSize(1, SizeUnit.MB);

        RoutesConfig routes = config.routes;
        routes.get(Addresses.ASSETS + "{name}", ctx -> asset(ctx, assets));
        SignInLinks links = new SignInLinks(signer, context.stores().leases(), clock);
        new SignInPages(gate, sessions, links, context.access(), pages).addTo(routes);
        new ApiPage(context, gate, pages).addTo(routes);
        Guides guides = new Guides();
        Habits habits = new Habits(context.deskwire().channels(), clock);
        new OverviewPage(context, gate, pages, habits).addTo(routes);
        new TicketListPage(context, gate, pages).addTo(routes);
        TicketPage ticket = new TicketPage(context, gate, pages);
        ticket.addTo(routes);
        new TicketActions(context, gate, notices, ticket).addTo(routes);
        new MessageFiles(context, gate, signer).addTo(routes);
        new DecisionPage(context, gate, pages).addTo(routes);
        ChannelPage channels = new ChannelPage(context, gate, pages, notices);
        channels.addTo(routes);
        new OneChannelPage(context, gate, pages, notices, channels, habits, guides).addTo(routes);
        new SetUpPage(context, gate, pages, notices, guides).addTo(routes);
        new ConfigurationPage(context, gate, pages, notices).addTo(routes);
        new SubscriptionPage(context, gate, pages, notices).addTo(routes);
        new TokenPage(context, gate, pages, notices).addTo(routes);
        new DeadLetterPage(context, gate, pages).addTo(routes);
        new LetterPage(context, gate, pages).addTo(routes);
        new DeadLetterActions(context, gate, notices).addTo(routes);
        new FlowPage(context, gate, pages).addTo(routes);
        new OutboundPage(context, gate, pages, notices).addTo(routes);
        new OperationsPage(context, gate, pages).addTo(routes);
        new AuditPage(context, gate, pages).addTo(routes);
        new TicketMoves(context, gate, notices, ticket).addTo(routes);
    }

    /**
     * Path and query of a new link that signs a person in without typing: it works once, within fifteen minutes, on any node.
     */
    public static String signInPath(ServerContext context) {
        return signInPath(context, Role.ADMIN, null);
    }

    /**
     * The same for somebody in a role.
     *
     * @param tenantId the only tenant they see, or null for all
     */
    public static String signInPath(ServerContext context, Role role, @Nullable String tenantId) {
        return SignInLinks.path(
                new Signer(context.sessionKey()), context.clock().instant(), role, tenantId);
    }

    /** Whether a route is one of the console's, whose callers its own gate knows. */
    public static boolean isOurs(String path) {
        return path.equals(Addresses.HOME) || path.startsWith(Addresses.HOME + "/");
    }

    /**
     * Shows an error as a page.
     *
     * @return false when the call is not one of a page; then it is answered with a problem document
     */
    public static boolean showError(Context ctx, int status, String title, String detail) {
        if (!isOurs(ctx.path())) {
            return false;
        }
        ctx.appData(PAGES).problem(ctx, null, HttpStatus.forStatus(status), title, detail);
        return true;
    }

    /**
     * Shows the end of something that began on a page of ours and went by way of another server.
     *
     * @param text plain text, whoever wrote it
     * @param tenant whose channels' page is linked to, or null for the first page
     */
    public static void showMessage(Context ctx, int status, String title, String text, @Nullable String tenant) {
        ctx.appData(PAGES).ending(ctx, HttpStatus.forStatus(status), title, text, tenant);
    }

    private static void asset(Context ctx, Assets assets) {
        assets.find(ctx.pathParam("name")).orElseThrow(NotFoundResponse::new).answer(ctx);
    }
}
