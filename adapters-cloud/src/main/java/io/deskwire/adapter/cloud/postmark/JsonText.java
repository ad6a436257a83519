package io.deskwire.adapter.cloud.postmark;

import io.deskwire.adapter.cloud.common.InOrder;
import io.deskwire.message.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A text inside of JSON (RFC 8259 section 7) as UTF-8, freed of its escapes as it is read. */
final class JsonText extends StreamedContent {

    private final Content json;
    private final long from;
    private final long escapedLength;

    /**
     * @param json the whole JSON
     * @param from where the text begins, behind its quote
     * @param escapedLength bytes up to its closing quote
     */
    JsonText(Content json, long from, long escapedLength) {
        this.json = json;
        this.from = from;
        this.escapedLength = escapedLength;
    }

    @Override
    public InputStream open() throws IOException {
        return new Unescaped(InOrder.openAt(json, from), escapedLength);
    }

    private static final class Unescaped extends InputStream {
        private final InputStream json;
        private final byte[] buffer = new byte[1 << 14];
        private long left;
        private int at;
        private int end;
        private byte[] ready = {};
        private int readyAt;

        Unescaped(InputStream json, long left) {
            this.json = json;
            this.left = left;
        }

        private int next() throws IOException {
            if (at == end) {
                int read = left == 0 ? -1 : json.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    return -1;
                }
                left -= read;
                at = 0;
                end = read;
            }
            return buffer[at++] & 0xff;
        }

        @Override
        public int read() throws IOException {
            if (readyAt < ready.length) {
                return ready[readyAt++] & 0xff;
            }
            int b = next();
            return b == '\\' ? escape() : b;
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

        private int escape() throws IOException {
            int c = next();
            return switch (c) {
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                case 'b' -> '\b';
                case 'f' -> '\f';
                case 'u' -> unicode();
                default -> c;
            };
        }

        /** The first byte of it; the others wait. */
        private int unicode() throws IOException {
            StringBuilder text = new StringBuilder(2);
            int unit = hex();
            text.append((char) unit);
            if (Character.isHighSurrogate((char) unit) && isEscapedUnitNext()) {
                at += 2;
                text.append((char) hex());
            }
            ready = wellFormed(text).getBytes(StandardCharsets.UTF_8);
            readyAt = 1;
            return ready[0] & 0xff;
        }

        /** Sees to it that an escape that follows is in the buffer whole. */
        private boolean isEscapedUnitNext() throws IOException {
            if (end - at < 6 && left > 0) {
                System.arraycopy(buffer, at, buffer, 0, end - at);
                end -= at;
                at = 0;
                while (end < 6 && left > 0) {
                    int read = json.read(buffer, end, (int) Math.min(buffer.length - end, left));
                    if (read < 0) {
                        left = 0;
                    } else {
                        left -= read;
                        end += read;
                    }
                }
            }
            return end - at >= 6 && buffer[at] == '\\' && buffer[at + 1] == 'u';
        }

        private int hex() throws IOException {
            int value = 0;
            for (int i = 0; i < 4; i++) {
                int digit = Character.digit(next(), 16);
                value = value << 4 | (digit < 0 ? 0 : digit);
            }
            return value;
        }

        /** Half a pair stands for nothing. */
        private static String wellFormed(StringBuilder text) {
            StringBuilder out = new StringBuilder();
            text.codePoints().forEach(c -> out.appendCodePoint(c >= 0xd800 && c <= 0xdfff ? 0xfffd : c));
            return out.toString();
        }

        @Override
        public void close() throws IOException {
            left = 0;
            at = 0;
            end = 0;
            readyAt = ready.length;
            json.close();
        }
    }
}
