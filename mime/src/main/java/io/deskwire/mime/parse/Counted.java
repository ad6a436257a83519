package io.deskwire.mime.parse;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Counts and hashes what goes by, for a file that is kept whole while something else reads what is in it. */
final class Counted extends InputStream {

    private final InputStream in;
    private final MessageDigest sha = BodyDigest.sha256();
    private long size;

    Counted(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        int n = in.read(b, off, len);
        if (n > 0) {
            sha.update(b, off, n);
            size += n;
        }
        return n;
    }

    /** Reads to the end, so that size and hash are those of the whole. */
    void finish() throws IOException {
        byte[] rest = new byte[8192];
        int n;
        do {
            n = read(rest, 0, rest.length);
        } while (n >= 0);
    }

    long size() {
        return size;
    }

    /** To be asked once. */
    String hex() {
        return BodyDigest.hex(sha);
    }
}
