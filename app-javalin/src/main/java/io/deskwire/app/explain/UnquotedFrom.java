package io.deskwire.app.explain;

import java.io.IOException;
import java.io.InputStream;

/** Takes one {@code >} from every line that begins with {@code >From }, {@code >>From } and so on (mboxrd). */
final class UnquotedFrom extends InputStream {

    private static final byte[] FROM = {'F', 'r', 'o', 'm', ' '};
    /** More quoting than any chain of programs makes; such a line is left as it is. */
    private static final int MOST_QUOTES = 64;

    private static final int LOOK = MOST_QUOTES + FROM.length + 1;

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 15];
    private int at;
    private int end;
    private boolean lineStart = true;

    UnquotedFrom(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int n = 0;
        while (n < length && (at < end || fill())) {
            if (lineStart) {
                lineStart = false;
                if (buffer[at] == '>' && isQuotedFrom()) {
                    at++;
                }
            }
            int limit = Math.min(end, at + length - n);
            int i = at;
            while (i < limit && buffer[i] != '\n') {
                i++;
            }
            if (i < limit) {
                i++;
                lineStart = true;
            }
            System.arraycopy(buffer, at, into, offset + n, i - at);
            n += i - at;
            at = i;
        }
        return n == 0 && length > 0 ? -1 : n;
    }

    private boolean isQuotedFrom() throws IOException {
        while (end - at < LOOK && fill()) {
            // A line may begin at the very end of what was read.
        }
        int i = at;
        while (i < end && buffer[i] == '>' && i - at < MOST_QUOTES) {
            i++;
        }
        for (byte expected : FROM) {
            if (i >= end || buffer[i] != expected) {
                return false;
            }
            i++;
        }
        return true;
    }

    /** Reads on behind what is left; false at the end. */
    private boolean fill() throws IOException {
        System.arraycopy(buffer, at, buffer, 0, end - at);
        end -= at;
        at = 0;
        int read = in.read(buffer, end, buffer.length - end);
        end += Math.max(read, 0);
        return read > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
