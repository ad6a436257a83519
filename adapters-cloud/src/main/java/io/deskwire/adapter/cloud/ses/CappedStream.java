package io.deskwire.adapter.cloud.ses;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that fails once it goes beyond a length, and remembers that it did. */
final class CappedStream extends FilterInputStream {

    private final long most;
    private long read;
    private boolean exceeded;

    CappedStream(InputStream bytes, long most) {
        super(bytes);
        this.most = most;
    }

    boolean exceeded() {
        return exceeded;
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        count(one < 0 ? 0 : 1);
        return one;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int some = super.read(into, offset, length);
        count(Math.max(some, 0));
        return some;
    }

    @Override
    public long skip(long n) throws IOException {
        long skipped = super.skip(n);
        count(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** The call that lent it ends it. */
    @Override
    public void close() {
        // Nothing to end here.
    }

    private void count(long more) throws IOException {
        read += more;
        if (read > most) {
            exceeded = true;
            throw new IOException("longer than " + most + " bytes");
        }
    }
}
