package io.deskwire.mime.parse;

import io.deskwire.mime.repair.Repairs;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of a text what was put into it before MIME, or around it: uuencoded and yEnc files, and the armour of a PGP
 * signature. Looks at the bytes line by line and holds two lines at most.
 */
final class FilesInText implements Unpacking {

    /** What the lines begin with that begin a file: {@code begin}, {@code =ybegin}, {@code -----BEGIN}. */
    private static final String FIRST_BYTES = "b=-";

    private final Leaf leaf;
    private final TextLines lines;
    private final RawGate gate;
    private final Repairs repairs;
    private boolean begun;
    private @Nullable Stretch current;

    FilesInText(Leaf leaf, InputStream text, RawGate gate, Repairs repairs) {
        this.leaf = leaf;
        this.lines = new TextLines(text);
        this.gate = gate;
        this.repairs = repairs;
    }

    /** A run of bytes that ends before the lines do. */
    interface Stretch {
        /** The next bytes, or null when what follows is something else. */
        byte @Nullable [] more() throws IOException;
    }

    @Override
    public @Nullable Piece next() throws IOException {
        if (current != null) {
            byte[] rest;
            do {
                rest = current.more();
            } while (rest != null);
            current = null;
        }
        byte[] line = lines.peek();
        if (line == null) {
            if (begun) {
                return null;
            }
            begun = true;
            return Piece.text(Role.TEXT, leaf, bytes(() -> null));
        }
        begun = true;
        Piece.File file = opened(line);
        return file == null
                ? Piece.text(Role.TEXT, leaf, bytes(new Plain()))
                : Piece.file(leaf, file, bytes(this.current == null ? () -> null : this.current));
    }

    private LeafBytes bytes(Stretch stretch) {
        current = stretch;
        return new LeafBytes(new Stretched(stretch), gate, repairs);
    }

    /** What begins with this line, when that is a file; {@link #current} then has its bytes. */
    private Piece.@Nullable File opened(byte[] line) throws IOException {
        if (Uuencoded.begins(line) && Uuencoded.isData(lines.peekSecond())) {
            repairs.note("uuencoded-file", "taken out of the text");
            current = new Uuencoded(lines, repairs);
            return Piece.File.of(Uuencoded.name(line), "application/octet-stream");
        }
        if (YEnc.begins(line)) {
            repairs.note("yenc-file", "taken out of the text");
            current = new YEnc(lines, repairs);
            return Piece.File.of(YEnc.name(line), "application/octet-stream");
        }
        if (PgpArmour.beginsSignature(line) && armoured) {
            current = new PgpArmour(lines);
            return Piece.File.of("signature.asc", "application/pgp-signature");
        }
        return null;
    }

    private boolean armoured;

    /** Lines up to the next file. */
    private final class Plain implements Stretch {
        private boolean any;

        @Override
        public byte @Nullable [] more() throws IOException {
            if (!armoured) {
                byte[] block = lines.upTo(FIRST_BYTES);
                if (block.length > 0) {
                    any = true;
                    return block;
                }
            }
            boolean start = lines.atLineStart();
            byte[] line = lines.peek();
            if (line == null || (any && start && startsFile(line))) {
                return null;
            }
            any = true;
            lines.take();
            if (start && PgpArmour.beginsSigned(line)) {
                return signed();
            }
            if (PgpArmour.beginsEncrypted(line)) {
                repairs.note("encrypted", "PGP, within the text");
            }
            return armoured ? PgpArmour.withoutDash(line) : line;
        }

        /** Skips the armour's own header lines (RFC 4880 section 7). */
        private byte[] signed() throws IOException {
            armoured = true;
            repairs.note("pgp-signed-text", "the signature is kept as a file");
            byte[] header = lines.peek();
            while (header != null && PgpArmour.isHeader(header)) {
                lines.take();
                header = lines.peek();
            }
            if (header != null && PgpArmour.isBlank(header)) {
                lines.take();
            }
            return new byte[0];
        }
    }

    private boolean startsFile(byte[] line) throws IOException {
        return (Uuencoded.begins(line) && Uuencoded.isData(lines.peekSecond()))
                || YEnc.begins(line)
                || (armoured && PgpArmour.beginsSignature(line));
    }

    /** A stretch as a stream. */
    private static final class Stretched extends InputStream {
        private final Stretch stretch;
        private byte[] held = new byte[0];
        private int at;

        Stretched(Stretch stretch) {
            this.stretch = stretch;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            while (at == held.length) {
                byte[] more = stretch.more();
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
    }
}
