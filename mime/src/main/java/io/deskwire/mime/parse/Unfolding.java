package io.deskwire.mime.parse;

import io.deskwire.mime.charset.ByteScan;
import java.nio.charset.StandardCharsets;

/** Takes line breaks out of a field body (RFC 5322 section 2.2.3); NUL goes too, since nothing downstream may carry it. */
final class Unfolding {

    private Unfolding() {}

    static boolean hasNul(byte[] bytes, int length) {
        return ByteScan.indexOf(bytes, 0, length, (byte) 0) < length;
    }

    /** Whether nothing would be left. */
    static boolean isBlank(byte[] bytes, int length) {
        int i = 0;
        while (i < length && (isDropped(bytes[i]) || isSpace(bytes[i]))) {
            i++;
        }
        return i == length;
    }

    /** Whether the last byte that would be left is this one. */
    static boolean endsIn(byte[] bytes, int from, int to, char last) {
        int end = to;
        while (end > from && (isDropped(bytes[end - 1]) || isSpace(bytes[end - 1]))) {
            end--;
        }
        return end > from && bytes[end - 1] == last;
    }

    static String unfold(byte[] bytes, int from, int to) {
        byte[] out = new byte[to - from];
        int n = 0;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (!isDropped(b)) {
                out[n++] = b;
            }
        }
        int start = 0;
        while (start < n && isSpace(out[start])) {
            start++;
        }
        while (n > start && isSpace(out[n - 1])) {
            n--;
        }
        return new String(out, start, n - start, StandardCharsets.ISO_8859_1);
    }

    private static boolean isDropped(byte b) {
        return b == '\r' || b == '\n' || b == 0;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }
}
