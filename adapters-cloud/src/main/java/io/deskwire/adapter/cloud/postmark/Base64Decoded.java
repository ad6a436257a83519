package io.deskwire.adapter.cloud.postmark;

import io.deskwire.message.Content;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** What a base64 text stands for, decoded as it is read. What is no base64 in it is passed over. */
final class Base64Decoded extends StreamedContent {

    private static final int[] VALUES = new int[256];

    static {
        Arrays.fill(VALUES, -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            VALUES[alphabet.charAt(i)] = i;
        }
    }

    private final Content text;

    Base64Decoded(Content text) {
        this.text = text;
    }

    @Override
    public InputStream open() throws IOException {
        return new Decoded(text.open());
    }

    private static final class Decoded extends InputStream {
        private final InputStream text;
        private final byte[] buffer = new byte[1 << 14];
        private int at;
        private int end;
        private int bits;
        private int count;

        Decoded(InputStream text) {
            this.text = text;
        }

        @Override
        public int read() throws IOException {
            while (true) {
                if (at == end) {
                    end = text.read(buffer, 0, buffer.length);
                    at = 0;
                    if (end <= 0) {
                        end = 0;
                        return -1;
                    }
                }
                int b = buffer[at++] & 0xff;
                if (b == '=') {
                    // The bits left of the last group are padding; another text may follow.
                    count = 0;
                    bits = 0;
                    continue;
                }
                int value = VALUES[b];
                if (value < 0) {
                    continue;
                }
                bits = bits << 6 | value;
                count += 6;
                if (count >= 8) {
                    count -= 8;
                    int decoded = bits >> count & 0xff;
                    bits &= (1 << count) - 1;
                    return decoded;
                }
            }
        }

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

        @Override
        public void close() throws IOException {
            text.close();
        }
    }
}
