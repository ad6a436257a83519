package io.deskwire.mime.parse;

import org.jspecify.annotations.Nullable;

/** Finds the boundary that a multipart really uses: a line of two hyphens and a token, followed by a header field. */
final class BoundarySearch {

    private BoundarySearch() {}

    static @Nullable String in(byte[] bytes, int length) {
        int lineStart = 0;
        String bare = null;
        while (lineStart < length) {
            int lineEnd = endOfLine(bytes, lineStart, length);
            int contentEnd = lineEnd > lineStart && bytes[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
            int next = lineEnd + 1;
            if (contentEnd - lineStart > 2
                    && contentEnd - lineStart < 300
                    && bytes[lineStart] == '-'
                    && bytes[lineStart + 1] == '-'
                    && isToken(bytes, lineStart + 2, contentEnd)
                    && next < length) {
                if (startsContentField(bytes, next, length)) {
                    return Unfolding.unfold(bytes, lineStart + 2, contentEnd);
                }
                if (bare == null && isBlankLine(bytes, next, length)) {
                    bare = Unfolding.unfold(bytes, lineStart + 2, contentEnd);
                } else if (bare != null
                        && Unfolding.unfold(bytes, lineStart + 2, contentEnd).equals(bare + "--")) {
                    // Parts without a header, but with the line that ends the last.
                    return bare;
                }
            } else if (bare != null
                    && next >= length
                    && Unfolding.unfold(bytes, lineStart, contentEnd).equals("--" + bare + "--")) {
                return bare;
            }
            lineStart = next;
        }
        return null;
    }

    /** Whether bytes begin as a multipart does: with its first boundary, or with words for programs without MIME. */
    static boolean beginsMultipart(byte[] bytes, int length) {
        int i = 0;
        while (i < length && (bytes[i] == '\r' || bytes[i] == '\n')) {
            i++;
        }
        if (i + 2 < length && bytes[i] == '-' && bytes[i + 1] == '-') {
            return true;
        }
        String first = Unfolding.unfold(bytes, i, endOfLine(bytes, i, Math.min(length, i + 200)));
        return first.contains("multi-part message") || first.contains("multipart message");
    }

    /** Whether a boundary's line stands among these bytes. */
    static boolean has(byte[] bytes, int length, String boundary) {
        for (int at = 0; at < length; ) {
            int end = endOfLine(bytes, at, length);
            boolean line = end - at >= boundary.length() + 2
                    && end - at < boundary.length() + 10
                    && Unfolding.unfold(bytes, at, end).equals("--" + boundary);
            if (line) {
                return true;
            }
            at = end + 1;
        }
        return false;
    }

    private static boolean isBlankLine(byte[] bytes, int from, int length) {
        return bytes[from] == '\n' || (bytes[from] == '\r' && from + 1 < length && bytes[from + 1] == '\n');
    }

    private static boolean startsContentField(byte[] bytes, int from, int length) {
        String wanted = "content-";
        if (length - from < wanted.length()) {
            return false;
        }
        for (int i = 0; i < wanted.length(); i++) {
            int c = bytes[from + i];
            int lower = c >= 'A' && c <= 'Z' ? c + 32 : c;
            if (lower != wanted.charAt(i)) {
                return false;
            }
        }
        return HeaderLine.colon(bytes, from, length) > 0;
    }

    private static boolean isToken(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if ((bytes[i] >= 0 && bytes[i] < ' ') || bytes[i] == 0x7F) {
                return false;
            }
        }
        return bytes[to - 1] != ' ';
    }

    private static int endOfLine(byte[] bytes, int from, int length) {
        int i = from;
        while (i < length && bytes[i] != '\n') {
            i++;
        }
        return i;
    }
}
