package io.deskwire.app.http;

import io.deskwire.app.ServerContext;
import io.javalin.config.RoutesConfig;
import java.util.Map;

/** {@code /api/v1/tenants/{tenant}}: a tenant leaves. */
final class TenantRoutes implements Routes {

    @Override
    public void addTo(RoutesConfig routes, ServerContext context) {
        routes.delete("/api/v1/tenants/{tenant}", ctx -> {
            long removed = context.deskwire().deleteTenant(Params.tenant(ctx));
            Audited.detail(ctx, removed + " rows");
            if (removed == 0) {
                Audited.action(ctx, "");
            }
            Answers.json(ctx, 200, Map.of("removed_rows", removed));
        });
    }
}
