package io.deskwire.app.http;

import io.deskwire.app.ServerContext;
import io.deskwire.app.metrics.Metrics;
import io.deskwire.app.metrics.StoredState;
import io.javalin.config.RoutesConfig;

/** {@code /metrics} in the text format of Prometheus; needs the token, since names of providers stand in it. */
public final class MetricsRoutes implements Routes {

    private final Metrics metrics;

    public MetricsRoutes(Metrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void addTo(RoutesConfig routes, ServerContext context) {
        StoredState state = new StoredState(context, metrics);
        routes.get("/metrics", ctx -> {
            ctx.contentType("text/plain; version=0.0.4; charset=utf-8").result(state.scrape());
        });
    }
}
