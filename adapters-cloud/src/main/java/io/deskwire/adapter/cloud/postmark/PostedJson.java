package io.deskwire.adapter.cloud.postmark;

import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import io.deskwire.json.JsonLimits;
import io.deskwire.message.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object as Postmark posts it, of which only the short values are held: a long text (a file, the whole mail) stays
 * where it is and is read from there.
 */
final class PostedJson {

    /** Texts of up to so many bytes are held. */
    private static final int LONG = 1 << 16;

    /** Bytes of all that is held together. */
    private static final int MOST_HELD = 24 << 20;

    private static final int GLANCED = 1 << 10;
    private static final int MOST_GLANCED = 4 << 20;

    /** Bytes of a text that must be held after all, such as a header field. */
    private static final int LONGEST_FIELD = 1 << 20;

    private static final String AT = "@at";
    private static final String LENGTH = "@length";

    private final Content body;
    private final Map<String, Object> tree;

    private PostedJson(Content body, Map<String, Object> tree) {
        this.body = body;
        this.tree = tree;
    }

    /**
     * Reads it; empty when it is no JSON object, or one that no mail can be.
     *
     * @throws IOException when the body cannot be read
     */
    static Optional<PostedJson> read(Content body) throws IOException {
        return read(body, LONG, MOST_HELD, Json.lenient());
    }

    /** Like {@link #read}, holding little: for bytes that nobody has proven yet, of which only names and addresses count. */
    static Optional<PostedJson> glance(Content body) throws IOException {
        return read(body, GLANCED, MOST_GLANCED, Json.lenient().withLimits(new JsonLimits(MOST_GLANCED, 64, 200_000)));
    }

    private static Optional<PostedJson> read(Content body, int longest, int most, Json json) throws IOException {
        byte[] held = shortened(body, longest, most);
        if (held == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new PostedJson(body, json.parseObject(held)));
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    Map<String, Object> tree() {
        return tree;
    }

    /** The text of this name, or null when there is none; a long one is cut. */
    @Nullable String text(Map<String, Object> parent, String name) throws IOException {
        Object value = parent.get(name);
        if (!(value instanceof Map<?, ?>)) {
            return Tree.text(value);
        }
        Content text = content(value);
        if (text == null) {
            return null;
        }
        try (InputStream bytes = text.open()) {
            String read = new String(bytes.readNBytes(LONGEST_FIELD), StandardCharsets.UTF_8);
            return read.isBlank() ? null : read;
        }
    }

    /** A text, whatever its length, as UTF-8; null when it is none. */
    @Nullable Content content(@Nullable Object value) {
        if (value instanceof String text) {
            return Content.of(text.getBytes(StandardCharsets.UTF_8));
        }
        Map<String, Object> place = Tree.object(value);
        if (place.get(AT) instanceof Long at && place.get(LENGTH) instanceof Long length) {
            // Somebody may have sent an object that looks like ours.
            boolean inside = at >= 0 && length >= 0 && at <= body.length() && length <= body.length() - at;
            return inside ? new JsonText(body, at, length) : null;
        }
        return null;
    }

    /** The JSON with an object that says where it stands in the place of each long text; null when it is too large. */
    private static byte @Nullable [] shortened(Content body, int longest, int most) throws IOException {
        byte[] held = new byte[1 << 16];
        int count = 0;
        byte[] buffer = new byte[1 << 16];
        boolean inText = false;
        boolean escaped = false;
        long begin = 0;
        int mark = 0;
        long before = 0;
        try (InputStream stream = body.open()) {
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    byte b = buffer[i];
                    long length = before + i - begin;
                    if (!inText || length <= longest) {
                        if (count == held.length) {
                            held = Arrays.copyOf(held, count * 2);
                        }
                        held[count++] = b;
                    }
                    if (!inText && b == '"') {
                        inText = true;
                        begin = before + i + 1;
                        mark = count - 1;
                    } else if (inText && !escaped && b == '"') {
                        inText = false;
                        if (length > longest) {
                            // Shorter than what it replaces, so there is room.
                            byte[] place = Json.writeBytes(Map.of(AT, begin, LENGTH, length));
                            System.arraycopy(place, 0, held, mark, place.length);
                            count = mark + place.length;
                        }
                    }
                    escaped = inText && !escaped && b == '\\';
                }
                before += read;
                if (count > most) {
                    return null;
                }
            }
        }
        return Arrays.copyOf(held, count);
    }
}
