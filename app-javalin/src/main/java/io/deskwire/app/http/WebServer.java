package io.deskwire.app.http;

import io.deskwire.app.ServerContext;
import io.deskwire.app.access.Author;
import io.deskwire.app.console.Console;
import io.deskwire.app.limit.Peers;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The HTTP side of the server. */
public final class WebServer {

    /** Calls whose body is larger name their own limit. */
    static final long USUAL_BODY_LIMIT = 1 << 20;

    private static final int MOST_THREADS = 200;

    /** Request line and headers together; providers sign in a few hundred bytes, links carry a few thousand. */
    private static final int MOST_HEADER_BYTES = 16 * 1024;

    private static final Duration IDLE = Duration.ofSeconds(30);

    /** Connections at once; each costs some memory, none a thread while it says nothing. */
    private static final int MOST_CONNECTIONS = 10_000;

    private static final Duration DRAIN = Duration.ofSeconds(8);

    private final Javalin javalin;

    /** Builds the server; it listens after {@link #start}. */
    public WebServer(ServerContext context, List<Routes> routes) {
        this.javalin = Javalin.create(config -> configure(config, context, routes));
    }

    private static void configure(JavalinConfig config, ServerContext context, List<Routes> all) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.maxRequestSize = USUAL_BODY_LIMIT;
        config.jetty.threadPool = new QueuedThreadPool(MOST_THREADS);
        config.jetty.modifyServer(WebServer::drainOnStop);
        config.jetty.modifyServer(server -> server.insertHandler(new SlowBodies(context.clock())));
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setSendDateHeader(true);
            limit(http);
        });
        config.router.javaLangErrorHandler(
                (response, error) -> JettyErrors.write(response, Problems.unexpectedError(error)));
        RequestIds ids = new RequestIds(context.clock());
        config.routes.before(ids::begin);
        config.routes.before(ctx -> Author.isNobody());
        config.routes.before("/api/*", context.access()::requireBearer);
        config.routes.beforeMatched(context.access()::requireRight);
        Problems.addTo(config.routes);
        new Audited(context.audit(), new Peers(context.limits().proxies())).addTo(config.routes);
        all.forEach(routes -> routes.addTo(config.routes, context));
        Console.addTo(config, context);
        config.routes.after(ids::end);
    }

    /** Who says nothing for long is cut off, as {@link SlowBodies} do with who says little; long headers are refused. */
    static void limit(HttpConfiguration http) {
        http.setRequestHeaderSize(MOST_HEADER_BYTES);
        http.setIdleTimeout(IDLE.toMillis());
    }

    /** Javalin by itself drops what is under way when it stops; this waits for it. */
    private static void drainOnStop(Server server) {
        server.insertHandler(new GracefulHandler());
        server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, server));
        server.setStopTimeout(DRAIN.toMillis());
        server.setErrorHandler(new JettyErrors());
    }

    /**
     * Listens.
     *
     * @return the port, which is not the one asked for when that was 0
     */
    public int start(String host, int port) {
        return javalin.start(host, port).port();
    }

    /** Method and path of all that is answered, such as {@code GET /health/live}; the API's description is held against it. */
    List<String> routes() {
        return javalin.unsafe.internalRouter.allHttpHandlers().stream()
                .map(entry -> entry.endpoint)
                .filter(endpoint -> endpoint.method.isHttpMethod())
                .map(endpoint -> endpoint.method.name() + " " + endpoint.path)
                .toList();
    }

    /** Takes nothing new, lets what is under way finish, for eight seconds at most. */
    public void stop() {
        javalin.stop();
    }
}
