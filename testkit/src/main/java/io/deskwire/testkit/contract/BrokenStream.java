package io.deskwire.testkit.contract;

import java.io.IOException;
import java.io.InputStream;

/** A stream whose connection is reset after so many bytes. */
final class BrokenStream extends InputStream {

    private int left;

    BrokenStream(int goodBytes) {
        left = goodBytes;
    }

    @Override
    public int read() throws IOException {
        if (left == 0) {
            throw new IOException("connection reset");
        }
        left--;
        return 'x';
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = Math.min(Math.max(left, 1), length);
        for (int i = 0; i < n; i++) {
            buffer[offset + i] = (byte) read();
        }
        return n;
    }
}
