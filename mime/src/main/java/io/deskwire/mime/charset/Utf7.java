package io.deskwire.mime.charset;

import java.nio.charset.StandardCharsets;

/** UTF-7 (RFC 2152), which Java does not know and old gateways still send. */
final class Utf7 {

    private Utf7() {}

    static String decode(byte[] bytes, int length) {
        String in = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        StringBuilder out = new StringBuilder(in.length());
        int i = 0;
        while (i < in.length()) {
            char c = in.charAt(i++);
            if (c != '+') {
                out.append(c);
                continue;
            }
            if (i < in.length() && in.charAt(i) == '-') {
                out.append('+');
                i++;
                continue;
            }
            int bits = 0;
            int held = 0;
            while (i < in.length()) {
                int v = in.charAt(i) == '-' ? -1 : Base64Text.value(in.charAt(i));
                if (v < 0) {
                    break;
                }
                i++;
                held = (held << 6 | v) & 0x3FFFFF;
                bits += 6;
                if (bits >= 16) {
                    bits -= 16;
                    out.append((char) (held >> bits & 0xFFFF));
                }
            }
            if (i < in.length() && in.charAt(i) == '-') {
                i++;
            }
        }
        return out.toString();
    }
}
