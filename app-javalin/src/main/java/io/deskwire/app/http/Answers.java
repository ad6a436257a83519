package io.deskwire.app.http;

import io.deskwire.intake.RawInbound;
import io.deskwire.json.Json;
import io.deskwire.work.Page;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How calls are answered. */
final class Answers {

    private Answers() {}

    static void json(Context ctx, int status, Map<String, ?> tree) {
        ctx.status(status)
                .header("Cache-Control", "no-store")
                .contentType("application/json")
                .result(Json.writeBytes(tree));
    }

    /** A part of a list, from a cursor on. */
    interface Listing<T> {
        /**
         * Reads it.
         *
         * @throws IllegalArgumentException when the cursor is none of this list
         */
        Page<T> page(@Nullable String cursor, int limit);
    }

    /** {@code {"items":[…],"next_cursor":…}}, read as the query's {@code cursor} and {@code limit} say. */
    static <T> void list(Context ctx, Listing<T> listing, Function<T, Map<String, ?>> item) {
        String cursor = Params.query(ctx, "cursor");
        int limit = Params.limit(ctx);
        try {
            list(ctx, listing.page(cursor, limit), item);
        } catch (IllegalArgumentException e) {
            if (cursor == null) {
                throw e;
            }
            throw ProblemException.badRequest("cursor must be the next_cursor of the page before");
        }
    }

    /** {@code {"items":[…],"next_cursor":…}}. */
    static <T> void list(Context ctx, Page<T> page, Function<T, Map<String, ?>> item) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("items", page.items().stream().map(item).toList());
        tree.put("next_cursor", page.nextCursor());
        json(ctx, 200, tree);
    }

    /**
     * Bytes that somebody unknown wrote: to be saved, never to be shown or run in our origin.
     *
     * @param length or -1
     */
    static void file(Context ctx, String fileName, String contentType, long length, InputStream bytes) {
        download(ctx, fileName, contentType);
        if (length >= 0) {
            ctx.res().setContentLengthLong(length);
        }
        ctx.result(bytes);
    }

    /** What is said before such bytes are written. */
    static void download(Context ctx, String fileName, String contentType) {
        ctx.contentType(contentType)
                .header("Content-Disposition", "attachment; " + disposition(fileName))
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "sandbox; default-src 'none'")
                .header("Cache-Control", "no-store");
        ctx.disableCompression();
    }

    /** A stored item's bytes exactly as received. */
    static void raw(Context ctx, RawInbound raw, String name) throws IOException {
        boolean mail = raw.format().equals("rfc822");
        file(
                ctx,
                name + (mail ? ".eml" : ".bin"),
                mail ? "message/rfc822" : "application/octet-stream",
                raw.content().length(),
                raw.content().open());
    }

    /** Both forms of RFC 6266 appendix D: plain ASCII for old programs, RFC 8187 for the others. */
    private static String disposition(String fileName) {
        StringBuilder ascii = new StringBuilder();
        StringBuilder extended = new StringBuilder();
        fileName.codePoints().forEach(c -> {
            boolean plain = c >= ' ' && c < 127 && c != '"' && c != '\\' && c != '%';
            ascii.appendCodePoint(plain ? c : '_');
            extended.append(encoded(c));
        });
        return "filename=\"" + ascii + "\"; filename*=UTF-8''" + extended;
    }

    private static String encoded(int codePoint) {
        if (codePoint < 128 && (Character.isLetterOrDigit(codePoint) || "!#$&+-.^_`|~".indexOf(codePoint) >= 0)) {
            return Character.toString(codePoint);
        }
        StringBuilder encoded = new StringBuilder();
        for (byte b : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
            encoded.append(String.format("%%%02X", b));
        }
        return encoded.toString();
    }
}
