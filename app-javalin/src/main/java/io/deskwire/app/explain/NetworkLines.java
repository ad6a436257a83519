package io.deskwire.app.explain;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Gives lines that end in LF alone the CR they had on the network. */
final class NetworkLines extends ByteWise {

    private final InputStream in;
    private boolean owed;
    private int last;

    NetworkLines(InputStream in) {
        this.in = new BufferedInputStream(in, 1 << 16);
    }

    @Override
    public int read() throws IOException {
        if (owed) {
            owed = false;
            last = '\n';
            return '\n';
        }
        int b = in.read();
        if (b == '\n' && last != '\r') {
            owed = true;
            return '\r';
        }
        last = b;
        return b;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
