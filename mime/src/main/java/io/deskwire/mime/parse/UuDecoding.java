package io.deskwire.mime.parse;

import io.deskwire.mime.repair.Repairs;
import java.io.IOException;
import java.io.InputStream;

/** A part whose transfer encoding is uuencode: one file, with whatever lines before it. */
final class UuDecoding extends InputStream {

    private final TextLines lines;
    private final Uuencoded file;
    private byte[] held = new byte[0];
    private int at;
    private boolean begun;
    private boolean plain;

    UuDecoding(InputStream in, Repairs repairs) {
        this.lines = new TextLines(in);
        this.file = new Uuencoded(lines, repairs);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        if (!begun) {
            begun = true;
            begin();
        }
        while (at == held.length) {
            byte[] more = plain ? line() : file.more();
            if (more == null) {
                return -1;
            }
            held = more;
            at = 0;
        }
        int n = Math.min(len, held.length - at);
        System.arraycopy(held, at, b, off, n);
        at += n;
        return n;
    }

    /** Blank lines may stand first; anything else means that nothing was encoded. */
    private void begin() throws IOException {
        byte[] line = lines.peek();
        while (line != null && PgpArmour.isBlank(line)) {
            lines.take();
            line = lines.peek();
        }
        plain = !Uuencoded.begins(line);
    }

    private byte @org.jspecify.annotations.Nullable [] line() throws IOException {
        byte[] line = lines.peek();
        lines.take();
        return line;
    }
}
