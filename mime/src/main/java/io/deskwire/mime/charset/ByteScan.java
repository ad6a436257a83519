package io.deskwire.mime.charset;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks for single bytes eight at a time: most of a mail is bytes that nobody has to look at one by one. */
public final class ByteScan {

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final long LFS = '\n' * ONES;
    private static final long CRS = '\r' * ONES;
    private static final long TABS = '\t' * ONES;
    private static final long EQUALS = '=' * ONES;

    private ByteScan() {}

    /** Index of the first LF or CR, or {@code to}. */
    public static int lineEnd(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - 8; i += 8) {
            long word = (long) EIGHT.get(bytes, i);
            long found = zeros(word ^ LFS) | zeros(word ^ CRS);
            if (found != 0) {
                return i + (Long.numberOfTrailingZeros(found) >> 3);
            }
        }
        while (i < to && bytes[i] != '\n' && bytes[i] != '\r') {
            i++;
        }
        return i;
    }

    /** Index of the first such byte, or {@code to}. */
    public static int indexOf(byte[] bytes, int from, int to, byte wanted) {
        long same = (wanted & 0xFF) * ONES;
        int i = from;
        for (; i <= to - 8; i += 8) {
            long found = zeros((long) EIGHT.get(bytes, i) ^ same);
            if (found != 0) {
                return i + (Long.numberOfTrailingZeros(found) >> 3);
            }
        }
        while (i < to && bytes[i] != wanted) {
            i++;
        }
        return i;
    }

    /**
     * Whether the eight bytes from there stand for themselves in quoted-printable: no escape, no line end, no tab, and no blank
     * that might be the last of its line.
     */
    public static boolean isPlainQuotedPrintable(byte[] bytes, int from) {
        long word = (long) EIGHT.get(bytes, from);
        return (zeros(word ^ EQUALS) | zeros(word ^ LFS) | zeros(word ^ CRS) | zeros(word ^ TABS)) == 0
                && bytes[from + 7] != ' ';
    }

    /** Index of the first byte above 127, or {@code to}. */
    static int beyondAscii(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - 8; i += 8) {
            long found = (long) EIGHT.get(bytes, i) & HIGH;
            if (found != 0) {
                return i + (Long.numberOfTrailingZeros(found) >> 3);
            }
        }
        while (i < to && bytes[i] >= 0) {
            i++;
        }
        return i;
    }

    /**
     * Index of the first LF that no CR precedes, or {@code to}.
     *
     * @param from 1 or more: the byte before is looked at too
     */
    public static int bareLf(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - 8; i += 8) {
            if (zeros((long) EIGHT.get(bytes, i) ^ LFS) != 0) {
                // The same eight bytes one place earlier: a CR there stands before an LF here.
                long bare =
                        zeroBytes((long) EIGHT.get(bytes, i) ^ LFS) & ~zeroBytes((long) EIGHT.get(bytes, i - 1) ^ CRS);
                if (bare != 0) {
                    return i + (Long.numberOfTrailingZeros(bare) >> 3);
                }
            }
        }
        while (i < to && (bytes[i] != '\n' || bytes[i - 1] == '\r')) {
            i++;
        }
        return i;
    }

    /** The highest bit of each byte that is zero, and no other. */
    private static long zeroBytes(long word) {
        return ~((word & ~HIGH) + ~HIGH | word | ~HIGH);
    }

    /** The highest bit of each byte that is zero; above the lowest of them others may be set too. */
    private static long zeros(long word) {
        return (word - ONES) & ~word & HIGH;
    }
}
