package io.deskwire.app.explain;

import java.io.IOException;
import java.io.InputStream;

/** Another stream, shown a byte at a time by whoever changes something in it. */
abstract class ByteWise extends InputStream {

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int n = 0;
        while (n < length) {
            int b = read();
            if (b < 0) {
                return n == 0 ? -1 : n;
            }
            into[offset + n] = (byte) b;
            n++;
        }
        return n;
    }
}
