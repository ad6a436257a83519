package io.deskwire.adapter.cloud.sendgrid;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds where the elements of a JSON array begin and end without reading what is in them, so that each keeps its own bytes
 * and one that nobody can read harms none of the others.
 */
final class JsonElements {

    private final byte[] bytes;
    private int at;

    private JsonElements(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The elements in order; an object in the place of the array is its only one. Null when it is neither. */
    static @Nullable List<byte[]> of(byte[] bytes) {
        return new JsonElements(bytes).split();
    }

    private @Nullable List<byte[]> split() {
        boolean mark = bytes.length > 2 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb;
        at = mark ? 3 : 0;
        skipSpace();
        if (at == bytes.length) {
            return null;
        }
        if (bytes[at] == '{') {
            return List.of(trimmed(at, bytes.length));
        }
        return bytes[at] == '[' ? elements() : null;
    }

    private List<byte[]> elements() {
        List<byte[]> found = new ArrayList<>();
        at++;
        int from = at;
        int depth = 1;
        for (; at < bytes.length && depth > 0; at++) {
            switch (bytes[at]) {
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                case '"' -> skipString();
                case ',' -> {
                    if (depth == 1) {
                        add(found, from, at);
                        from = at + 1;
                    }
                }
                default -> {
                    // Of no meaning for where an element ends.
                }
            }
        }
        int end = Math.min(at, bytes.length);
        add(found, from, depth == 0 ? end - 1 : end);
        // What stands behind the array is kept too.
        add(found, end, bytes.length);
        return found;
    }

    /** Goes to the closing quote. */
    private void skipString() {
        at++;
        while (at < bytes.length && bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
    }

    private void add(List<byte[]> found, int from, int to) {
        byte[] element = trimmed(from, to);
        if (element.length > 0) {
            found.add(element);
        }
    }

    private byte[] trimmed(int from, int to) {
        int first = from;
        int last = to;
        while (first < last && isSpace(bytes[first])) {
            first++;
        }
        while (last > first && isSpace(bytes[last - 1])) {
            last--;
        }
        return Arrays.copyOfRange(bytes, first, last);
    }

    private void skipSpace() {
        while (at < bytes.length && isSpace(bytes[at])) {
            at++;
        }
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
