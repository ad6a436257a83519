package io.deskwire.adapter.gmail;

import java.io.OutputStream;

/** Counts what is written and keeps nothing. */
final class ByteCount extends OutputStream {

    private long bytes;

    long bytes() {
        return bytes;
    }

    @Override
    public void write(int b) {
        bytes++;
    }

    @Override
    public void write(byte[] b, int off, int len) {
        bytes += len;
    }
}
