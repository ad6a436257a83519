package io.deskwire.app.console;

import io.javalin.http.Context;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;

/** Sends bytes that somebody else made so that no browser runs them: as a download, of a harmless type, in a sandbox. */
final class FileAnswer {

    static final String UNKNOWN_TYPE = "application/octet-stream";

    /** RFC 6838 section 4.2. */
    private static final Pattern MEDIA_TYPE =
            Pattern.compile("[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}");

    private static final Set<String> PICTURES =
            Set.of("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/avif");

    /** What browsers play; none of these formats can carry a script. */
    private static final Set<String> SOUNDS =
            Set.of("audio/ogg", "audio/opus", "audio/mpeg", "audio/mp4", "audio/aac", "audio/wav", "audio/webm");

    private static final Set<String> FILMS = Set.of("video/mp4", "video/webm", "video/ogg", "video/3gpp");

    private FileAnswer() {}

    static boolean isMediaType(String text) {
        return MEDIA_TYPE.matcher(text).matches();
    }

    /** Whether a page may show it: pictures without scripts in them. */
    static boolean isPicture(String contentType) {
        return PICTURES.contains(contentType);
    }

    static boolean isSound(String contentType) {
        return SOUNDS.contains(contentType);
    }

    static boolean isFilm(String contentType) {
        return FILMS.contains(contentType);
    }

    /** Whether a page may show or play it in place. */
    static boolean isShown(String contentType) {
        return isPicture(contentType) || isSound(contentType) || isFilm(contentType);
    }

    /**
     * Bytes that a page of ours shows or plays, in the parts in which a player asks for them.
     *
     * @param length or -1
     */
    static void show(Context ctx, InputStream bytes, long length, String contentType) {
        if (length < 0) {
            picture(ctx, bytes, contentType);
            return;
        }
        Protection.file(ctx);
        ctx.header("Content-Disposition", "inline");
        ctx.writeSeekableStream(bytes, contentType, length);
    }

    static void download(Context ctx, InputStream bytes, long length, String contentType, String name) {
        Protection.file(ctx);
        ctx.header("Content-Disposition", disposition(name));
        ctx.contentType(harmless(contentType));
        if (length >= 0) {
            ctx.res().setContentLengthLong(length);
        }
        ctx.result(bytes);
    }

    static void picture(Context ctx, InputStream bytes, String contentType) {
        Protection.file(ctx);
        ctx.header("Content-Disposition", "inline");
        ctx.contentType(contentType).result(bytes);
    }

    /** Types that browsers would interpret are named as plain bytes. */
    private static String harmless(String contentType) {
        boolean active = contentType.contains("html")
                || contentType.contains("xml")
                || contentType.contains("svg")
                || contentType.contains("script")
                || contentType.startsWith("multipart/")
                || contentType.startsWith("message/")
                || contentType.startsWith("text/");
        return active || !isMediaType(contentType) ? UNKNOWN_TYPE : contentType;
    }

    /** RFC 6266 section 4.3: a plain name for old programs, the whole one beside it. */
    static String disposition(String name) {
        StringBuilder plain = new StringBuilder();
        StringBuilder whole = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            plain.append(c >= 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '%' ? c : '_');
        }
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean unreserved = (c >= '0' && c <= '9')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= 'a' && c <= 'z')
                    || c == '-'
                    || c == '.'
                    || c == '_';
            whole.append(unreserved ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + whole;
    }
}
