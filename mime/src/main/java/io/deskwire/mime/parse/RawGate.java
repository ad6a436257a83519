package io.deskwire.mime.parse;

import io.deskwire.mime.charset.ByteScan;
import io.deskwire.mime.repair.Repairs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the raw bytes and mime4j: puts the first header in order line by line, digests the body as it passes,
 * and ends early at the limits of bytes and time.
 */
final class RawGate extends InputStream {

    private static final int CHUNK = 32 * 1024;
    private static final int LEAST_CHUNK = 1024;

    /** How much more than {@code maxBytes} is digested. */
    private static final long MOST_BEHIND = 64L << 20;

    private static final byte[] NOTHING = {};
    private static final byte[] CRLF = {'\r', '\n'};

    private InputStream in;
    private final long maxBytes;
    private final long end;
    private final int maxHeaderBytes;
    private final LongSupplier nanos;
    private final long deadline;
    private final Repairs repairs;
    private final BodyDigest digest = new BodyDigest();

    private final byte[] chunk;
    private int at;
    private int limit;
    /** How far the newest chunk is in the digest, when the body has begun. */
    private int digested;

    private long total;
    private boolean eof;
    private boolean stopped;
    private @Nullable LineEnds lineEnds;
    private boolean transcoded;
    private boolean begun;
    private boolean inBody;
    private boolean anyField;
    private boolean openField;
    private byte[] out = NOTHING;
    private int outAt;
    private byte @Nullable [] peeked;
    private @Nullable IOException failure;

    /** @param length of all bytes as far as it is known, else less than 0; a small mail needs a small buffer */
    RawGate(
            InputStream in,
            long length,
            long maxBytes,
            int maxHeaderBytes,
            LongSupplier nanos,
            long maxNanos,
            Repairs repairs) {
        this.chunk = new byte[length < 0 ? CHUNK : (int) Math.min(CHUNK, Math.max(LEAST_CHUNK, length + 1))];
        this.in = in;
        this.maxBytes = maxBytes;
        this.end = maxBytes > Long.MAX_VALUE - MOST_BEHIND ? Long.MAX_VALUE : maxBytes + MOST_BEHIND;
        this.maxHeaderBytes = maxHeaderBytes;
        this.nanos = nanos;
        this.deadline = nanos.getAsLong() + maxNanos;
        this.repairs = repairs;
    }

    /** A gate of the same kind for a message inside this one; its limits of bytes and time are this one's already. */
    RawGate inside(InputStream inner) {
        return new RawGate(inner, -1, Long.MAX_VALUE, maxHeaderBytes, () -> 0, 1, repairs);
    }

    /** The raw bytes could not be read: the only failure that may leave the decoder. */
    @Nullable IOException failure() {
        return failure;
    }

    /**
     * Reads what is left beyond the limits too, so that the digest covers all of it. That ends as well, always at the same
     * byte; what is behind counts by its length alone.
     *
     * @param length of all raw bytes
     */
    BodyDigest drain(long length) throws IOException {
        while (!inBody && headerStep()) {
            outAt = out.length;
        }
        stopped = false;
        do {
            digest.update(chunk, Math.max(at, digested), limit);
            digested = limit;
            at = limit;
        } while (refill());
        if (total == end) {
            byte[] rest = ("\n" + length).getBytes(StandardCharsets.US_ASCII);
            digest.update(rest, 0, rest.length);
        }
        return digest;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        if (stopped) {
            return -1;
        }
        while (outAt == out.length && !inBody) {
            if (!headerStep()) {
                break;
            }
        }
        if (outAt < out.length) {
            int n = Math.min(len, out.length - outAt);
            System.arraycopy(out, outAt, b, off, n);
            outAt += n;
            return n;
        }
        if (at == limit && overLimit()) {
            return -1;
        }
        if (at == limit && lineEnds != null && lineEnds.areUsual()) {
            return straight(b, off, len);
        }
        if (at == limit && !refill()) {
            return -1;
        }
        int n = Math.min(len, limit - at);
        System.arraycopy(chunk, at, b, off, n);
        if (digested < limit) {
            // The whole piece at once: a digest takes long pieces far faster than short ones.
            digest.update(chunk, Math.max(at, digested), limit);
            digested = limit;
        }
        at += n;
        return n;
    }

    /** Most of a large body goes by without a copy of ours. */
    private int straight(byte[] b, int off, int len) throws IOException {
        if (eof || total == end) {
            return -1;
        }
        try {
            int n;
            do {
                n = in.read(b, off, (int) Math.min(len, end - total));
            } while (n == 0);
            if (n < 0) {
                eof = true;
                return -1;
            }
            total += n;
            digest.update(b, off, off + n);
            return n;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    private boolean overLimit() {
        if (total >= maxBytes) {
            repairs.note("too-large", "only the first " + maxBytes + " bytes were read");
            stopped = true;
        } else if (nanos.getAsLong() - deadline > 0) {
            repairs.note("time-limit", "reading stopped after " + total + " bytes");
            stopped = true;
        }
        return stopped;
    }

    private boolean refill() throws IOException {
        do {
            if (!refillOnce()) {
                return false;
            }
        } while (at == limit);
        return true;
    }

    private boolean refillOnce() throws IOException {
        if (eof || total == end) {
            return false;
        }
        try {
            int room = (int) Math.min(chunk.length, end - total);
            // The first piece is judged as a whole, however small the pieces are that come in.
            int n = lineEnds == null ? in.readNBytes(chunk, 0, room) : in.read(chunk, 0, room);
            if (n < 0 || (n == 0 && lineEnds == null)) {
                eof = true;
                return false;
            }
            at = 0;
            digested = 0;
            limit = n;
            total += n;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
        if (lineEnds == null) {
            Charset saved = Transcoded.of(chunk, limit);
            if (saved != null && !transcoded) {
                repairs.note("utf-16", "the whole message");
                in = new Transcoded(new Rejoined(Arrays.copyOf(chunk, limit), in), saved);
                transcoded = true;
                total = 0;
                limit = 0;
                return true;
            }
            lineEnds = LineEnds.of(chunk, limit, repairs);
        }
        limit = lineEnds.repair(chunk, limit);
        return true;
    }

    /** Takes one line of the header and puts what mime4j shall see into {@link #out}; false at the end of the bytes. */
    private boolean headerStep() throws IOException {
        if (!begun) {
            skipEmptyLines();
        }
        byte[] line = nextLine();
        if (line == null) {
            return false;
        }
        int length = HeaderLine.contentLength(line);
        if (!begun) {
            line = beforeFirst(line, length);
            length = HeaderLine.contentLength(line);
            if (length == 0) {
                return true;
            }
            begun = true;
        }
        if (length == 0) {
            emit(CRLF);
            inBody = true;
            returnPeeked();
            return true;
        }
        if (line[0] == ' ' || line[0] == '\t') {
            if (anyField || !beforeField()) {
                emitLine(line, length);
            } else {
                repairs.note("header-line-without-name", "skipped");
            }
            return true;
        }
        if (HeaderLine.colon(line, 0, length) >= 0) {
            anyField = true;
            openField = HeaderLine.lastVisible(line, length) == ';';
            emitLine(line, length);
            return true;
        }
        noField(line, length);
        return true;
    }

    private void skipEmptyLines() throws IOException {
        while (at < limit || (!overLimit() && refill())) {
            byte b = chunk[at];
            if (b != '\n' && (b != '\r' || at + 1 >= limit || chunk[at + 1] != '\n')) {
                return;
            }
            repairs.note("blank-line-before-header", "");
            at++;
        }
    }

    /** Byte order mark, blank lines and mbox separators that stand before the message. Only the first line may be one. */
    private byte[] beforeFirst(byte[] line, int length) {
        if (length >= 3 && line[0] == (byte) 0xEF && line[1] == (byte) 0xBB && line[2] == (byte) 0xBF) {
            repairs.note("byte-order-mark", "before the header");
            return beforeFirst(Arrays.copyOfRange(line, 3, line.length), length - 3);
        }
        if (length == 0 || HeaderLine.isBlank(line, length)) {
            repairs.note("blank-line-before-header", "");
            return CRLF;
        }
        return HeaderLine.isMboxSeparator(line, length) ? CRLF : line;
    }

    private void noField(byte[] line, int length) throws IOException {
        if (HeaderLine.isMboxSeparator(line, length)) {
            return;
        }
        String lower = Unfolding.unfold(line, 0, Math.min(length, 40)).toLowerCase(Locale.ROOT);
        if (anyField && (openField || HeaderLine.startsParameter(lower))) {
            repairs.note("header-continuation-not-indented", "");
            openField = HeaderLine.lastVisible(line, length) == ';';
            byte[] indented = new byte[length + 1];
            indented[0] = ' ';
            System.arraycopy(line, 0, indented, 1, length);
            emitLine(indented, indented.length);
            return;
        }
        byte[] next = nextLine();
        peeked = next;
        if (next != null && HeaderLine.startsKnownField(next) && !HeaderLine.isBoundary(line, next)) {
            repairs.note("header-line-without-name", "skipped");
            return;
        }
        repairs.note(anyField ? "header-ends-without-blank-line" : "no-header", "");
        emit(CRLF);
        inBody = true;
        bodyLine(line);
        returnPeeked();
    }

    /** Whether the next line begins a field that every mail has. */
    private boolean beforeField() throws IOException {
        peeked = nextLine();
        return peeked != null && HeaderLine.startsKnownField(peeked);
    }

    private void returnPeeked() {
        byte[] line = peeked;
        peeked = null;
        if (line != null) {
            bodyLine(line);
        }
    }

    private void bodyLine(byte[] line) {
        digest.update(line, 0, line.length);
        emit(line);
    }

    private void emitLine(byte[] line, int length) {
        if (length + 2 == line.length && line[length] == '\r') {
            emit(line);
            return;
        }
        byte[] withEnd = Arrays.copyOf(line, length + 2);
        withEnd[length] = '\r';
        withEnd[length + 1] = '\n';
        emit(withEnd);
    }

    private void emit(byte[] bytes) {
        if (outAt == out.length) {
            out = bytes;
        } else {
            byte[] rest = Arrays.copyOfRange(out, outAt, out.length + bytes.length);
            System.arraycopy(bytes, 0, rest, out.length - outAt, bytes.length);
            out = rest;
        }
        outAt = 0;
    }

    /** The next line with its end, cut at the limit of a header field; null at the end of the bytes. */
    private byte @Nullable [] nextLine() throws IOException {
        if (peeked != null) {
            byte[] line = peeked;
            peeked = null;
            return line;
        }
        byte[] line = NOTHING;
        while (true) {
            if (at == limit && (overLimit() || !refill())) {
                return line.length == 0 ? null : line;
            }
            int end = ByteScan.indexOf(chunk, at, limit, (byte) '\n');
            boolean complete = end < limit;
            int to = complete ? end + 1 : limit;
            int room = maxHeaderBytes - line.length;
            if (to - at > room && room < to - at - 2) {
                repairs.note("header-truncated", "a header field is longer than " + maxHeaderBytes + " bytes");
            }
            int take = Math.max(0, Math.min(to - at, room));
            int old = line.length;
            if (old == 0) {
                line = Arrays.copyOfRange(chunk, at, at + take);
            } else {
                line = Arrays.copyOf(line, old + take);
                System.arraycopy(chunk, at, line, old, take);
            }
            at = to;
            if (complete) {
                return line.length == 0 || line[line.length - 1] != '\n' ? HeaderLine.withNewline(line) : line;
            }
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
