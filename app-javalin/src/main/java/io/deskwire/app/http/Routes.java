package io.deskwire.app.http;

import io.deskwire.app.ServerContext;
import io.javalin.config.RoutesConfig;

/** Routes of one subject. */
@FunctionalInterface
public interface Routes {

    /** Adds them. */
    void addTo(RoutesConfig routes, ServerContext context);
}
