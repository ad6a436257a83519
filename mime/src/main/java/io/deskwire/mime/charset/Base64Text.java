package io.deskwire.mime.charset;

import java.io.ByteArrayOutputStream;

/** Base64 in headers: padding optional, anything foreign skipped. */
final class Base64Text {

    private Base64Text() {}

    /** The six bits a character stands for, or -1. */
    static int value(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return switch (c) {
            case '+', '-' -> 62;
            case '/', '_' -> 63;
            default -> -1;
        };
    }

    static void decode(CharSequence text, ByteArrayOutputStream out) {
        int bits = 0;
        int held = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '=') {
                bits = 0;
                held = 0;
                continue;
            }
            int v = value(c);
            if (v < 0) {
                continue;
            }
            held = (held << 6 | v) & 0xFFFFFF;
            bits += 6;
            if (bits >= 8) {
                bits -= 8;
                out.write(held >> bits & 0xFF);
            }
        }
    }
}
