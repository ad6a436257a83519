package io.deskwire.app.console;

import io.deskwire.app.ServerContext;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;

/** The operator's pages under {@code /console}. */
public final class Console {

    private Console() {}

    /** Adds the pages; everything below {@code /console} is theirs, their sign-in included. */
    public static void addTo(JavalinConfig config, ServerContext context) {}

    /** Path and query of a link that signs a person in without typing, such as {@code /console/…}. */
    public static String signInPath(ServerContext context) {
        return "/console";
    }

    /**
     * Shows an error as a page.
     *
     * @return false when the call is not one of a page; then it is answered with a problem document
     */
    public static boolean showError(Context ctx, int status, String title, String detail) {
        return false;
    }
}
