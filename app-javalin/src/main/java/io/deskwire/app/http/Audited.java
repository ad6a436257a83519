package io.deskwire.app.http;

import io.deskwire.app.AuditTrail;
import io.deskwire.app.AuditTrail.Actor;
import io.deskwire.app.access.Principal;
import io.deskwire.app.limit.Peers;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Notes every call that changed something, of the API and of the console, after it was answered well: no route can forget to.
 * Routes add what only they know with {@link #detail} and {@link #action}.
 */
public final class Audited {

    private static final String DETAIL = "deskwire.audit.detail";
    private static final String ACTION = "deskwire.audit.action";
    private static final String SUBJECT = "deskwire.audit.subject";

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    /** What a call is called, by its method and the end of its route. */
    private static final Map<String, String> ACTIONS = new LinkedHashMap<>();

    static {
        ACTIONS.put("DELETE /tenants/{}", "tenant_deleted");
        ACTIONS.put("PUT /channels/{}", "channel_saved");
        ACTIONS.put("POST /versions/{}/restore", "channel_restored");
        ACTIONS.put("POST /channels/{}/configuration", "channel_saved");
        ACTIONS.put("DELETE /channels/{}", "channel_deleted");
        ACTIONS.put("POST /channels/{}/test", "channel_tested");
        ACTIONS.put("POST /channels/{}/sync", "channel_synced");
        ACTIONS.put("POST /channels/{}/backfill", "channel_backfilled");
        ACTIONS.put("POST /channels/{}/pause", "channel_paused");
        ACTIONS.put("POST /channels/{}/resume", "channel_resumed");
        ACTIONS.put("POST /channels/{}/connect", "channel_consent_begun");
        ACTIONS.put("POST /channels/{}/templates", "templates_synced");
        ACTIONS.put("POST /channels/{}/messages", "conversation_started");
        ACTIONS.put("POST /rules/dry-run", "rules_tried");
        ACTIONS.put("PATCH /tickets/{}", "ticket_changed");
        ACTIONS.put("POST /tickets/{}/state", "ticket_changed");
        ACTIONS.put("POST /tickets/{}/fields", "ticket_changed");
        ACTIONS.put("POST /tickets/{}/split", "ticket_split");
        ACTIONS.put("POST /tickets/{}/replies", "reply_accepted");
        ACTIONS.put("POST /tickets/{}/templates", "reply_accepted");
        ACTIONS.put("POST /messages/{}/read", "message_marked_read");
        ACTIONS.put("POST /messages/{}/resolve", "uncertain_decided");
        ACTIONS.put("POST /messages/{}/cancel", "message_cancelled");
        ACTIONS.put("POST /outbound/{}/resolve", "uncertain_decided");
        ACTIONS.put("POST /outbound/{}/cancel", "message_cancelled");
        ACTIONS.put("POST /tickets/{}/move", "ticket_changed");
        ACTIONS.put("POST /dead-letters/{}/replace", "dead_letter_replaced");
        ACTIONS.put("POST /dead-letters/retry", "dead_letters_retried");
        ACTIONS.put("POST /dead-letters/discard", "dead_letters_discarded");
        ACTIONS.put("PUT /dead-letters/{}/raw", "dead_letter_replaced");
        ACTIONS.put("POST /dead-letters/{}/retry", "dead_letter_retried");
        ACTIONS.put("DELETE /dead-letters/{}", "dead_letter_discarded");
        ACTIONS.put("POST /dead-letters/{}/discard", "dead_letter_discarded");
        ACTIONS.put("POST /tokens", "token_made");
        ACTIONS.put("DELETE /tokens/{}", "token_revoked");
        ACTIONS.put("POST /tokens/{}/revoke", "token_revoked");
        ACTIONS.put("POST /sign-in-links", "sign_in_link_made");
        ACTIONS.put("POST /sign-out", "signed_out");
    }

    private final AuditTrail trail;
    private final Peers peers;

    Audited(AuditTrail trail, Peers peers) {
        this.trail = trail;
        this.peers = peers;
    }

    void addTo(RoutesConfig routes) {
        routes.after("/api/*", ctx -> note(ctx, "api"));
        routes.after("/console/*", ctx -> note(ctx, "console"));
    }

    /** More about what this call does; names of fields and numbers, never values that customers or tenants chose. */
    public static void detail(Context ctx, String detail) {
        ctx.attribute(DETAIL, detail);
    }

    /** What this call does, where its route does not tell; empty for nothing that is worth an entry. */
    public static void action(Context ctx, String action) {
        ctx.attribute(ACTION, action);
    }

    /** What this call does it to, where its address does not tell: the id of something new. */
    public static void subject(Context ctx, String id) {
        ctx.attribute(SUBJECT, id);
    }

    private void note(Context ctx, String actor) {
        if (READING.contains(ctx.req().getMethod()) || ctx.statusCode() >= 400) {
            return;
        }
        Endpoint endpoint = ctx.endpoints().lastHttpEndpoint();
        if (endpoint == null) {
            return;
        }
        Map<String, String> named = new LinkedHashMap<>();
        String action = ctx.attribute(ACTION);
        if (action == null) {
            action = action(ctx.req().getMethod(), endpoint.path);
        }
        if (action.isEmpty() || endpoint.path.equals("/console/sign-in")) {
            return;
        }
        String detail = ctx.attribute(DETAIL);
        named(endpoint.path, ctx.path(), named);
        String tenant = named.remove("tenant");
        String subject = ctx.attribute(SUBJECT);
        if (subject == null) {
            subject = named.values().stream().reduce((first, last) -> last).orElse(null);
        }
        Principal who = Principal.of(ctx);
        String token = who == null ? null : who.name();
        trail.done(new Actor(actor, token, peers.address(ctx)), tenant, action, subject, detail == null ? "" : detail);
    }

    /** A route that nobody gave a name is called by its method and its last word. */
    static String action(String method, String route) {
        String plain = method + " " + route.replaceAll("\\{[^}]*}", "{}");
        for (Map.Entry<String, String> action : ACTIONS.entrySet()) {
            String[] parts = action.getKey().split(" ", 2);
            if (plain.startsWith(parts[0] + " ") && plain.endsWith(parts[1])) {
                return action.getValue();
            }
        }
        String last = route.substring(route.lastIndexOf('/') + 1);
        return method.toLowerCase(Locale.ROOT) + "_" + last.replaceAll("[^a-z]", "");
    }

    /** The parameters of a route by name, in their order. */
    private static void named(String route, String path, Map<String, String> found) {
        String[] names = route.split("/", -1);
        String[] values = path.split("/", -1);
        for (int i = 0; i < Math.min(names.length, values.length); i++) {
            @Nullable String name = names[i].startsWith("{") ? names[i].substring(1, names[i].length() - 1) : null;
            if (name != null) {
                found.put(name, values[i]);
            }
        }
    }
}
