package io.deskwire.mime.parse;

import io.deskwire.mime.charset.ByteScan;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A text's bytes by lines where that is wanted and by large blocks where it is not. A very long line comes in pieces. */
final class TextLines {

    private static final int SIZE = 12 * 1024;
    private static final int LONGEST_LINE = 4 * 1024;
    private static final byte LF = '\n';

    private final InputStream in;
    private final byte[] buffer = new byte[SIZE];
    private int at;
    private int limit;
    private boolean eof;
    private boolean lineStart = true;

    TextLines(InputStream in) {
        this.in = in;
    }

    /** The next line with its end, or a piece of it; null at the end. */
    byte @Nullable [] peek() throws IOException {
        room();
        int end = endOfLine(at);
        return end == at ? null : Arrays.copyOfRange(buffer, at, end);
    }

    /** The line behind the next one, or null. */
    byte @Nullable [] peekSecond() throws IOException {
        room();
        int first = endOfLine(at);
        int second = endOfLine(first);
        return second == first ? null : Arrays.copyOfRange(buffer, first, second);
    }

    /** Whether the next line is one from its beginning. */
    boolean atLineStart() {
        return lineStart;
    }

    /** Goes on behind the line last peeked at. */
    void take() throws IOException {
        int end = endOfLine(at);
        lineStart = end > at && buffer[end - 1] == '\n';
        at = end;
    }

    /** All that is at hand up to a line that begins with one of these bytes; empty when the next line does. */
    byte[] upTo(String firstBytes) throws IOException {
        room();
        endOfLine(at);
        int i = at;
        boolean start = lineStart;
        while (i < limit) {
            if (start && firstBytes.indexOf(buffer[i]) >= 0) {
                break;
            }
            int end = ByteScan.indexOf(buffer, i, limit, LF);
            start = end < limit;
            i = start ? end + 1 : end;
        }
        byte[] block = Arrays.copyOfRange(buffer, at, i);
        at = i;
        lineStart = start;
        return block;
    }

    /** Makes room for two of the longest lines, so that nothing moves while they are looked at. */
    private void room() {
        if (SIZE - at < 2 * LONGEST_LINE + 2) {
            System.arraycopy(buffer, at, buffer, 0, limit - at);
            limit -= at;
            at = 0;
        }
    }

    private int endOfLine(int start) throws IOException {
        int i = start;
        while (true) {
            i = ByteScan.indexOf(buffer, i, Math.min(limit, start + LONGEST_LINE), LF);
            if (i < limit || eof) {
                return i < limit && buffer[i] == '\n' ? i + 1 : i;
            }
            int n = in.read(buffer, limit, SIZE - limit);
            eof = n < 0;
            limit += Math.max(n, 0);
        }
    }
}
