package io.deskwire.benchmarks;

import java.nio.charset.Charset;
import java.util.Base64;

/** Transfer encodings as mail programs write them. */
final class CorpusPacking {

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(76, new byte[] {'\n'});

    private CorpusPacking() {}

    static String base64(byte[] bytes) {
        return LINES.encodeToString(bytes) + "\n";
    }

    static String base64(String text, Charset charset) {
        return base64(text.getBytes(charset));
    }

    /** An encoded word for a header. */
    static String word(String text, Charset charset) {
        return "=?" + charset.name().toLowerCase(java.util.Locale.ROOT) + "?B?"
                + Base64.getEncoder().encodeToString(text.getBytes(charset)) + "?=";
    }

    static String quotedPrintable(String text, Charset charset) {
        StringBuilder out = new StringBuilder(text.length() + text.length() / 8);
        int column = 0;
        byte[] bytes = text.getBytes(charset);
        for (int i = 0; i < bytes.length; i++) {
            int b = bytes[i] & 0xFF;
            if (b == '\n') {
                out.append('\n');
                column = 0;
                continue;
            }
            boolean lineEnds = i + 1 == bytes.length || bytes[i + 1] == '\n';
            boolean plain = (b > ' ' && b < 0x7F && b != '=') || (b == ' ' && !lineEnds);
            if (column + (plain ? 1 : 3) > 75) {
                out.append("=\n");
                column = 0;
            }
            if (plain) {
                out.append((char) b);
                column++;
            } else {
                out.append('=').append(Character.toUpperCase(Character.forDigit(b >> 4, 16)));
                out.append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
                column += 3;
            }
        }
        return out.append('\n').toString();
    }
}
