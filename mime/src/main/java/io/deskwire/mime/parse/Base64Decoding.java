package io.deskwire.mime.parse;

import io.deskwire.mime.repair.Repairs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Base64 as it arrives: foreign characters between, padding missing or in the middle, several blocks one after another, a
 * mailing list's footer behind it, or no base64 at all.
 */
final class Base64Decoding extends InputStream {

    static final byte[] VALUES = new byte[256];
    /** The alphabet of RFC 2045 alone. */
    private static final byte[] STRICT = new byte[256];

    /** What two neighbours of the strict alphabet mean together, by their 16 bits, or less than 0. */
    private static final short[] PAIRS = new short[1 << 16];

    private static final VarHandle LITTLE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** As much as mime4j hands over at once. */
    private static final int READ = 4096;

    static final byte SPACE = -2;
    private static final byte PAD = -3;
    static final byte FOREIGN = -1;

    static {
        Arrays.fill(VALUES, FOREIGN);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            VALUES[alphabet.charAt(i)] = (byte) i;
        }
        System.arraycopy(VALUES, 0, STRICT, 0, VALUES.length);
        for (int pair = 0; pair < PAIRS.length; pair++) {
            int first = STRICT[pair & 0xFF];
            int second = STRICT[pair >> 8];
            PAIRS[pair] = (short) (first < 0 || second < 0 ? FOREIGN : first << 6 | second);
        }
        // The alphabet for file names and addresses (RFC 4648 section 5) comes up in mail too.
        VALUES['-'] = 62;
        VALUES['_'] = 63;
        VALUES[' '] = SPACE;
        VALUES['\t'] = SPACE;
        VALUES['\r'] = SPACE;
        VALUES['\n'] = SPACE;
        VALUES['='] = PAD;
    }

    private enum Mode {
        BLOCK,
        AFTER_PADDING,
        PLAIN,
        SKIP
    }

    private final InputStream in;
    private final boolean text;
    private final Repairs repairs;
    private final byte[] source = new byte[READ];
    private byte[] out = new byte[0];
    private int outAt;
    private int outLimit;
    private int held;
    private int sextets;
    private boolean foreign;
    private boolean afterLineEnd;
    private boolean begun;
    private boolean ended;
    private Mode mode = Mode.BLOCK;
    private final byte[] line = new byte[1024];
    private int lineLength;

    Base64Decoding(InputStream in, boolean text, Repairs repairs) {
        this.in = in;
        this.text = text;
        this.repairs = repairs;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        while (outAt == outLimit) {
            if (ended) {
                return -1;
            }
            fill();
        }
        int n = Math.min(len, outLimit - outAt);
        System.arraycopy(out, outAt, b, off, n);
        outAt += n;
        return n;
    }

    @Override
    public long transferTo(OutputStream to) throws IOException {
        long sum = 0;
        while (outAt < outLimit || !ended) {
            if (outAt == outLimit) {
                fill();
            }
            to.write(out, outAt, outLimit - outAt);
            sum += outLimit - outAt;
            outAt = outLimit;
        }
        return sum;
    }

    private void fill() throws IOException {
        outAt = 0;
        outLimit = 0;
        int n = in.read(source, 0, source.length);
        if (n < 0) {
            finish();
            return;
        }
        if (!begun) {
            begun = true;
            if (text && !looksLikeBase64(n)) {
                repairs.note("damaged-base64", "not base64 at all");
                mode = Mode.PLAIN;
            }
        }
        ensureRoom(n + line.length);
        for (int i = 0; i < n; i++) {
            int before = outLimit;
            boolean between = mode == Mode.BLOCK && sextets == 0;
            int end = between ? i + 4 * wholeGroups(i, n) : i;
            boolean whole = end > i && (end == n || VALUES[source[end] & 0xFF] < FOREIGN);
            if (between
                    && afterLineEnd
                    && !(whole && source[Math.min(end, n - 1)] != ' ')
                    && Base64Line.isFooter(source, i, n)) {
                outLimit = before;
                end = i;
                repairs.note("text-after-base64", text ? "kept as text" : "left out");
                mode = text ? Mode.PLAIN : Mode.SKIP;
                if (text) {
                    put((byte) '\n');
                }
            }
            if (whole && end + 1 < n && source[end] == '\r' && source[end + 1] == '\n') {
                afterLineEnd = true;
                i = end + 1;
                continue;
            }
            afterLineEnd = source[i] == '\n';
            if (end > i) {
                i = end - 1;
            } else {
                take(source[i]);
            }
        }
    }

    /** Unpacks groups of four without anything between them, which is most of what there is. */
    private int wholeGroups(int from, int n) {
        int i = from;
        int o = outLimit;
        for (; i + 8 <= n; i += 8) {
            long word = (long) LITTLE.get(source, i);
            int a = PAIRS[(int) word & 0xFFFF];
            int b = PAIRS[(int) (word >>> 16) & 0xFFFF];
            int c = PAIRS[(int) (word >>> 32) & 0xFFFF];
            int d = PAIRS[(int) (word >>> 48)];
            if ((a | b | c | d) < 0) {
                break;
            }
            // Two bytes more than these eight characters hold; what follows writes over them.
            BIG.set(out, o, (long) a << 52 | (long) b << 40 | (long) c << 28 | (long) d << 16);
            o += 6;
        }
        while (i + 4 <= n) {
            int a = STRICT[source[i] & 0xFF];
            int b = STRICT[source[i + 1] & 0xFF];
            int c = STRICT[source[i + 2] & 0xFF];
            int d = STRICT[source[i + 3] & 0xFF];
            if ((a | b | c | d) < 0) {
                break;
            }
            int group = a << 18 | b << 12 | c << 6 | d;
            out[o] = (byte) (group >> 16);
            out[o + 1] = (byte) (group >> 8);
            out[o + 2] = (byte) group;
            o += 3;
            i += 4;
        }
        outLimit = o;
        return (i - from) / 4;
    }

    private void take(byte b) {
        switch (mode) {
            case BLOCK -> block(b);
            case AFTER_PADDING -> afterPadding(b);
            case PLAIN -> put(b);
            case SKIP -> {}
        }
    }

    private void block(byte b) {
        byte value = VALUES[b & 0xFF];
        if (value >= 0) {
            held = held << 6 | value;
            if (++sextets == 4) {
                put((byte) (held >> 16));
                put((byte) (held >> 8));
                put((byte) held);
                sextets = 0;
                held = 0;
            }
        } else if (value == PAD) {
            remainder();
            mode = Mode.AFTER_PADDING;
            lineLength = 0;
        } else if (value == FOREIGN) {
            noteForeign();
        }
        if (b == '-' || b == '_') {
            noteForeign();
        }
    }

    /** Collects the line behind the padding to see whether it is one more block or something else. */
    private void afterPadding(byte b) {
        if (b == '\n' || lineLength == line.length) {
            judgeLine();
            if (mode == Mode.PLAIN && b == '\n') {
                put(b);
            } else if (mode != Mode.AFTER_PADDING) {
                take(b);
            }
            return;
        }
        line[lineLength++] = b;
    }

    private void judgeLine() {
        int visible = 0;
        boolean clean = true;
        for (int i = 0; i < lineLength; i++) {
            byte value = VALUES[line[i] & 0xFF];
            boolean leadingPad = value == PAD && visible == 0;
            visible += value == SPACE || leadingPad ? 0 : 1;
            clean &= value != FOREIGN && !(value == SPACE && line[i] == ' ' && visible > 0);
        }
        int length = lineLength;
        lineLength = 0;
        if (visible == 0) {
            return;
        }
        if (clean && visible % 4 == 0) {
            repairs.note("damaged-base64", "several blocks in one part");
            mode = Mode.BLOCK;
            boolean leading = true;
            for (int i = 0; i < length; i++) {
                byte value = VALUES[line[i] & 0xFF];
                leading &= value == PAD || value == SPACE;
                if (!leading) {
                    // A padding inside starts this judgement anew, over bytes not yet looked at.
                    take(line[i]);
                }
            }
            return;
        }
        repairs.note("text-after-base64", text ? "kept as text" : "left out");
        mode = text ? Mode.PLAIN : Mode.SKIP;
        if (text) {
            put((byte) '\n');
        }
        for (int i = 0; i < length && text; i++) {
            put(line[i]);
        }
    }

    private void finish() {
        ended = true;
        ensureRoom(line.length * 2);
        if (mode == Mode.AFTER_PADDING && lineLength > 0) {
            judgeLine();
        }
        if (mode == Mode.BLOCK && sextets > 0) {
            repairs.note("damaged-base64", "ends inside a group of four");
            remainder();
        }
    }

    private void remainder() {
        if (sextets == 2) {
            put((byte) (held >> 4));
        } else if (sextets == 3) {
            put((byte) (held >> 10));
            put((byte) (held >> 2));
        }
        sextets = 0;
        held = 0;
    }

    private void noteForeign() {
        if (!foreign) {
            foreign = true;
            repairs.note("damaged-base64", "characters outside the alphabet");
        }
    }

    /** Words with blanks between them are a letter, not base64, whatever the header says. */
    private boolean looksLikeBase64(int n) {
        int from = 0;
        while (from < n && (source[from] == '>' || VALUES[source[from] & 0xFF] == SPACE)) {
            from++;
        }
        return !Base64Line.isFooter(source, from, n);
    }

    private void put(byte b) {
        out[outLimit++] = b;
    }

    private void ensureRoom(int more) {
        if (out.length < more + 8) {
            out = new byte[more + 8];
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
