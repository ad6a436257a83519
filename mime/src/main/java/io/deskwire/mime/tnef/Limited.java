package io.deskwire.mime.tnef;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The next so many bytes of a stream, in TNEF's byte order; adds them up for the checksum. */
final class Limited extends InputStream {

    private final InputStream in;
    private long left;
    private int sum;

    Limited(InputStream in, long length) {
        this.in = in;
        this.left = length;
    }

    long left() {
        return left;
    }

    /** The sum of all bytes so far, as a 16-bit checksum. */
    int sum() {
        return sum & 0xFFFF;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        if (left == 0) {
            return -1;
        }
        int n = in.read(b, off, (int) Math.min(len, left));
        if (n < 0) {
            throw new EOFException();
        }
        left -= n;
        for (int i = off; i < off + n; i++) {
            sum += b[i] & 0xFF;
        }
        return n;
    }

    int u16() throws IOException {
        int low = octet();
        return octet() << 8 | low;
    }

    long u32() throws IOException {
        long low = u16();
        return (long) u16() << 16 | low;
    }

    /** At most so many bytes of the next ones; the rest of them is skipped. */
    byte[] bytes(long length, int most) throws IOException {
        byte[] out = readNBytes((int) Math.min(length, most));
        skip(length - out.length, true);
        return out;
    }

    void skip(long length, boolean whole) throws IOException {
        byte[] scratch = new byte[(int) Math.max(1, Math.min(length, 4096))];
        long rest = length;
        while (rest > 0) {
            int n = read(scratch, 0, (int) Math.min(rest, scratch.length));
            if (n < 0) {
                if (whole) {
                    throw new EOFException();
                }
                return;
            }
            rest -= n;
        }
    }

    private int octet() throws IOException {
        int b = read();
        if (b < 0) {
            throw new EOFException();
        }
        return b;
    }
}
