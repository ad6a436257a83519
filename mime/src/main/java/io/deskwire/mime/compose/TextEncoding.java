package io.deskwire.mime.compose;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** How a text travels: as it is where that is safe, else quoted-printable or base64, whichever is shorter. */
enum TextEncoding {
    SEVEN_BIT("7bit"),
    QUOTED_PRINTABLE("quoted-printable"),
    BASE64("base64");

    /** RFC 5321 section 4.5.3.1.6 allows 998 and the line end. */
    private static final int LONGEST_LINE = 900;

    private static final int QUOTED_LINE = 76;
    private static final byte[] CRLF = {'\r', '\n'};

    private final String headerName;

    TextEncoding(String headerName) {
        this.headerName = headerName;
    }

    String headerName() {
        return headerName;
    }

    static TextEncoding of(byte[] canonical) {
        int line = 0;
        int high = 0;
        boolean safe = true;
        for (int i = 0; i < canonical.length; i++) {
            byte b = canonical[i];
            high += b < 0 ? 1 : 0;
            safe &= b != 0 && b != 0x7F && (b >= ' ' || b == '\r' || b == '\n' || b == '\t');
            line = b == '\n' ? 0 : line + 1;
            // "From " at the start of a line and our own boundaries must not stand bare.
            boolean bare = line == 1
                    && (b == 'F' || b == '-')
                    && (startsWith(canonical, i, "From ") || startsWith(canonical, i, "--" + Boundaries.PREFIX));
            safe &= line <= LONGEST_LINE && !bare;
        }
        if (high == 0 && safe) {
            return SEVEN_BIT;
        }
        return high * 3L > canonical.length ? BASE64 : QUOTED_PRINTABLE;
    }

    void write(byte[] canonical, OutputStream out) throws IOException {
        switch (this) {
            case SEVEN_BIT -> out.write(canonical);
            case BASE64 -> out.write(Base64.getMimeEncoder().encode(canonical));
            case QUOTED_PRINTABLE -> out.write(quoted(canonical));
        }
        out.write(CRLF);
    }

    private static byte[] quoted(byte[] canonical) {
        StringBuilder out = new StringBuilder(canonical.length * 5 / 4 + 16);
        int column = 0;
        for (int i = 0; i < canonical.length; i++) {
            byte b = canonical[i];
            if (b == '\r' && i + 1 < canonical.length && canonical[i + 1] == '\n') {
                out.append("\r\n");
                column = 0;
                i++;
                continue;
            }
            boolean lineEnds = i + 1 == canonical.length || canonical[i + 1] == '\r';
            boolean blank = b == ' ' || b == '\t';
            boolean plain = (b > ' ' && b <= '~' && b != '=') || (blank && !lineEnds);
            boolean from = column == 0 && b == 'F' && startsWith(canonical, i, "From ");
            String piece = plain && !from && !(column == 0 && b == '.')
                    ? String.valueOf((char) b)
                    : String.format("=%02X", b & 0xFF);
            if (column + piece.length() > QUOTED_LINE - 1) {
                out.append("=\r\n");
                column = 0;
            }
            out.append(piece);
            column += piece.length();
        }
        return out.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean startsWith(byte[] bytes, int at, String text) {
        if (bytes.length - at < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[at + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
