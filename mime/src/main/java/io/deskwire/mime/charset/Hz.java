package io.deskwire.mime.charset;

import java.io.ByteArrayOutputStream;

/** HZ (RFC 1843): GB2312 in seven bits between {@code ~{} and {@code ~}}, which Java does not know. */
final class Hz {

    private Hz() {}

    static String decode(byte[] bytes, int length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(length);
        boolean chinese = false;
        for (int i = 0; i < length; i++) {
            int b = bytes[i];
            int next = i + 1 < length ? bytes[i + 1] : -1;
            if (b == '~' && (next == '{' || next == '}')) {
                chinese = next == '{';
                i++;
            } else if (b == '~' && next == '~') {
                out.write('~');
                i++;
            } else if (b == '~' && next == '\n') {
                i++;
            } else if (b == '\n' || b <= ' ' || !chinese) {
                chinese &= b != '\n';
                out.write(b);
            } else {
                out.write(b | 0x80);
            }
        }
        return new String(out.toByteArray(), CharsetLabels.available("GB18030", "GBK"));
    }
}
