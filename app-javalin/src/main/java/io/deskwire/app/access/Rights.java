package io.deskwire.app.access;

import static io.deskwire.app.access.Rights.Right.ADMIN;
import static io.deskwire.app.access.Rights.Right.AGENT;
import static io.deskwire.app.access.Rights.Right.INSTALLATION;
import static io.deskwire.app.access.Rights.Right.OPEN;
import static io.deskwire.app.access.Rights.Right.SIGNED_IN;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a caller needs for each route: the one place where that is decided. A route that stands here with nothing is for the
 * installation's administrators alone, and a test fails.
 */
public final class Rights {

    /** What is needed for a route. */
    public enum Right {
        /** Nothing: it proves its caller by itself, or tells nothing. */
        OPEN,
        /** Any token; what is of one tenant alone is picked by the route. */
        SIGNED_IN,
        /** Any token that is good for the tenant in the address. */
        AGENT,
        /** An admin's token that is good for the tenant in the address, or any where the route picks a tenant's part. */
        ADMIN,
        /** An admin's token that is good for all tenants. */
        INSTALLATION
    }

    /** Why somebody may not. */
    public enum Refusal {
        /** Their role is not enough. */
        ROLE("this needs the role admin"),
        /** Their token is for another tenant. */
        TENANT("this token is for another tenant"),
        /** Their token is for one tenant alone. */
        INSTALLATION("this needs the role admin for all tenants");

        private final String text;

        Refusal(String text) {
            this.text = text;
        }

        /** For people. */
        public String text() {
            return text;
        }
    }

    private static final String T = "/api/v1/tenants/{tenant}";
    private static final String C = "/console/tenants/{tenant}";
    private static final Map<String, Right> NEEDED = new LinkedHashMap<>();

    static {
        server();
        tickets();
        channels();
        deadLetters();
        installation();
    }

    private Rights() {}

    private static void server() {
        all(
                OPEN,
                "GET /health/live",
                "GET /health/ready",
                "GET /docs",
                "GET /oauth/callback",
                "GET /files/{token}",
                "HEAD /files/{token}",
                "GET /webhooks/{provider}",
                "POST /webhooks/{provider}",
                "GET /webhooks/{provider}/{tenant}/{channel}",
                "POST /webhooks/{provider}/{tenant}/{channel}",
                "POST /webhooks/{provider}/{tenant}/{channel}/mime",
                "GET /console/sign-in",
                "POST /console/sign-in",
                "GET /console/assets/{name}",
                "GET /console/inline/{ticket}");
        all(SIGNED_IN, "GET /openapi.json", "GET /api/v1/openapi.json", "GET /console", "POST /console/sign-out");
    }

    private static void tickets() {
        all(
                AGENT,
                "GET " + T + "/tickets",
                "GET " + T + "/tickets/{id}",
                "PATCH " + T + "/tickets/{id}",
                "POST " + T + "/tickets/{id}/replies",
                "POST " + T + "/tickets/{id}/split",
                "POST " + T + "/channels/{channel}/messages",
                "GET " + T + "/messages/{id}",
                "GET " + T + "/messages/{id}/raw",
                "GET " + T + "/messages/{id}/attachments/{n}",
                "POST " + T + "/messages/{id}/read",
                "POST " + T + "/messages/{id}/resolve",
                "POST " + T + "/messages/{id}/cancel",
                "GET " + T + "/flow",
                "GET " + T + "/outbound",
                "GET " + T + "/templates",
                "GET " + C,
                "GET " + C + "/tickets",
                "GET " + C + "/ticket-list",
                "GET " + C + "/tickets/{ticket}",
                "GET " + C + "/tickets/{ticket}/template",
                "GET " + C + "/tickets/{ticket}/live",
                "POST " + C + "/tickets/{ticket}/replies",
                "POST " + C + "/tickets/{ticket}/templates",
                "POST " + C + "/tickets/{ticket}/state",
                "POST " + C + "/tickets/{ticket}/fields",
                "POST " + C + "/tickets/{ticket}/move",
                "POST " + C + "/tickets/{ticket}/split",
                "POST " + C + "/tickets/{ticket}/messages/{message}/resolve",
                "GET " + C + "/flow",
                "GET " + C + "/flow/list",
                "GET " + C + "/outbound",
                "GET " + C + "/outbound/list",
                "POST " + C + "/outbound/{message}/resolve",
                "POST " + C + "/outbound/{message}/cancel",
                "GET " + C + "/messages/{message}",
                "GET " + C + "/messages/{message}/html",
                "GET " + C + "/messages/{message}/raw",
                "GET " + C + "/messages/{message}/attachments/{index}",
                "GET " + C + "/messages/{message}/attachments/{index}/view");
    }

    private static void channels() {
        all(
                AGENT,
                "GET " + T + "/channels",
                "GET " + T + "/channels/{channel}",
                "GET " + T + "/backlog",
                "GET " + C + "/channels",
                "GET " + C + "/channel-states");
        all(
                ADMIN,
                "PUT " + T + "/channels/{channel}",
                "DELETE " + T + "/channels/{channel}",
                "POST " + T + "/channels/{channel}/test",
                "POST " + T + "/channels/{channel}/sync",
                "POST " + T + "/channels/{channel}/pause",
                "POST " + T + "/channels/{channel}/resume",
                "POST " + T + "/channels/{channel}/backfill",
                "GET " + T + "/channels/{channel}/backfill",
                "POST " + T + "/channels/{channel}/rules/dry-run",
                "GET " + T + "/channels/{channel}/oauth/start",
                "GET " + T + "/channels/{channel}/versions",
                "GET " + T + "/channels/{channel}/versions/{n}",
                "POST " + T + "/channels/{channel}/versions/{n}/restore",
                "GET " + C + "/channels/{channel}/configuration",
                "POST " + C + "/channels/{channel}/configuration",
                "POST " + C + "/channels/{channel}/versions/{n}/restore",
                "POST " + C + "/channels/{channel}/test",
                "POST " + C + "/channels/{channel}/sync",
                "POST " + C + "/channels/{channel}/connect",
                "POST " + C + "/channels/{channel}/templates",
                "POST " + C + "/channels/{channel}/pause",
                "POST " + C + "/channels/{channel}/resume");
    }

    private static void deadLetters() {
        all(
                AGENT,
                "GET " + T + "/dead-letters",
                "GET " + T + "/dead-letters/groups",
                "GET " + T + "/dead-letters/{id}",
                "GET " + T + "/dead-letters/{id}/raw",
                "GET " + C + "/dead-letters",
                "GET " + C + "/dead-letters/{letter}",
                "GET " + C + "/dead-letters/{letter}/raw");
        all(
                ADMIN,
                "GET " + T + "/dead-letters/export",
                "PUT " + T + "/dead-letters/{id}/raw",
                "POST " + T + "/dead-letters/{id}/retry",
                "DELETE " + T + "/dead-letters/{id}",
                "POST " + T + "/dead-letters/retry",
                "POST " + T + "/dead-letters/discard",
                "GET " + C + "/dead-letters/export",
                "POST " + C + "/dead-letters/retry",
                "POST " + C + "/dead-letters/discard",
                "POST " + C + "/dead-letters/{letter}/replace",
                "POST " + C + "/dead-letters/{letter}/retry",
                "POST " + C + "/dead-letters/{letter}/discard");
    }

    private static void installation() {
        all(ADMIN, "GET /api/v1/audit");
        all(
                INSTALLATION,
                "DELETE " + T,
                "GET /metrics",
                "GET /api/v1/recurring-jobs",
                "GET /api/v1/nodes",
                "GET /api/v1/leases",
                "GET /api/v1/support-bundle",
                "GET /console/operations",
                "GET /console/operations/support-bundle",
                "GET /console/audit",
                "GET /api/v1/tokens",
                "POST /api/v1/tokens",
                "DELETE /api/v1/tokens/{id}",
                "POST /api/v1/sign-in-links",
                "GET /console/tokens",
                "POST /console/tokens",
                "POST /console/tokens/{id}/revoke");
    }

    private static void all(Right right, String... routes) {
        for (String route : routes) {
            if (NEEDED.put(route, right) != null) {
                throw new IllegalStateException(route + " is decided twice");
            }
        }
    }

    /**
     * What a route needs.
     *
     * @param route its method and its path as registered, such as {@code GET /console}
     * @return empty where nobody has decided
     */
    public static Optional<Right> decided(String route) {
        return Optional.ofNullable(NEEDED.get(route));
    }

    /** The routes that are decided about. */
    public static Set<String> routes() {
        return new TreeSet<>(NEEDED.keySet());
    }

    /** Whether a route needs nobody to be known. */
    public static boolean isOpen(String route) {
        return NEEDED.get(route) == OPEN;
    }

    /**
     * Whether somebody may call a route.
     *
     * @param tenant the one in the address, or null where it names none
     * @return why not, or null when they may
     */
    public static @Nullable Refusal refusal(Principal who, String route, @Nullable String tenant) {
        Right needed = NEEDED.getOrDefault(route, INSTALLATION);
        if (tenant != null && !who.sees(tenant)) {
            return needed == OPEN ? null : Refusal.TENANT;
        }
        return switch (needed) {
            case OPEN, SIGNED_IN, AGENT -> null;
            case ADMIN -> who.isAdmin() ? null : Refusal.ROLE;
            case INSTALLATION -> who.isInstallationAdmin() ? null : who.isAdmin() ? Refusal.INSTALLATION : Refusal.ROLE;
        };
    }
}
