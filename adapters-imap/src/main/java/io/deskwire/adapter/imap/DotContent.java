package io.deskwire.adapter.imap;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * The lines behind a POP3 answer up to the one that holds a single dot, with doubled dots undone (RFC 1939 section 3).
 * Bytes otherwise pass as they are. A cut connection is an error, never an end.
 */
final class DotContent extends InputStream {

    private static final int TERMINATED = -1;

    private final InputStream in;
    private final byte[] one = new byte[1];
    private boolean lineStart = true;
    private boolean ended;
    private int pushed = TERMINATED;

    DotContent(InputStream in) {
        this.in = in;
    }

    /** Whether the end was reached. */
    boolean isAtEnd() {
        return ended;
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        Objects.checkFromIndexSize(off, len, b.length);
        if (len == 0) {
            return 0;
        }
        int n = 0;
        while (n < len) {
            // Hands over what there is instead of waiting for a full buffer at the end of a message.
            int c = next();
            if (c < 0) {
                return n == 0 ? -1 : n;
            }
            b[off + n++] = (byte) c;
        }
        return n;
    }

    private int next() throws IOException {
        if (ended) {
            return -1;
        }
        if (pushed != TERMINATED) {
            int c = pushed;
            pushed = TERMINATED;
            lineStart = c == '\n';
            return c;
        }
        int c = raw();
        if (lineStart && c == '.') {
            int after = raw();
            if (after == '\r') {
                int last = raw();
                if (last == '\n') {
                    ended = true;
                    return -1;
                }
                // ".\rX" is a doubled dot's odd cousin; keep what was sent.
                pushed = last;
                lineStart = false;
                return after;
            }
            if (after == '\n') {
                ended = true;
                return -1;
            }
            lineStart = false;
            return after;
        }
        lineStart = c == '\n';
        return c;
    }

    private int raw() throws IOException {
        int c = in.read();
        if (c < 0) {
            throw new IOException("the server closed the connection in the middle of a message");
        }
        return c;
    }
}
