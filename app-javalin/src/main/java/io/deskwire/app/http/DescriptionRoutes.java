package io.deskwire.app.http;

import io.deskwire.app.ServerContext;
import io.deskwire.app.openapi.ApiDescription;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** {@code /openapi.json}: what the API takes and answers, for programs; {@code /docs} is the same for people. */
final class DescriptionRoutes implements Routes {

    @Override
    public void addTo(RoutesConfig routes, ServerContext context) {
        routes.get("/openapi.json", ctx -> show(ctx, context));
        routes.get("/api/v1/openapi.json", ctx -> show(ctx, context));
    }

    private static void show(Context ctx, ServerContext context) {
        Answers.json(ctx, 200, ApiDescription.own().document(context.publicUrl().get()));
    }
}
