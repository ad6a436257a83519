package io.deskwire.app.http;

import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What stands in the address of a call. */
final class Params {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int USUAL_LIMIT = 50;
    private static final int MOST = 200;
    private static final int LONGEST_KEY = 200;

    private Params() {}

    static String tenant(Context ctx) {
        return name(ctx, "tenant");
    }

    static String channel(Context ctx) {
        return name(ctx, "channel");
    }

    private static String name(Context ctx, String param) {
        String value = ctx.pathParam(param);
        if (!NAME.matcher(value).matches()) {
            throw ProblemException.badRequest(
                    "a " + param + " is named by 1 to 64 letters, digits, dots, hyphens or underscores");
        }
        return value;
    }

    static String id(Context ctx) {
        return ctx.pathParam("id");
    }

    /** A number from 0 in the address; anything else names nothing. */
    static int index(Context ctx, String param) {
        return number(ctx, param, "attachment");
    }

    /**
     * The same.
     *
     * @param what it counts, for people
     */
    static int number(Context ctx, String param, String what) {
        String text = ctx.pathParam(param);
        try {
            int index = Integer.parseInt(text);
            if (index >= 0) {
                return index;
            }
        } catch (NumberFormatException e) {
            // There is nothing under such a name.
        }
        throw ProblemException.notFound("there is no " + what + " " + text);
    }

    static int limit(Context ctx) {
        String text = ctx.queryParam("limit");
        if (text == null) {
            return USUAL_LIMIT;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw ProblemException.badRequest("limit must be a whole number from 1 to " + MOST);
    }

    /** A text of the query, or null when it is absent or empty. */
    static @Nullable String query(Context ctx, String name) {
        String text = ctx.queryParam(name);
        return text == null || text.isBlank() ? null : text.strip();
    }

    /** A time of the query with its offset from UTC (RFC 3339), or null when it is absent. */
    static @Nullable Instant time(Context ctx, String name) {
        String text = query(ctx, name);
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw ProblemException.badRequest(name + " must be a time such as 2026-01-31T09:00:00Z");
        }
    }

    /** The key under which a repeated call does nothing, or null. */
    static @Nullable String idempotencyKey(Context ctx) {
        String key = ctx.header("Idempotency-Key");
        if (key == null || key.isBlank()) {
            return null;
        }
        if (key.length() > LONGEST_KEY) {
            throw ProblemException.badRequest("an Idempotency-Key may have at most " + LONGEST_KEY + " characters");
        }
        return key.strip();
    }
}
