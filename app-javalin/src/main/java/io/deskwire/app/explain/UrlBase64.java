package io.deskwire.app.explain;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Decodes a JSON text in base64, of either alphabet (RFC 4648 sections 4 and 5), as it is read; passes over what is neither. */
final class UrlBase64 extends ByteWise {

    private final InputStream in;
    private int bits;
    private int count;

    UrlBase64(InputStream in) {
        this.in = new BufferedInputStream(in, 1 << 16);
    }

    @Override
    public int read() throws IOException {
        while (count < 8) {
            int b = in.read();
            if (b < 0) {
                return -1;
            }
            if (b == '\\') {
                escape();
                continue;
            }
            int value = value(b);
            if (value >= 0) {
                bits = (bits << 6 | value) & 0xffff;
                count += 6;
            }
        }
        count -= 8;
        return bits >> count & 0xff;
    }

    /** Only padding, line ends and a slash are ever escaped, of which the slash counts. */
    private void escape() throws IOException {
        int b = in.read();
        if (b == 'u') {
            in.skipNBytes(4);
        } else if (b == '/') {
            bits = (bits << 6 | 63) & 0xffff;
            count += 6;
        }
    }

    private static int value(int b) {
        if (b >= 'A' && b <= 'Z') {
            return b - 'A';
        }
        if (b >= 'a' && b <= 'z') {
            return b - 'a' + 26;
        }
        if (b >= '0' && b <= '9') {
            return b - '0' + 52;
        }
        return switch (b) {
            case '+', '-' -> 62;
            case '/', '_' -> 63;
            default -> -1;
        };
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
