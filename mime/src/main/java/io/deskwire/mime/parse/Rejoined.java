package io.deskwire.mime.parse;

import java.io.IOException;
import java.io.InputStream;

/**
 * Bytes that were looked at, and the rest of the stream they came from. Unlike {@link java.io.SequenceInputStream} it does not
 * close that stream at its end: what is behind a part is still to be read.
 */
final class Rejoined extends InputStream {

    private final byte[] head;
    private final InputStream rest;
    private int at;

    Rejoined(byte[] head, InputStream rest) {
        this.head = head;
        this.rest = rest;
    }

    @Override
    public int read() throws IOException {
        return at < head.length ? head[at++] & 0xFF : rest.read();
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        if (at == head.length) {
            return rest.read(b, off, len);
        }
        int n = Math.min(len, head.length - at);
        System.arraycopy(head, at, b, off, n);
        at += n;
        return n;
    }
}
