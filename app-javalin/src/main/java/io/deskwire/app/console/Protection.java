package io.deskwire.app.console;

import io.javalin.http.Context;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** What is said to browsers with every answer, and what is asked of their requests. */
final class Protection {

    private static final String PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data:; media-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self';"
            + " frame-ancestors 'none'; base-uri 'none'";

    /** The addresses stand in tenants' documents, and a policy is no place for anything else. */
    private static final Pattern ORIGIN = Pattern.compile("https?://[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?");

    private static final String FILE_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'";

    private Protection() {}

    /** For pages of ours. */
    static void page(Context ctx) {
        always(ctx);
        ctx.header("Content-Security-Policy", PAGE_POLICY);
        ctx.header("X-Frame-Options", "DENY");
        ctx.header("Cross-Origin-Opener-Policy", "same-origin");
        // Pages hold customers' mail; nothing of it stays in a browser somebody signed out of.
        ctx.header("Cache-Control", "no-store");
    }

    /** For a page of ours with forms that lead on to another server: browsers ask this of redirects too. */
    static void leadingTo(Context ctx, Collection<String> origins) {
        List<String> plain = origins.stream()
                .filter(origin -> ORIGIN.matcher(origin).matches())
                .toList();
        ctx.header(
                "Content-Security-Policy",
                PAGE_POLICY.replace("form-action 'self'", "form-action 'self' " + String.join(" ", plain)));
    }

    /** Scheme, host and port of an address. */
    static String origin(URI address) {
        return address.getScheme() + "://" + address.getHost() + (address.getPort() < 0 ? "" : ":" + address.getPort());
    }

    /** For bytes that customers sent. */
    static void file(Context ctx) {
        always(ctx);
        ctx.header("Content-Security-Policy", FILE_POLICY);
        ctx.header("X-Frame-Options", "DENY");
        ctx.header("Cache-Control", "no-store");
    }

    /**
     * For a customer's cleaned HTML in its frame: no script, no origin, no request except for its own pictures.
     *
     * @param images where pictures may come from beside {@code data:}, an origin
     */
    static void sandboxed(Context ctx, String images) {
        always(ctx);
        ctx.header(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'unsafe-inline'; img-src data: " + images
                        + "; form-action 'none'; base-uri 'none'; frame-ancestors 'self';"
                        + " sandbox allow-popups allow-popups-to-escape-sandbox");
        ctx.header("X-Frame-Options", "SAMEORIGIN");
        ctx.header("Cache-Control", "no-store");
    }

    static void asset(Context ctx) {
        always(ctx);
        ctx.header("Content-Security-Policy", FILE_POLICY);
        ctx.header("Cache-Control", "public, max-age=31536000, immutable");
    }

    private static void always(Context ctx) {
        ctx.header("X-Content-Type-Options", "nosniff");
        ctx.header("Referrer-Policy", "no-referrer");
        ctx.header("X-Robots-Tag", "noindex");
    }

    /** Whether a browser says that another site made it send this. Programs that say nothing are not browsers. */
    static boolean isForeign(Context ctx) {
        String site = ctx.header("Sec-Fetch-Site");
        return site != null && !site.equals("same-origin") && !site.equals("none");
    }

    /**
     * Scheme, host and port by which this server is reached, for policies of sandboxes, where {@code 'self'} is nothing: as
     * the request says and as configured, since a proxy may change the one.
     *
     * @param path added to each
     */
    static String origins(Context ctx, String publicUrl, String path) {
        URI configured = URI.create(publicUrl);
        String own = configured.getScheme() + "://" + configured.getAuthority() + path;
        String host = ctx.header("Host");
        // The header goes into a policy: nothing but a plain host and port may.
        if (host == null || !host.matches("[A-Za-z0-9.:\\[\\]_-]{1,255}") || host.equals(configured.getAuthority())) {
            return own;
        }
        return own + " " + configured.getScheme() + "://" + host + path;
    }
}
