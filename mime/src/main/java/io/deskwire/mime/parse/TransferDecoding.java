package io.deskwire.mime.parse;

import io.deskwire.mime.repair.Repairs;
import java.io.IOException;
import java.io.InputStream;

/** Chooses how a part's bytes were packed (RFC 2045 section 6), by their look where the header does not say or is wrong. */
final class TransferDecoding {

    private static final int LOOKED_AT = 512;

    private TransferDecoding() {}

    private enum Packing {
        NONE,
        BASE64,
        QUOTED_PRINTABLE,
        UUENCODE,
        UNKNOWN
    }

    /**
     * The unpacked bytes of a part; never fails on damage.
     *
     * @param text whether a person reads it: what follows a base64 block is then kept as text
     */
    static InputStream of(InputStream packed, PartHeader header, boolean text, Repairs repairs) {
        String name = header.encoding() == null ? "" : header.encoding().replace('_', '-');
        Packing known = named(name);
        Packing declared = known == Packing.UNKNOWN ? misspelt(name) : known;
        if (declared != known) {
            repairs.note("unknown-transfer-encoding", name + ", is " + declared);
        }
        boolean silent = header.encoding() == null && !header.mediaType().startsWith("message/");
        boolean look = declared == Packing.UNKNOWN
                || (declared == Packing.NONE && (text || silent))
                || (declared == Packing.BASE64 && text);
        if (!look) {
            return unpacked(packed, declared, text, repairs);
        }
        // The first bytes are read only when the first byte is asked for: their stream belongs to the walker until
        // then.
        return new InputStream() {
            private InputStream in = packed;
            private boolean begun;

            @Override
            public int read() throws IOException {
                return begin().read();
            }

            @Override
            public int read(byte[] b, int off, int len) throws IOException {
                return begin().read(b, off, len);
            }

            private InputStream begin() throws IOException {
                if (!begun) {
                    begun = true;
                    byte[] head = packed.readNBytes(LOOKED_AT);
                    InputStream whole = new Rejoined(head, packed);
                    Packing real = real(declared, head, text);
                    note(declared, real, name, repairs);
                    in = unpacked(whole, real, text, repairs);
                }
                return in;
            }
        };
    }

    private static Packing named(String name) {
        return switch (name) {
            case "", "7bit", "8bit", "binary", "7-bit", "8-bit", "7bits", "8bits", "none", "plain", "ascii" ->
                Packing.NONE;
            case "base64", "base-64", "b", "b64", "x-base64" -> Packing.BASE64;
            case "quoted-printable", "quotedprintable", "qp", "q", "quoted-printeable", "x-quoted-printable" ->
                Packing.QUOTED_PRINTABLE;
            case "x-uuencode", "uuencode", "x-uue", "uue", "x-uu", "uu" -> Packing.UUENCODE;
            default -> Packing.UNKNOWN;
        };
    }

    private static Packing misspelt(String name) {
        if (name.startsWith("quoted") || name.endsWith("printable")) {
            return Packing.QUOTED_PRINTABLE;
        }
        return name.startsWith("bas") || name.startsWith("x-bas") ? Packing.BASE64 : Packing.UNKNOWN;
    }

    private static Packing real(Packing declared, byte[] head, boolean text) {
        if (declared == Packing.BASE64) {
            boolean quoted = PackedLook.hasEscapes(head, false) && PackedLook.hasWords(head);
            return quoted ? Packing.QUOTED_PRINTABLE : declared;
        }
        if (PackedLook.isBase64(head, text)) {
            return Packing.BASE64;
        }
        if (declared == Packing.UNKNOWN) {
            return PackedLook.hasEscapes(head, true) ? Packing.QUOTED_PRINTABLE : Packing.NONE;
        }
        return declared;
    }

    private static void note(Packing declared, Packing real, String name, Repairs repairs) {
        if (declared == Packing.UNKNOWN) {
            repairs.note("unknown-transfer-encoding", name + (real == Packing.NONE ? "" : ", is " + real));
        } else if (declared == Packing.BASE64 && real != declared) {
            repairs.note("damaged-base64", "quoted-printable instead");
        } else if (real != declared) {
            repairs.note("undeclared-transfer-encoding", "is " + real);
        }
    }

    private static InputStream unpacked(InputStream packed, Packing packing, boolean text, Repairs repairs) {
        return switch (packing) {
            case BASE64 -> new Base64Decoding(packed, text, repairs);
            case QUOTED_PRINTABLE -> new QuotedPrintableDecoding(packed, repairs);
            case UUENCODE -> new UuDecoding(packed, repairs);
            case NONE, UNKNOWN -> packed;
        };
    }
}
