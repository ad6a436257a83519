package io.deskwire.app.console;

import io.deskwire.work.Page;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.util.function.Supplier;
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

    /** A field of the form without surrounding white space; empty when it is absent. */
    static String form(Context ctx, String name) {
        String value = ctx.formParam(name);
        return value == null ? "" : value.strip();
    }

    static @Nullable String orNull(Context ctx, String name) {
        String text = text(ctx, name);
        return text.isEmpty() ? null : text;
    }

    static String tenant(Context ctx) {
        return ctx.pathParam("tenant");
    }

    /** A part of a list; a cursor that somebody made up is their mistake, not ours. */
    static <T> Page<T> part(Supplier<Page<T>> list) {
        try {
            return list.get();
        } catch (IllegalArgumentException e) {
            throw new BadRequestResponse("There is no such part of the list.");
        }
    }

    /** Whether htmx asks for a part of a page. */
    static boolean forPart(Context ctx) {
        return ctx.header("HX-Request") != null;
    }
}
