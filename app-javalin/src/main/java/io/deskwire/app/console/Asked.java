package io.deskwire.app.console;

import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** What a request asks for. */
final class Asked {

    private static final int LONGEST_TEXT = 200;

    private Asked() {}

    /** A parameter of the query without surrounding white space; empty when it is absent. */
    static String text(Context ctx, String name) {
        String value = ctx.queryParam(name);
        if (value == null) {
            return "";
        }
        String text = value.strip();
        return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
    }

    static @Nullable String orNull(Context ctx, String name) {
        String text = text(ctx, name);
        return text.isEmpty() ? null : text;
    }

    static String tenant(Context ctx) {
        return ctx.pathParam("tenant");
    }

    /** Whether htmx asks for a part of a page. */
    static boolean forPart(Context ctx) {
        return ctx.header("HX-Request") != null;
    }
}
