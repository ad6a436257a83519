package io.deskwire.adapter.cloud.common;

import io.deskwire.message.Content;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;

/** Another content in base64 (RFC 4648), encoded as it is read. */
public final class Base64Content implements Content {

    /** Bytes that become one line of 76 characters (RFC 2045 section 6.8). */
    private static final int LINE = 57;

    private static final int LINES = 256;

    private final Content plain;
    private final boolean lines;

    private Base64Content(Content plain, boolean lines) {
        this.plain = plain;
        this.lines = lines;
    }

    /** One line, for JSON. */
    public static Base64Content inOneLine(Content plain) {
        return new Base64Content(plain, false);
    }

    /** Lines of 76 characters with CRLF between them and none after the last, for MIME. */
    public static Base64Content inLines(Content plain) {
        return new Base64Content(plain, true);
    }

    @Override
    public long length() {
        long encoded = (plain.length() + 2) / 3 * 4;
        long breaks = lines && plain.length() > 0 ? (plain.length() - 1) / LINE : 0;
        return encoded + 2 * breaks;
    }

    @Override
    public String sha256() {
        return Digests.of(this);
    }

    @Override
    public InputStream open() throws IOException {
        return new Encoded(plain.open(), lines);
    }

    private static final class Encoded extends InputStream {
        private final InputStream plain;
        private final boolean lines;
        private final Base64.Encoder encoder;
        private byte[] ready = new byte[0];
        private int at;
        private boolean begun;
        private boolean ended;

        Encoded(InputStream plain, boolean lines) {
            this.plain = plain;
            this.lines = lines;
            this.encoder = lines ? Base64.getMimeEncoder() : Base64.getEncoder();
        }

        @Override
        public int read() throws IOException {
            return fill() ? ready[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int n = Math.min(length, ready.length - at);
            System.arraycopy(ready, at, into, offset, n);
            at += n;
            return n;
        }

        /** Whole lines at a time, so that only the last ends in padding. */
        private boolean fill() throws IOException {
            while (at == ready.length) {
                if (ended) {
                    return false;
                }
                byte[] next = plain.readNBytes(LINE * LINES);
                ended = next.length < LINE * LINES;
                byte[] encoded = encoder.encode(next);
                ready = lines && begun && encoded.length > 0 ? afterBreak(encoded) : encoded;
                begun = true;
                at = 0;
            }
            return true;
        }

        private static byte[] afterBreak(byte[] encoded) {
            byte[] broken = new byte[encoded.length + 2];
            broken[0] = '\r';
            broken[1] = '\n';
            System.arraycopy(encoded, 0, broken, 2, encoded.length);
            return broken;
        }

        @Override
        public void close() throws IOException {
            ready = Arrays.copyOf(ready, 0);
            at = 0;
            ended = true;
            plain.close();
        }
    }
}
