package io.deskwire.mime.parse;

import io.deskwire.mime.repair.Repairs;

/** Line ends that no server makes but that gateways, exports and text-mode copies leave behind, judged by the first bytes. */
final class LineEnds {

    private enum Kind {
        /** CRLF, LF or a mixture: everything downstream takes them. */
        USUAL,
        /** CR alone, at least in the header. */
        CR,
        /** CRCRLF or LFCR: the CRs say nothing. */
        SURPLUS_CR
    }

    private final Kind kind;
    private boolean crBefore;

    private LineEnds(Kind kind) {
        this.kind = kind;
    }

    static LineEnds of(byte[] bytes, int length, Repairs repairs) {
        int lf = 0;
        int cr = 0;
        int fields = 0;
        while (lf < length && bytes[lf] != '\n') {
            boolean inside = bytes[lf] == '\r' && lf > 0;
            cr += inside ? 1 : 0;
            fields += inside && HeaderLine.colon(bytes, lf + 1, length) > 0 ? 1 : 0;
            lf++;
        }
        if (lf == length) {
            if (cr > 0) {
                repairs.note("bare-cr", "lines end in CR alone");
            }
            return new LineEnds(cr > 0 ? Kind.CR : Kind.USUAL);
        }
        if (fields > 1) {
            repairs.note("line-ends", "the header's lines end in CR alone");
            return new LineEnds(Kind.CR);
        }
        boolean doubled = lf > 1 && bytes[lf - 1] == '\r' && bytes[lf - 2] == '\r';
        boolean swapped =
                lf > 0 && bytes[lf - 1] != '\r' && lf + 2 < length && bytes[lf + 1] == '\r' && bytes[lf + 2] != '\n';
        if (doubled || swapped) {
            repairs.note("line-ends", doubled ? "CR CR LF" : "LF CR");
            return new LineEnds(Kind.SURPLUS_CR);
        }
        return new LineEnds(Kind.USUAL);
    }

    /** Whether there is nothing to put in order. */
    boolean areUsual() {
        return kind == Kind.USUAL;
    }

    /** Puts the line ends of one piece in order, in place, and answers its new length. */
    int repair(byte[] bytes, int length) {
        if (kind == Kind.USUAL) {
            return length;
        }
        int n = 0;
        for (int i = 0; i < length; i++) {
            byte b = bytes[i];
            boolean cr = b == '\r';
            if (kind == Kind.SURPLUS_CR) {
                if (!cr) {
                    bytes[n++] = b;
                }
            } else if (cr || b != '\n' || !crBefore) {
                bytes[n++] = cr ? (byte) '\n' : b;
            }
            crBefore = cr;
        }
        return n;
    }
}
