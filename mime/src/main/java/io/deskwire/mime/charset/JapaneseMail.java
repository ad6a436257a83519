package io.deskwire.mime.charset;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;

/**
 * ISO-2022-JP with what mailers leave out or add: lines that end among double bytes (RFC 1468 wants ASCII there), and the
 * further characters of JIS X 0212.
 */
final class JapaneseMail {

    private static final byte ESCAPE = 0x1B;
    private static final byte[] TO_ASCII = {ESCAPE, '(', 'B'};
    private static final Charset SUPPLEMENTARY = CharsetLabels.available("ISO-2022-JP-2", "ISO-2022-JP");

    private JapaneseMail() {}

    /** Whether double bytes begin somewhere. */
    static boolean is(byte[] bytes, int length) {
        for (int i = 0; i + 2 < length; i++) {
            if (bytes[i] == ESCAPE
                    && bytes[i + 1] == '$'
                    && (bytes[i + 2] == 'B' || bytes[i + 2] == '@' || isSupplementary(bytes, i, length))) {
                return true;
            }
        }
        return false;
    }

    static String decode(byte[] bytes, int length) {
        ByteArrayOutputStream closed = null;
        boolean wide = false;
        boolean supplementary = false;
        int copied = 0;
        for (int i = 0; i < length; i++) {
            byte b = bytes[i];
            if (b == ESCAPE && i + 2 < length) {
                wide = bytes[i + 1] == '$';
                supplementary |= isSupplementary(bytes, i, length);
            } else if (wide && (b == '\n' || b == '\r')) {
                closed = closed == null ? new ByteArrayOutputStream(length + 64) : closed;
                closed.write(bytes, copied, i - copied);
                closed.write(TO_ASCII, 0, TO_ASCII.length);
                copied = i;
                wide = false;
            }
        }
        Charset charset = supplementary ? SUPPLEMENTARY : CharsetLabels.JAPANESE_MAIL;
        if (closed == null) {
            return new String(bytes, 0, length, charset);
        }
        closed.write(bytes, copied, length - copied);
        return closed.toString(charset);
    }

    private static boolean isSupplementary(byte[] bytes, int escape, int length) {
        return escape + 3 < length && bytes[escape + 1] == '$' && bytes[escape + 2] == '(' && bytes[escape + 3] == 'D';
    }
}
