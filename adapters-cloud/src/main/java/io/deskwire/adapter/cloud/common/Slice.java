package io.deskwire.adapter.cloud.common;

import io.deskwire.message.Content;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A range of the bytes of another content. */
record Slice(Content whole, long from, long length) implements Content {

    @Override
    public String sha256() {
        return Digests.of(this);
    }

    @Override
    public InputStream open() throws IOException {
        return new Bounded(InOrder.openAt(whole, from), length);
    }

    private static final class Bounded extends FilterInputStream {
        private long left;

        Bounded(InputStream stream, long length) {
            super(stream);
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (left == 0) {
                return -1;
            }
            int read = in.read(into, offset, (int) Math.min(length, left));
            if (read < 0) {
                throw new IOException("the content ends before it should");
            }
            left -= read;
            return read;
        }

        @Override
        public long skip(long n) throws IOException {
            long skipped = in.skip(Math.min(n, left));
            left -= skipped;
            return skipped;
        }

        @Override
        public int available() throws IOException {
            return (int) Math.min(in.available(), left);
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
