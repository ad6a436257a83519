package io.deskwire.app.http;

import io.deskwire.app.ServerContext;
import io.deskwire.app.access.Principal;
import io.deskwire.app.access.Rights.Refusal;
import io.deskwire.audit.AuditEntry;
import io.deskwire.audit.AuditLog;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/audit}: who did what, newest first. */
final class AuditRoutes implements Routes {

    @Override
    public void addTo(RoutesConfig routes, ServerContext context) {
        routes.get("/api/v1/audit", ctx -> {
            AuditLog.Filter filter = new AuditLog.Filter(tenant(ctx), Params.query(ctx, "action"));
            Answers.list(
                    ctx, (cursor, limit) -> context.stores().audit().list(filter, cursor, limit), AuditRoutes::tree);
        });
    }

    /** The tenant that is asked for; whoever may see only one is always asking for that. */
    private static @Nullable String tenant(Context ctx) {
        String asked = Params.query(ctx, "tenant");
        Principal who = Principal.of(ctx);
        String own = who == null ? null : who.tenantId();
        if (own != null && asked != null && !own.equals(asked)) {
            throw ProblemException.forbidden(Refusal.TENANT.text());
        }
        return own == null ? asked : own;
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
