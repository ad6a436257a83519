package io.deskwire.adapter.cloud.common;

import java.io.IOException;
import java.io.InputStream;

/** Bytes one by one with their position, without a lock for each. */
final class ByteScan implements AutoCloseable {

    private final InputStream stream;
    private final byte[] buffer = new byte[1 << 16];
    private int from;
    private int to;
    private long before;

    ByteScan(InputStream stream) {
        this.stream = stream;
    }

    /** The next byte, or -1 at the end. */
    int next() throws IOException {
        if (from == to) {
            before += to;
            from = 0;
            to = Math.max(0, stream.read(buffer, 0, buffer.length));
            if (to == 0) {
                return -1;
            }
        }
        return buffer[from++] & 0xff;
    }

    /** How many bytes were taken. */
    long position() {
        return before + from;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
