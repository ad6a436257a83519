package io.deskwire.mime.parse;

import io.deskwire.mime.repair.Repairs;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The signed content of a CMS message (RFC 5652 section 5), as it goes by; pieces of a constructed string are joined. */
final class SignedContent extends InputStream {

    private static final byte[] SIGNED = {0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 0x01, 0x07, 0x02};
    private static final byte[] ENVELOPED = {0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 0x01, 0x07, 0x03};
    private static final byte[] AUTH_ENVELOPED = {
        0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x01, 0x17
    };
    private static final byte[] COMPRESSED = {
        0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x01, 0x09
    };
    private static final int SEQUENCE = 0x30;
    private static final int OID = 0x06;
    private static final int EXPLICIT = 0xA0;
    private static final int OCTETS = 0x04;
    private static final int OCTETS_IN_PIECES = 0x24;

    private final InputStream in;
    private final Asn1 asn1;
    private final Repairs repairs;
    private boolean pieces;
    private long left;
    private boolean ended;

    private SignedContent(InputStream in, Asn1 asn1, Repairs repairs) {
        this.in = in;
        this.asn1 = asn1;
        this.repairs = repairs;
    }

    /** What is signed, or null with an issue when this is something else or nothing is in it. */
    static @Nullable InputStream of(InputStream in, Repairs repairs) throws IOException {
        Asn1 asn1 = new Asn1(in);
        try {
            asn1.expect(SEQUENCE);
            asn1.expect(OID);
            byte[] kind = asn1.content(64);
            if (is(kind, ENVELOPED) || is(kind, AUTH_ENVELOPED)) {
                repairs.note("encrypted", "S/MIME");
                return null;
            }
            if (is(kind, COMPRESSED)) {
                repairs.note("packed-content", "S/MIME compression, kept whole");
                return null;
            }
            if (!is(kind, SIGNED)) {
                repairs.note("damaged-signed-content", "no signed message");
                return null;
            }
            asn1.expect(EXPLICIT);
            asn1.expect(SEQUENCE);
            asn1.header();
            asn1.skip();
            asn1.header();
            asn1.skip();
            asn1.expect(SEQUENCE);
            long rest = asn1.length();
            asn1.expect(OID);
            long oid = asn1.length();
            asn1.skip();
            if (rest == oid + 2) {
                repairs.note("damaged-signed-content", "no content inside");
                return null;
            }
            asn1.expect(EXPLICIT);
            SignedContent content = new SignedContent(in, asn1, repairs);
            int tag = asn1.header();
            if (tag != OCTETS && tag != OCTETS_IN_PIECES) {
                repairs.note("damaged-signed-content", "the content is no string");
                return null;
            }
            content.pieces = tag == OCTETS_IN_PIECES;
            content.left = content.pieces ? 0 : asn1.length();
            repairs.note("signed-content", "read from a signed envelope, which is kept as a file");
            return content;
        } catch (IOException e) {
            repairs.note("damaged-signed-content", "cut or no such structure");
            return null;
        }
    }

    private static boolean is(byte[] kind, byte[] wanted) {
        return java.util.Arrays.equals(kind, wanted);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        while (left == 0 && !ended) {
            ended = !pieces || !nextPiece();
        }
        if (ended || len == 0) {
            return ended ? -1 : 0;
        }
        int n = in.read(b, off, (int) Math.min(len, left));
        if (n < 0) {
            repairs.note("damaged-signed-content", "cut");
            ended = true;
            return -1;
        }
        left -= n;
        return n;
    }

    /** Pieces stand one after another, at times in groups; anything else ends them. */
    private boolean nextPiece() {
        try {
            int tag = asn1.header();
            if (tag == OCTETS) {
                left = Math.max(0, asn1.length());
                return true;
            }
            return tag == OCTETS_IN_PIECES;
        } catch (IOException e) {
            repairs.note("damaged-signed-content", "cut");
            return false;
        }
    }
}
