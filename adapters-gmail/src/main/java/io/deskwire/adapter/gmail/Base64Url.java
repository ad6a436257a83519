package io.deskwire.adapter.gmail;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Decodes base64 of either alphabet (RFC 4648 sections 4 and 5) as it is read, with or without padding. */
final class Base64Url extends InputStream {

    /** Gives one character of the text, or -1 at its end. */
    @FunctionalInterface
    interface Characters {
        int next() throws IOException;
    }

    private final Characters text;
    private final byte[] decoded = new byte[3];
    private int at;
    private int end;
    private boolean ended;

    Base64Url(Characters text) {
        this.text = text;
    }

    @Override
    public int read() throws IOException {
        return fill() ? decoded[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        int count = 0;
        while (count < length && fill()) {
            into[offset + count++] = decoded[at++];
        }
        return count == 0 && length > 0 ? -1 : count;
    }

    private boolean fill() throws IOException {
        if (at < end) {
            return true;
        }
        if (ended) {
            return false;
        }
        int bits = 0;
        int digits = 0;
        while (digits < 4) {
            int digit = digit();
            if (digit < 0) {
                ended = true;
                break;
            }
            bits = bits << 6 | digit;
            digits++;
        }
        if (digits == 1) {
            throw new MalformedAnswerException("the message's base64 ends in the middle of a byte");
        }
        at = 0;
        end = Math.max(0, digits - 1);
        bits <<= 6 * (4 - digits);
        decoded[0] = (byte) (bits >> 16);
        decoded[1] = (byte) (bits >> 8);
        decoded[2] = (byte) bits;
        return end > 0;
    }

    private int digit() throws IOException {
        while (true) {
            int c = text.next();
            if (c >= 'A' && c <= 'Z') {
                return c - 'A';
            }
            if (c >= 'a' && c <= 'z') {
                return c - 'a' + 26;
            }
            if (c >= '0' && c <= '9') {
                return c - '0' + 52;
            }
            switch (c) {
                case '-', '+':
                    return 62;
                case '_', '/':
                    return 63;
                case -1:
                    return -1;
                case '=', '\r', '\n':
                    break;
                default:
                    throw new MalformedAnswerException("the message's base64 holds what is none");
            }
        }
    }
}
