package io.deskwire.mime.parse;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A whole message that some program saved as UTF-16, as the bytes it once was. */
final class Transcoded extends InputStream {

    private static final int CHARACTERS = 4096;

    private final Reader reader;
    private final char[] characters = new char[CHARACTERS];
    private byte[] bytes = new byte[0];
    private int at;

    Transcoded(InputStream in, Charset charset) {
        this.reader = new InputStreamReader(in, charset);
    }

    /** The charset of the file when its first bytes are those of a UTF-16 header; else null. */
    static @Nullable Charset of(byte[] first, int length) {
        if (length < 4) {
            return null;
        }
        boolean mark = (first[0] == (byte) 0xFF && first[1] == (byte) 0xFE)
                || (first[0] == (byte) 0xFE && first[1] == (byte) 0xFF);
        if (mark) {
            return StandardCharsets.UTF_16;
        }
        if (first[0] > ' ' && first[1] == 0 && first[2] > ' ' && first[3] == 0) {
            return StandardCharsets.UTF_16LE;
        }
        boolean big = first[0] == 0 && first[1] > ' ' && first[2] == 0 && first[3] > ' ';
        return big ? StandardCharsets.UTF_16BE : null;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        if (at == bytes.length) {
            int n = reader.read(characters, 0, characters.length);
            if (n < 0) {
                return -1;
            }
            bytes = new String(characters, 0, n).getBytes(StandardCharsets.UTF_8);
            at = 0;
        }
        int n = Math.min(len, bytes.length - at);
        System.arraycopy(bytes, at, b, off, n);
        at += n;
        return n;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
