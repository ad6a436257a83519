package io.deskwire.testkit.mail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Line ends and dots. */
final class Bytes {

    private Bytes() {}

    /** The same with every lone LF made CRLF. */
    static byte[] withCrLf(byte[] text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length + text.length / 32);
        int start = 0;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) {
                out.write(text, start, i - start);
                out.write('\r');
                start = i;
            }
        }
        out.write(text, start, text.length - start);
        return out.toByteArray();
    }

    /** Writes CRLF text with dots at line starts doubled, and a last line end. */
    static void writeDotted(byte[] text, OutputStream out) throws IOException {
        int start = 0;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '.' && (i == 0 || text[i - 1] == '\n')) {
                out.write(text, start, i - start);
                out.write('.');
                start = i;
            }
        }
        out.write(text, start, text.length - start);
        if (text.length == 0 || text[text.length - 1] != '\n') {
            out.write('\r');
            out.write('\n');
        }
    }
}
