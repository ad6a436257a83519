package io.deskwire.mime.parse;

import org.jspecify.annotations.Nullable;

/** Finds the boundary that a multipart really uses: a line of two hyphens and a token, followed by a header field. */
final class BoundarySearch {

    private BoundarySearch() {}

    static @Nullable String in(byte[] bytes, int length) {
        int lineStart = 0;
        while (lineStart < length) {
            int lineEnd = endOfLine(bytes, lineStart, length);
            int contentEnd = lineEnd > lineStart && bytes[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
            int next = lineEnd + 1;
            if (contentEnd - lineStart > 2
                    && contentEnd - lineStart < 300
                    && bytes[lineStart] == '-'
                    && bytes[lineStart + 1] == '-'
                    && isToken(bytes, lineStart + 2, contentEnd)
                    && next < length
                    && startsContentField(bytes, next, length)) {
                return Unfolding.unfold(bytes, lineStart + 2, contentEnd);
            }
            lineStart = next;
        }
        return null;
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
            if (bytes[i] < ' ' || bytes[i] == 0x7F) {
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
