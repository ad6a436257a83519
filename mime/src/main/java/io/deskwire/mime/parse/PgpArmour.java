package io.deskwire.mime.parse;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The lines around text that PGP signed in place (RFC 4880 section 7), and the signature's own. */
final class PgpArmour implements FilesInText.Stretch {

    private final TextLines lines;
    private boolean ended;

    PgpArmour(TextLines lines) {
        this.lines = lines;
    }

    static boolean beginsSigned(byte[] line) {
        return Uuencoded.startsWith(line, "-----BEGIN PGP SIGNED MESSAGE-----");
    }

    static boolean beginsSignature(byte[] line) {
        return Uuencoded.startsWith(line, "-----BEGIN PGP SIGNATURE-----");
    }

    static boolean beginsEncrypted(byte[] line) {
        return Uuencoded.startsWith(line, "-----BEGIN PGP MESSAGE-----");
    }

    static boolean isHeader(byte[] line) {
        return Uuencoded.startsWith(line, "Hash:")
                || Uuencoded.startsWith(line, "Comment:")
                || Uuencoded.startsWith(line, "Charset:")
                || Uuencoded.startsWith(line, "Version:");
    }

    static boolean isBlank(byte[] line) {
        return HeaderLine.isBlank(line, HeaderLine.contentLength(line));
    }

    /** Lines that begin with a hyphen were escaped by {@code "- "}. */
    static byte[] withoutDash(byte[] line) {
        return line.length > 2 && line[0] == '-' && line[1] == ' ' && line[2] == '-'
                ? Arrays.copyOfRange(line, 2, line.length)
                : line;
    }

    @Override
    public byte @Nullable [] more() throws IOException {
        byte[] line = ended ? null : lines.peek();
        if (line == null) {
            return null;
        }
        lines.take();
        ended = Uuencoded.startsWith(line, "-----END PGP SIGNATURE-----");
        return line;
    }
}
