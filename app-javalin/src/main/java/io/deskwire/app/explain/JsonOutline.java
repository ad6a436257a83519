package io.deskwire.app.explain;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the values of a JSON object or array stand, found in one pass without holding them: one may be a mail of 50 MB. */
final class JsonOutline {

    private static final int MOST_NAMES = 1_000;
    private static final int LONGEST_NAME = 200;
    private static final int MOST_ELEMENTS = 100_000;

    private final FileSlice whole;
    private final Map<String, FileSlice> fields = new LinkedHashMap<>();
    private final List<FileSlice> elements = new ArrayList<>();

    private final ByteArrayOutputStream name = new ByteArrayOutputStream();
    private String lastName = "";
    private boolean object;
    private boolean awaitsName;
    private boolean inText;
    private boolean inName;
    private boolean escaped;
    private int depth;
    private long valueAt = -1;

    private JsonOutline(FileSlice whole) {
        this.whole = whole;
    }

    /** The outline of a document. What is no JSON has some outline too. */
    static JsonOutline of(FileSlice document) throws IOException {
        JsonOutline outline = new JsonOutline(document);
        try (InputStream in = new BufferedInputStream(document.open(), 1 << 16)) {
            byte[] buffer = new byte[1 << 16];
            long before = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                for (int i = 0; i < n; i++) {
                    outline.take(buffer[i], before + i);
                }
                before += n;
            }
        }
        return outline;
    }

    private void take(byte b, long at) {
        if (inText) {
            text(b);
            return;
        }
        switch (b) {
            case '"' -> {
                inText = true;
                inName = depth == 1 && object && awaitsName;
                name.reset();
                begin(at);
            }
            case '{', '[' -> {
                begin(at);
                if (depth++ == 0) {
                    object = b == '{';
                    awaitsName = object;
                }
            }
            case '}', ']' -> {
                if (depth == 1) {
                    end(at);
                }
                depth--;
            }
            case ',' -> {
                if (depth == 1) {
                    end(at);
                    awaitsName = object;
                }
            }
            case ':' -> awaitsName &= depth != 1;
            case ' ', '\t', '\r', '\n' -> {}
            default -> begin(at);
        }
    }

    private void text(byte b) {
        if (escaped) {
            escaped = false;
        } else if (b == '\\') {
            escaped = true;
        } else if (b == '"') {
            if (inName) {
                lastName = name.toString(StandardCharsets.UTF_8);
            }
            inText = false;
            inName = false;
            return;
        }
        if (inName && name.size() < LONGEST_NAME) {
            name.write(b);
        }
    }

    private void begin(long at) {
        if (depth == 1 && !awaitsName && valueAt < 0) {
            valueAt = at;
        }
    }

    private void end(long at) {
        if (valueAt < 0) {
            return;
        }
        FileSlice value = whole.part(valueAt, at);
        if (!object && elements.size() < MOST_ELEMENTS) {
            elements.add(value);
        } else if (object && fields.size() < MOST_NAMES) {
            fields.put(lastName, value);
        }
        valueAt = -1;
    }

    /** Whether an object has a field of this name. */
    boolean has(String field) {
        return fields.containsKey(field);
    }

    /** Whether an object has every one of these. */
    boolean hasAll(String... names) {
        return fields.keySet().containsAll(List.of(names));
    }

    /** The value of a field, with its quotes or brackets; or null. */
    @Nullable FileSlice field(String field) {
        return fields.get(field);
    }

    /** The elements of an array; empty for an object. */
    List<FileSlice> elements() {
        return elements;
    }
}
