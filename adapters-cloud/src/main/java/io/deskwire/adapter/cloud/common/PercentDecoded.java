package io.deskwire.adapter.cloud.common;

import io.deskwire.message.Content;
import java.io.IOException;
import java.io.InputStream;

/**
 * A value of an urlencoded form, decoded to bytes as it is read (WHATWG URL, section 5.1): a sign that begins no
 * percent-encoded byte stands for itself.
 *
 * @param encoded the value as it stands in the body
 * @param length how many bytes it decodes to
 */
record PercentDecoded(Content encoded, long length) implements Content {

    @Override
    public String sha256() {
        return Digests.of(this);
    }

    @Override
    public InputStream open() throws IOException {
        return new Decoding(encoded.open());
    }

    static final class Decoding extends InputStream {
        private final ByteScan scan;
        private int held1 = -1;
        private int held2 = -1;

        Decoding(InputStream encoded) {
            this.scan = new ByteScan(encoded);
        }

        private int raw() throws IOException {
            if (held1 >= 0) {
                int b = held1;
                held1 = held2;
                held2 = -1;
                return b;
            }
            return scan.next();
        }

        @Override
        public int read() throws IOException {
            int b = raw();
            if (b == '+') {
                return ' ';
            }
            if (b != '%') {
                return b;
            }
            int first = raw();
            if (hex(first) < 0) {
                held2 = held1;
                held1 = first;
                return '%';
            }
            int second = raw();
            if (hex(second) < 0) {
                held1 = first;
                held2 = second;
                return '%';
            }
            return hex(first) << 4 | hex(second);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int n = 0;
            while (n < length) {
                int b = read();
                if (b < 0) {
                    return n == 0 ? -1 : n;
                }
                into[offset + n++] = (byte) b;
            }
            return n;
        }

        @Override
        public void close() throws IOException {
            scan.close();
        }
    }

    /** The value of a hexadecimal digit, or -1. */
    static int hex(int b) {
        return b < 0 ? -1 : Character.digit((char) b, 16);
    }
}
