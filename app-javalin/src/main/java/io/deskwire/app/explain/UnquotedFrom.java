package io.deskwire.app.explain;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;

/** Takes one {@code >} from every line that begins with {@code >From }, {@code >>From } and so on (mboxrd). */
final class UnquotedFrom extends FilterInputStream {

    private static final byte[] FROM = {'F', 'r', 'o', 'm', ' '};
    /** More quoting than any chain of programs makes; such a line is left as it is. */
    private static final int MOST_QUOTES = 64;

    private boolean lineStart = true;

    UnquotedFrom(BufferedInputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        if (lineStart && isQuotedFrom()) {
            in.read();
        }
        int b = in.read();
        lineStart = b == '\n';
        return b;
    }

    private boolean isQuotedFrom() throws IOException {
        in.mark(MOST_QUOTES + FROM.length + 1);
        int quotes = 0;
        int b = in.read();
        while (b == '>' && quotes < MOST_QUOTES) {
            quotes++;
            b = in.read();
        }
        boolean quoted = quotes > 0;
        for (int i = 0; i < FROM.length && quoted; i++) {
            quoted = b == FROM[i];
            b = i < FROM.length - 1 ? in.read() : b;
        }
        in.reset();
        return quoted;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = 0;
        while (n < length) {
            int b = read();
            if (b < 0) {
                return n == 0 ? -1 : n;
            }
            buffer[offset + n++] = (byte) b;
        }
        return n;
    }

    @Override
    public long skip(long n) throws IOException {
        long skipped = 0;
        while (skipped < n && read() >= 0) {
            skipped++;
        }
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
