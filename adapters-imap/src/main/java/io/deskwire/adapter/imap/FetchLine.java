package io.deskwire.adapter.imap;

import io.deskwire.adapter.imap.ResponseGuard.HostileServerException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.jspecify.annotations.Nullable;

/**
 * One untagged FETCH answer (RFC 3501 section 7.4.2), read without copying: the body is a range of the connection's
 * buffer, good until the next answer is read. Items nobody asked for are skipped without building anything.
 */
final class FetchLine extends IMAPResponse {

    private static final int MAX_DEPTH = 100;
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    private long uid = -1;
    private long messageSize = -1;
    private @Nullable Instant internalDate;
    private boolean deleted;
    private boolean flagsSeen;
    private int bodyStart = -1;
    private int bodyLength;

    private FetchLine(IMAPResponse answer) {
        super(answer);
    }

    /** Reads an answer whose key is FETCH. */
    static FetchLine read(IMAPResponse answer) throws IOException {
        FetchLine line = new FetchLine(answer);
        line.items();
        return line;
    }

    /** The UID, or -1 when the answer has none (an unsolicited change of flags). */
    long uid() {
        return uid;
    }

    /** RFC822.SIZE, or -1. */
    long messageSize() {
        return messageSize;
    }

    /** INTERNALDATE, or null when absent or unreadable. */
    @Nullable Instant internalDate() {
        return internalDate;
    }

    /** Whether FLAGS were in the answer and hold \Deleted. */
    boolean isDeleted() {
        return flagsSeen && deleted;
    }

    /** Whether a body is there; NIL counts as none. */
    boolean hasBody() {
        return bodyStart >= 0;
    }

    byte[] buffer() {
        return buffer;
    }

    int bodyStart() {
        return bodyStart;
    }

    int bodyLength() {
        return bodyLength;
    }

    /** A copy of the body. */
    byte[] bodyBytes() {
        byte[] copy = new byte[bodyLength];
        System.arraycopy(buffer, bodyStart, copy, 0, bodyLength);
        return copy;
    }

    private void items() throws IOException {
        skipSpaces();
        expect('(');
        while (true) {
            skipSpaces();
            if (at() == ')') {
                return;
            }
            item(name());
            // Angus' own tolerance for servers that leave the last parenthesis out is not copied: this would hide a
            // cut.
        }
    }

    private void item(String name) throws IOException {
        skipSpaces();
        switch (name) {
            case "UID" -> uid = number();
            case "RFC822.SIZE" -> messageSize = number();
            case "INTERNALDATE" -> internalDate = date();
            case "FLAGS" -> flags();
            default -> {
                if (name.startsWith("BODY[")) {
                    body();
                } else {
                    skipValue();
                }
            }
        }
    }

    /** An item's name with its section; the origin octet behind it is skipped. */
    private String name() throws IOException {
        int start = index;
        while (at() != ' ' && at() != '(' && at() != ')' && at() != '[') {
            index++;
        }
        if (at() == '[') {
            while (at() != ']') {
                index++;
            }
            index++;
        }
        if (index == start) {
            throw malformed();
        }
        String name = ascii(start, index).toUpperCase(Locale.ROOT);
        if (at() == '<') {
            while (at() != '>') {
                index++;
            }
            index++;
        }
        return name;
    }

    private void body() throws IOException {
        byte c = at();
        if (c == '{') {
            int length = literalHead();
            bodyStart = index;
            bodyLength = length;
            index += length;
        } else if (c == '"') {
            quotedBody();
        } else {
            // NIL: the message is there, its content is not.
            skipValue();
        }
    }

    /** Small bodies may come quoted; escapes are undone in place. */
    private void quotedBody() throws IOException {
        index++;
        bodyStart = index;
        int to = index;
        while (at() != '"') {
            if (at() == '\\') {
                index++;
            }
            buffer[to++] = at();
            index++;
        }
        index++;
        bodyLength = to - bodyStart;
    }

    private void flags() throws IOException {
        int start = index;
        skipValue();
        flagsSeen = true;
        deleted = ascii(start, index).toLowerCase(Locale.ROOT).contains("\\deleted");
    }

    private @Nullable Instant date() throws IOException {
        if (at() != '"') {
            skipValue();
            return null;
        }
        int start = index + 1;
        skipValue();
        return parseDate(ascii(start, index - 1));
    }

    /** {@code " 7-Feb-1994 22:43:04 -0800"}; null when it is anything else. */
    static @Nullable Instant parseDate(String text) {
        try {
            String t = text.strip();
            if (t.indexOf('-') == 1) {
                t = "0" + t;
            }
            int month = MONTHS.indexOf(t.substring(3, 6).toLowerCase(Locale.ROOT)) + 1;
            LocalDateTime local = LocalDateTime.of(
                    Integer.parseInt(t.substring(7, 11)),
                    month,
                    Integer.parseInt(t.substring(0, 2)),
                    Integer.parseInt(t.substring(12, 14)),
                    Integer.parseInt(t.substring(15, 17)),
                    Math.min(Integer.parseInt(t.substring(18, 20)), 59));
            String zone = t.length() >= 26 ? t.substring(21, 26) : "+0000";
            return local.toInstant(ZoneOffset.of(zone));
        } catch (DateTimeException | NumberFormatException | IndexOutOfBoundsException e) {
            return null;
        }
    }

    private void skipValue() throws IOException {
        int depth = 0;
        do {
            byte c = at();
            if (c == '(') {
                depth++;
                index++;
                if (depth > MAX_DEPTH) {
                    throw new HostileServerException("the server's answer is nested too deeply");
                }
            } else if (c == ')') {
                if (depth == 0) {
                    throw malformed();
                }
                depth--;
                index++;
            } else if (c == '"') {
                index++;
                while (at() != '"') {
                    index += at() == '\\' ? 2 : 1;
                }
                index++;
            } else if (c == '{') {
                index += literalHead();
            } else if (c == ' ') {
                index++;
            } else {
                while (index < size && " ()\"{".indexOf(buffer[index]) < 0) {
                    index++;
                }
            }
        } while (depth > 0);
    }

    /** Moves behind {@code {n}CRLF} and returns n. */
    private int literalHead() throws IOException {
        expect('{');
        long length = number();
        expect('}');
        index += 2;
        if (length > size - index) {
            throw malformed();
        }
        return (int) length;
    }

    private long number() throws IOException {
        int start = index;
        long value = 0;
        while (index < size && buffer[index] >= '0' && buffer[index] <= '9' && index - start < 19) {
            value = value * 10 + (buffer[index++] - '0');
        }
        if (index == start || value < 0) {
            throw malformed();
        }
        return value;
    }

    private byte at() throws IOException {
        if (index >= size || index < 0) {
            throw malformed();
        }
        return buffer[index];
    }

    private void expect(char c) throws IOException {
        if (at() != c) {
            throw malformed();
        }
        index++;
    }

    private String ascii(int start, int end) {
        return new String(buffer, start, Math.max(0, end - start), java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static IOException malformed() {
        return new IOException("the server sent a FETCH answer that cannot be read");
    }
}
