package io.deskwire.adapter.imap;

import java.io.IOException;
import java.io.InputStream;

/**
 * Stands between the network and a parser that buffers whatever the server sends. It follows CRLF lines and, for IMAP,
 * {@code {n}} literals exactly as Angus does, and fails before a line, a literal or a whole answer outgrows its limit.
 */
final class ResponseGuard extends InputStream {

    /** A line of an answer, literals not counted. RFC 2683 section 3.2.1.5 asks for 8,000; some FLAGS lists are longer. */
    static final int MAX_LINE = 64 * 1024;

    /** Keeps the temporary direct buffers of channel reads small. */
    private static final int MAX_READ = 64 * 1024;

    private final InputStream in;
    private final boolean literals;

    private long budget = 256 * 1024;
    private long maxLiteral = 64 * 1024;

    private long literalLeft;
    private int lineLength;
    private long number = NO_NUMBER;
    private State state = State.TEXT;
    private boolean atLineStart = true;
    private boolean afterLiteral;
    private byte lastOfLiteral;

    private static final long NO_NUMBER = -1;

    private enum State {
        TEXT,
        IN_BRACES,
        AFTER_BRACES,
        AFTER_BRACES_CR,
        CR
    }

    ResponseGuard(InputStream in, boolean literals) {
        this.in = in;
        this.literals = literals;
    }

    /** Sets what the server may send from here on: bytes in all, and in one literal. */
    void allow(long bytes, long largestLiteral) {
        budget = bytes;
        maxLiteral = largestLiteral;
    }

    /** Whether everything read so far ends with a complete line. */
    boolean atLineStart() {
        return atLineStart && literalLeft == 0;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        int n = in.read(b, off, Math.min(len, MAX_READ));
        if (n > 0) {
            budget -= n;
            if (budget < 0) {
                throw new HostileServerException("the server sent far more than was asked for");
            }
            follow(b, off, n);
        }
        return n;
    }

    private void follow(byte[] b, int off, int n) throws IOException {
        int i = off;
        int end = off + n;
        while (i < end) {
            if (literalLeft > 0) {
                long skipped = Math.min(literalLeft, end - i);
                literalLeft -= skipped;
                i += (int) skipped;
                atLineStart = false;
                afterLiteral = literalLeft == 0;
                lastOfLiteral = b[i - 1];
            } else {
                step(b[i++]);
            }
        }
    }

    private void step(byte c) throws IOException {
        atLineStart = false;
        if (afterLiteral) {
            afterLiteral = false;
            // Angus looks for the braces of a literal in all it has buffered, literals' content too. These are the only
            // ways an honest server goes on, and with them content cannot be taken for the start of a literal.
            boolean honest = c == ' ' || c == ')' || (c == '\r' && lastOfLiteral != '}');
            if (!honest) {
                throw new HostileServerException("the server's answer goes on in no legal way after a literal");
            }
        }
        if (++lineLength > MAX_LINE) {
            throw new HostileServerException("the server sent a line of more than " + MAX_LINE + " bytes");
        }
        if (c == '\n' && (state == State.CR || state == State.AFTER_BRACES_CR)) {
            endLine();
        } else if (c == '\r') {
            state = state == State.AFTER_BRACES ? State.AFTER_BRACES_CR : State.CR;
        } else if (c == '{') {
            state = State.IN_BRACES;
            number = NO_NUMBER;
        } else if (state == State.IN_BRACES && c >= '0' && c <= '9') {
            number = Math.min(Math.max(number, 0) * 10 + (c - '0'), Long.MAX_VALUE / 20);
        } else if (state == State.IN_BRACES && c == '}' && number != NO_NUMBER) {
            state = State.AFTER_BRACES;
        } else {
            state = State.TEXT;
        }
    }

    private void endLine() throws IOException {
        if (literals && state == State.AFTER_BRACES_CR) {
            if (number > maxLiteral) {
                throw new HostileServerException("the server announced a literal of " + number + " bytes where at most "
                        + maxLiteral + " were expected");
            }
            literalLeft = number;
        } else {
            // A literal is part of its line: only a line that ends for good starts the count again.
            atLineStart = true;
        }
        lineLength = 0;
        state = State.TEXT;
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** The server breaks the bounds of the protocol; the connection is of no more use. */
    static final class HostileServerException extends IOException {
        private static final long serialVersionUID = 1L;

        HostileServerException(String message) {
            super(message);
        }
    }
}
