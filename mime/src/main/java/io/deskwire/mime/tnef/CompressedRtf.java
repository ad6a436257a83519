package io.deskwire.mime.tnef;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Unpacks compressed RTF (MS-OXRTFCP): a dictionary of 4096 bytes that begins with what RTF is made of. */
public final class CompressedRtf {

    private static final int COMPRESSED = 0x75465A4C;
    private static final int PLAIN = 0x414C454D;
    private static final int HEADER = 16;
    private static final int WINDOW = 4096;

    private static final byte[] BEGINNING =
            ("{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
                            + "MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
                            + "\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx")
                    .getBytes(StandardCharsets.US_ASCII);

    private CompressedRtf() {}

    /** The RTF, as far as it can be unpacked and is no longer than this; empty when it is none. */
    public static byte[] unpacked(byte[] in, int most) {
        if (in.length < HEADER) {
            return new byte[0];
        }
        int kind = u32(in, 8);
        if (kind == PLAIN) {
            return Arrays.copyOfRange(in, HEADER, Math.min(in.length, HEADER + most));
        }
        return kind == COMPRESSED ? inflated(in, most) : new byte[0];
    }

    private static byte[] inflated(byte[] in, int most) {
        byte[] window = new byte[WINDOW];
        Arrays.fill(window, (byte) ' ');
        System.arraycopy(BEGINNING, 0, window, 0, BEGINNING.length);
        int write = BEGINNING.length;
        byte[] out = new byte[Math.min(most, Math.max(256, in.length * 4))];
        int n = 0;
        int at = HEADER;
        while (at < in.length) {
            int control = in[at++] & 0xFF;
            for (int bit = 0; bit < 8 && at < in.length; bit++) {
                int from = -1;
                int length = 1;
                if ((control >> bit & 1) != 0) {
                    if (at + 1 >= in.length) {
                        return Arrays.copyOf(out, n);
                    }
                    int pair = (in[at] & 0xFF) << 8 | (in[at + 1] & 0xFF);
                    at += 2;
                    from = pair >> 4;
                    length = (pair & 0xF) + 2;
                    if (from == write % WINDOW) {
                        return Arrays.copyOf(out, n);
                    }
                }
                for (int i = 0; i < length; i++) {
                    byte b = from < 0 ? in[at++] : window[(from + i) % WINDOW];
                    if (n == out.length) {
                        if (n >= most) {
                            return out;
                        }
                        out = Arrays.copyOf(out, (int) Math.min(most, n * 2L));
                    }
                    out[n++] = b;
                    window[write++ % WINDOW] = b;
                }
            }
        }
        return Arrays.copyOf(out, n);
    }

    private static int u32(byte[] in, int at) {
        return (in[at] & 0xFF) | (in[at + 1] & 0xFF) << 8 | (in[at + 2] & 0xFF) << 16 | (in[at + 3] & 0xFF) << 24;
    }
}
