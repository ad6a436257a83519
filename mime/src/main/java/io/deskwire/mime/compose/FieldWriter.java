package io.deskwire.mime.compose;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes header fields, folded where they may be, at 78 characters where that is possible (RFC 5322 section 2.1.1). */
final class FieldWriter {

    private static final int PREFERRED = 78;

    private final StringBuilder out = new StringBuilder(1024);
    private int column;

    /** A field made of pieces between which the line may be broken. */
    void field(String name, List<String> pieces) {
        out.append(name).append(':');
        column = name.length() + 1;
        boolean first = true;
        for (String piece : pieces) {
            if (!first && column + 1 + piece.length() > PREFERRED) {
                out.append("\r\n");
                column = 0;
            }
            out.append(' ').append(piece);
            column += 1 + piece.length();
            first = false;
        }
        out.append("\r\n");
    }

    /** A field whose value is never broken. */
    void field(String name, String value) {
        field(name, List.of(value));
    }

    /** The empty line behind the last field. */
    void end() {
        out.append("\r\n");
    }

    byte[] bytes() {
        return out.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
