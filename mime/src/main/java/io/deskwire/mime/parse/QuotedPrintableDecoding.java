package io.deskwire.mime.parse;

import io.deskwire.mime.charset.ByteScan;
import io.deskwire.mime.charset.Hex;
import io.deskwire.mime.repair.Repairs;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Quoted-printable (RFC 2045 section 6.7); an equals sign that starts no escape stays as it is. */
final class QuotedPrintableDecoding extends InputStream {

    private static final int MOST_BLANKS = 8000;

    /** As much as mime4j hands over at once. */
    private static final int READ = 4096;

    private final InputStream in;
    private final Repairs repairs;
    private final byte[] source = new byte[READ];
    private int at;
    private int limit;
    private boolean eof;
    private byte[] out = new byte[READ + 64];
    private int outAt;
    private int outLimit;
    private byte[] blanks = new byte[64];
    private int blankCount;

    QuotedPrintableDecoding(InputStream in, Repairs repairs) {
        this.in = in;
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
            outAt = 0;
            outLimit = 0;
            if (!fill()) {
                return -1;
            }
        }
        int n = Math.min(len, outLimit - outAt);
        System.arraycopy(out, outAt, b, off, n);
        outAt += n;
        return n;
    }

    private boolean fill() throws IOException {
        int c = next();
        if (c < 0) {
            return false;
        }
        while (c >= 0) {
            if (c == '=') {
                escape();
            } else if (c == ' ' || c == '\t') {
                blank(c);
            } else {
                if (c == '\n' || c == '\r') {
                    // Blanks at the end of a line were added on the way and must go (rule 3).
                    blankCount = 0;
                } else {
                    flushBlanks();
                }
                out[outLimit++] = (byte) c;
            }
            if (blankCount == 0 && pushedCount == 0) {
                plainRun();
            }
            if (outLimit >= READ) {
                return true;
            }
            c = next();
        }
        blankCount = 0;
        return outLimit > 0;
    }

    /** The same for what is at hand and needs no thought, which is most of what there is. */
    private void plainRun() {
        int i = at;
        int o = outLimit;
        while (i + 2 < limit && o < READ) {
            while (i + 8 <= limit && o < READ && ByteScan.isPlainQuotedPrintable(source, i)) {
                System.arraycopy(source, i, out, o, 8);
                i += 8;
                o += 8;
            }
            if (i + 2 >= limit || o >= READ) {
                break;
            }
            byte b = source[i];
            if (b != '=' && (b > ' ' || b < 0 || b == '\r' || b == '\n')) {
                out[o++] = b;
                i++;
            } else if (b == ' ' && (source[i + 1] > ' ' || source[i + 1] < 0)) {
                out[o++] = b;
                i++;
            } else if (b == '=' && source[i + 1] == '\r' && source[i + 2] == '\n') {
                i += 3;
            } else {
                int value = b == '=' ? Hex.value(source[i + 1], source[i + 2]) : -1;
                if (value < 0) {
                    break;
                }
                out[o++] = (byte) value;
                i += 3;
            }
        }
        at = i;
        outLimit = o;
    }

    private void blank(int c) {
        if (blankCount == MOST_BLANKS) {
            flushBlanks();
        }
        if (blankCount == blanks.length) {
            blanks = Arrays.copyOf(blanks, Math.min(MOST_BLANKS, 4 * blanks.length));
        }
        blanks[blankCount++] = (byte) c;
    }

    private void flushBlanks() {
        if (out.length - outLimit < blankCount + 16) {
            out = Arrays.copyOf(out, outLimit + blankCount + 64);
        }
        System.arraycopy(blanks, 0, out, outLimit, blankCount);
        outLimit += blankCount;
        blankCount = 0;
    }

    private void escape() throws IOException {
        flushBlanks();
        int first = next();
        if (first == '\n') {
            return;
        }
        if (first == '\r') {
            int after = next();
            if (after != '\n') {
                push(after);
            }
            return;
        }
        if (first == ' ' || first == '\t') {
            softBreakAfterBlanks(first);
            return;
        }
        if (first < 0) {
            return;
        }
        int second = next();
        if (second == '=' && Hex.value(first, '0') >= 0 && softBreakInside(first)) {
            return;
        }
        int value = second < 0 ? -1 : Hex.value(first, second);
        if (value >= 0) {
            out[outLimit++] = (byte) value;
            return;
        }
        repairs.note("damaged-quoted-printable", "an equals sign that is no escape");
        out[outLimit++] = '=';
        push(second);
        push(first);
    }

    /** {@code "=C=CRLF3"}: a program cut lines without looking where. */
    private boolean softBreakInside(int first) throws IOException {
        int c = next();
        int lf = c == '\r' ? next() : c;
        int second = lf == '\n' ? next() : -1;
        // In lower case two digits are as likely the end and the beginning of words.
        boolean lower = first >= 'a' || second >= 'a';
        int value = second < 0 || lower ? -1 : Hex.value(first, second);
        if (value >= 0) {
            repairs.note("damaged-quoted-printable", "an escape cut in two");
            out[outLimit++] = (byte) value;
            return true;
        }
        if (lf == '\n') {
            push(second);
        }
        if (c == '\r') {
            push(lf);
        }
        push(c);
        return false;
    }

    /** {@code "=  CRLF"}: a soft break to which blanks were added on the way. */
    private void softBreakAfterBlanks(int first) throws IOException {
        int c = first;
        int count = 0;
        byte[] seen = new byte[16];
        while ((c == ' ' || c == '\t') && count < seen.length) {
            seen[count++] = (byte) c;
            c = next();
        }
        if (c == '\r') {
            int after = next();
            if (after != '\n') {
                push(after);
            }
            return;
        }
        if (c == '\n' || c < 0) {
            return;
        }
        repairs.note("damaged-quoted-printable", "an equals sign that is no escape");
        out[outLimit++] = '=';
        System.arraycopy(seen, 0, blanks, 0, count);
        blankCount = count;
        push(c);
    }

    private final int[] pushed = new int[8];
    private int pushedCount;

    private void push(int c) {
        if (c >= 0) {
            pushed[pushedCount++] = c;
        }
    }

    private int next() throws IOException {
        if (pushedCount > 0) {
            return pushed[--pushedCount];
        }
        if (at == limit) {
            if (eof) {
                return -1;
            }
            at = 0;
            limit = in.read(source, 0, source.length);
            if (limit <= 0) {
                eof = true;
                limit = 0;
                return -1;
            }
        }
        return source[at++] & 0xFF;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
