package io.deskwire.app.http;

import io.deskwire.app.ServerContext;
import io.javalin.config.RoutesConfig;
import java.util.Map;

/** Liveness and readiness; need no token and tell no more than they must. */
final class HealthRoutes implements Routes {

    private static final int RETRY_AFTER_SECONDS = 5;

    @Override
    public void addTo(RoutesConfig routes, ServerContext context) {
        routes.get("/health/live", ctx -> Answers.json(ctx, 200, Map.of("status", "live")));
        routes.get("/health/ready", ctx -> {
            if (context.shutdown().begun()) {
                throw ProblemException.unavailable("the server is stopping", RETRY_AFTER_SECONDS);
            }
            // A write that goes through to the disk: the raw store stands in the same database.
            if (!context.database().isReachable()) {
                throw ProblemException.unavailable("the database does not take writes", RETRY_AFTER_SECONDS);
            }
            Answers.json(ctx, 200, Map.of("status", "ready"));
        });
    }
}
