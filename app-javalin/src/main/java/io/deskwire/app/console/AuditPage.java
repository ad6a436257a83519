package io.deskwire.app.console;

import io.deskwire.app.ServerContext;
import io.deskwire.audit.AuditEntry;
import io.deskwire.audit.AuditLog;
import io.deskwire.work.Page;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who changed what, newest first. */
final class AuditPage {

    private static final int ENTRIES_A_PAGE = 50;

    private final ServerContext context;
    private final Gate gate;
    private final Pages pages;

    AuditPage(ServerContext context, Gate gate, Pages pages) {
        this.context = context;
        this.gate = gate;
        this.pages = pages;
    }

    /** An entry. */
    record Row(
            Moment at,
            String action,
            boolean refused,
            @Nullable String tenant,
            @Nullable String subject,
            String detail,
            String by) {

        static Row of(AuditEntry entry, Instant now) {
            return new Row(
                    Moment.of(entry.at(), now),
                    entry.action().replace('_', ' '),
                    entry.outcome() == AuditEntry.Outcome.REFUSED,
                    entry.tenantId(),
                    entry.subject(),
                    entry.detail(),
                    entry.actor().replace('_', ' ') + (entry.source() == null ? "" : " from " + entry.source()));
        }
    }

    void addTo(RoutesConfig routes) {
        routes.get(Addresses.AUDIT, gate.reading(this::show));
    }

    private void show(Context ctx, Session session) {
        Instant now = context.clock().instant();
        String own = session.who().tenantId();
        // Whoever may see only one tenant is always asking for that.
        String tenant = own == null ? Asked.text(ctx, "tenant") : own;
        String action = Asked.text(ctx, "action").replace(' ', '_');
        AuditLog.Filter filter =
                new AuditLog.Filter(tenant.isEmpty() ? null : tenant, action.isEmpty() ? null : action);
        String cursor = Asked.orNull(ctx, "cursor");
        Page<AuditEntry> page = Asked.part(() -> context.stores().audit().list(filter, cursor, ENTRIES_A_PAGE));
        List<Row> rows = page.items().stream().map(entry -> Row.of(entry, now)).toList();
        String first = Addresses.with(Addresses.with(Addresses.AUDIT, "tenant", tenant), "action", action);
        pages.show(
                ctx,
                "audit",
                Map.of(
                        "frame",
                        pages.frame(ctx, session, "Audit log", Frame.Section.AUDIT),
                        "rows",
                        rows,
                        "tenant",
                        tenant,
                        "action",
                        action.replace('_', ' '),
                        "next",
                        page.nextCursor() == null ? "" : Addresses.with(first, "cursor", page.nextCursor()),
                        "first",
                        cursor == null ? "" : first));
    }
}
