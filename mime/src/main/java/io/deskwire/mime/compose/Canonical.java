package io.deskwire.mime.compose;

import java.nio.charset.StandardCharsets;

/** Text as bytes with CRLF line ends (RFC 2045 section 2.7). */
final class Canonical {

    private Canonical() {}

    static byte[] text(String text) {
        StringBuilder out = new StringBuilder(text.length() + 64);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r') {
                out.append("\r\n");
                if (i + 1 < text.length() && text.charAt(i + 1) == '\n') {
                    i++;
                }
            } else if (c == '\n') {
                out.append("\r\n");
            } else if (c != 0) {
                out.append(c);
            }
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }
}
