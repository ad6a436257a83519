package io.deskwire.app.http;

import io.deskwire.app.ServerContext;
import io.deskwire.audit.AuditEntry;
import io.deskwire.audit.AuditLog;
import io.javalin.config.RoutesConfig;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/audit}: who did what, newest first. */
final class AuditRoutes implements Routes {

    @Override
    public void addTo(RoutesConfig routes, ServerContext context) {
        routes.get("/api/v1/audit", ctx -> {
            AuditLog.Filter filter = new AuditLog.Filter(Params.query(ctx, "tenant"), Params.query(ctx, "action"));
            Answers.list(
                    ctx, (cursor, limit) -> context.stores().audit().list(filter, cursor, limit), AuditRoutes::tree);
        });
    }

    private static Map<String, @Nullable Object> tree(AuditEntry entry) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("id", entry.id());
        tree.put("at", entry.at().toString());
        tree.put("tenant_id", entry.tenantId());
        tree.put("actor", entry.actor());
        tree.put("source", entry.source());
        tree.put("action", entry.action());
        tree.put("outcome", entry.outcome().name().toLowerCase(Locale.ROOT));
        tree.put("subject", entry.subject());
        tree.put("detail", entry.detail());
        return tree;
    }
}
