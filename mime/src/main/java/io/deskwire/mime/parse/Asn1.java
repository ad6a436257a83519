package io.deskwire.mime.parse;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** As much of BER (X.690) as it takes to walk to the content of a CMS structure: tags and lengths, one after another. */
final class Asn1 {

    static final int INDEFINITE = -1;
    private static final int DEEPEST = 20;

    private final InputStream in;
    private int tag;
    private long length;

    Asn1(InputStream in) {
        this.in = in;
    }

    /** Reads the next element's tag and length. */
    int header() throws IOException {
        tag = octet();
        if ((tag & 0x1F) == 0x1F) {
            throw new IOException("a tag of several bytes");
        }
        int first = octet();
        if (first < 0x80) {
            length = first;
        } else if (first == 0x80) {
            length = INDEFINITE;
        } else {
            length = 0;
            for (int i = first & 0x7F; i > 0; i--) {
                length = length << 8 | octet();
                if (length > Integer.MAX_VALUE * 1024L) {
                    throw new IOException("a length beyond reason");
                }
            }
        }
        return tag;
    }

    /** The last element's length in bytes, or {@link #INDEFINITE}. */
    long length() {
        return length;
    }

    /** Reads a header that must have this tag. */
    void expect(int wanted) throws IOException {
        if (header() != wanted) {
            throw new IOException("another element than expected");
        }
    }

    /** Skips the content of the last element, whatever is in it. */
    void skip() throws IOException {
        skip(0);
    }

    private void skip(int depth) throws IOException {
        if (length != INDEFINITE) {
            in.skipNBytes(length);
            return;
        }
        if (depth == DEEPEST) {
            throw new IOException("nested too deeply");
        }
        while (header() != 0 || length != 0) {
            skip(depth + 1);
        }
    }

    /** The last element's content, which must be short. */
    byte[] content(int most) throws IOException {
        if (length < 0 || length > most) {
            throw new IOException("an element that is too long");
        }
        byte[] out = in.readNBytes((int) length);
        if (out.length < length) {
            throw new EOFException();
        }
        return out;
    }

    boolean contentIs(byte[] wanted) throws IOException {
        return Arrays.equals(content(64), wanted);
    }

    int octet() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new EOFException();
        }
        return b;
    }
}
