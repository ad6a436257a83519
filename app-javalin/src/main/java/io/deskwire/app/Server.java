package io.deskwire.app;

import io.deskwire.app.InstallationKeys.AdminToken;
import io.deskwire.app.access.Tokens;
import io.deskwire.app.http.Access;
import io.deskwire.app.http.ApiRoutes;
import io.deskwire.app.http.RequestSpool;
import io.deskwire.app.http.WebServer;
import io.deskwire.app.limit.Rate;
import io.deskwire.app.limit.TokenBuckets;
import io.deskwire.app.metrics.Metrics;
import io.deskwire.audit.AuditEntry;
import io.deskwire.audit.AuditLog;
import io.deskwire.work.StoreUnavailableException;
import io.javalin.util.JavalinBindException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running server: HTTP, background work, database. */
public final class Server {

    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    /** A person who sets a mailbox up needs a few; somebody who scans ports would like thousands. */
    private static final Rate CHANNEL_TESTS = Rate.perMinute(20);

    private static final String RETENTION_SET = "retention_set";

    /** What SIGTERM grants us, less a margin for the end of the process itself. */
    private static final Duration MOST = Duration.ofSeconds(13);

    private final Installation installation;
    private final WebServer web;
    private final ServerContext context;
    private final AdminToken adminToken;
    private final String address;

    private Server(
            Installation installation, WebServer web, ServerContext context, AdminToken adminToken, String address) {
        this.installation = installation;
        this.web = web;
        this.context = context;
        this.adminToken = adminToken;
        this.address = address;
    }

    /**
     * Opens the database, listens, and starts background work. When this returns the server takes traffic.
     *
     * @throws InstallationException when it cannot
     */
    public static Server start(Settings settings, Clock clock) {
        return start(settings, clock, false, PortWrapping.NONE);
    }

    /**
     * The same where providers are stand-ins on this machine, which reach the server without a public address.
     *
     * @throws InstallationException when it cannot
     */
    public static Server startBesideStandIns(Settings settings, Clock clock) {
        return start(settings, clock, true, PortWrapping.NONE);
    }

    /**
     * The same with something around its ports.
     *
     * @throws InstallationException when it cannot
     */
    public static Server start(Settings settings, Clock clock, PortWrapping wrapping) {
        return start(settings, clock, false, wrapping);
    }

    private static Server start(Settings settings, Clock clock, boolean besideStandIns, PortWrapping wrapping) {
        Metrics metrics = new Metrics();
        AtomicReference<String> publicUrl = new AtomicReference<>("");
        boolean reachable = besideStandIns || settings.publicUrl() != null;
        Installation installation = Installation.openForServer(
                settings,
                metrics,
                clock,
                () -> Optional.of(publicUrl.get()).filter(url -> reachable && !url.isEmpty()),
                wrapping);
        try {
            AdminToken token = AdminToken.load(settings);
            Shutdown shutdown = new Shutdown();
            Backfills backfills = new Backfills(clock);
            shutdown.onBegin(backfills::stop);
            ServerContext context = new ServerContext(
                    installation.deskwire(),
                    installation.stores(),
                    installation.tickets(),
                    installation.config(),
                    installation.database(),
                    clock,
                    new Access(
                            token.token(),
                            new Tokens(installation.database().apiTokens(), clock),
                            settings.limits(),
                            installation.audit(),
                            clock),
                    installation.keys().sessionKey(token.token()),
                    publicUrl::get,
                    installation.files(),
                    installation.consents(publicUrl::get, clock),
                    metrics.webhookCounts(),
                    installation.audit(),
                    settings.limits(),
                    new TokenBuckets(CHANNEL_TESTS, 10_000, clock),
                    installation.support(settings, metrics::scrape),
                    metrics::scrape,
                    backfills,
                    shutdown);
            WebServer web = new WebServer(
                    context,
                    ApiRoutes.all(metrics, new RequestSpool(settings.dataDir().resolve("requests"))));
            int port = listen(web, settings);
            String address = "http://" + hostInUrl(settings.host()) + ":" + port;
            URI configured = settings.publicUrl();
            publicUrl.set(configured == null ? address : configured.toString());
            noteRetention(installation, settings);
            installation.deskwire().start();
            return new Server(installation, web, context, token, address);
        } catch (RuntimeException | Error e) {
            installation.close();
            throw e;
        }
    }

    /** Says when this server keeps things for another time than the one before it did. */
    private static void noteRetention(Installation installation, Settings settings) {
        String now = "raw " + settings.retention().raw().toDays() + " days, keys "
                + settings.retention().keys().toDays() + " days";
        try {
            List<AuditEntry> last = installation
                    .stores()
                    .audit()
                    .list(new AuditLog.Filter(null, RETENTION_SET), null, 1)
                    .items();
            if (last.isEmpty() || !last.get(0).detail().equals(now)) {
                installation.audit().done(AuditTrail.Actor.server(), null, RETENTION_SET, null, now);
            }
        } catch (StoreUnavailableException e) {
            LOG.warn("whether retention was changed could not be noted", e);
        }
    }

    private static int listen(WebServer web, Settings settings) {
        try {
            return web.start(settings.host(), settings.port());
        } catch (JavalinBindException e) {
            throw new InstallationException(
                    settings.host() + ":" + settings.port() + " cannot be listened on: it is taken or not ours; choose"
                            + " another with " + Setting.PORT.option() + " or " + Setting.HOST.option(),
                    e);
        }
    }

    private static String hostInUrl(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    /** {@code http://HOST:PORT} as listened on. */
    public String address() {
        return address;
    }

    /** The API's bearer token. */
    public AdminToken adminToken() {
        return adminToken;
    }

    /** What its pages and routes work with. */
    public ServerContext context() {
        return context;
    }

    /** Takes nothing new, lets what is under way finish, and closes the database; thirteen seconds at most. */
    public void stop() {
        Instant deadline = context.clock().instant().plus(MOST);
        LOG.info("stopping");
        context.shutdown().begin();
        try {
            web.stop();
        } catch (RuntimeException e) {
            LOG.warn("the HTTP side did not stop in an orderly way", e);
        }
        try {
            Duration left = Duration.between(context.clock().instant(), deadline);
            installation.deskwire().stop(left.toMillis() < 1000 ? Duration.ofSeconds(1) : left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            installation.close();
        }
        LOG.info("stopped");
    }
}
