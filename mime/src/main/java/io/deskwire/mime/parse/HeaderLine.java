package io.deskwire.mime.parse;

import io.deskwire.mime.header.Fields;
import java.util.Arrays;
import java.util.Locale;

/** Tells lines of a header from lines of a body. */
final class HeaderLine {

    private static final int LONGEST_NAME = 100;

    private static final String[] PARAMETERS = {
        "charset=", "boundary=", "name=", "filename=", "filename*", "name*", "format="
    };

    private HeaderLine() {}

    /** Index of the colon that ends a field name (RFC 5322 section 2.2; blanks before it are the obsolete form), or -1. */
    static int colon(byte[] bytes, int from, int to) {
        int i = from;
        int end = Math.min(to, from + LONGEST_NAME);
        while (i < end && bytes[i] > ' ' && bytes[i] < 0x7F && bytes[i] != ':') {
            i++;
        }
        int nameEnd = i;
        while (i < end && (bytes[i] == ' ' || bytes[i] == '\t')) {
            i++;
        }
        return nameEnd > from && i < end && bytes[i] == ':' ? i : -1;
    }

    /** Whether a lower-case line begins like a parameter of the field above it. */
    static boolean startsParameter(String lower) {
        for (String parameter : PARAMETERS) {
            if (lower.startsWith(parameter)) {
                return true;
            }
        }
        return false;
    }

    /** {@code From someone date}: the line that stands between the mails of an mbox file. */
    static boolean isMboxSeparator(byte[] line, int length) {
        int from = line[0] == '>' ? 1 : 0;
        return length > from + 5
                && line[from] == 'F'
                && line[from + 1] == 'r'
                && line[from + 2] == 'o'
                && line[from + 3] == 'm'
                && line[from + 4] == ' '
                && colon(line, 0, length) < 0;
    }

    /** Whether the line begins a field that every mail has, and surely is not the first line of a letter. */
    static boolean startsKnownField(byte[] line) {
        int colon = colon(line, 0, contentLength(line));
        return colon > 0 && Fields.isCommon(Unfolding.unfold(line, 0, colon).toLowerCase(Locale.ROOT));
    }

    /** Whether a line parts a multipart from its header, with no empty line between: the header of a part follows. */
    static boolean isBoundary(byte[] line, byte[] next) {
        return line.length > 3
                && line[0] == '-'
                && line[1] == '-'
                && Unfolding.unfold(next, 0, Math.min(next.length, 8))
                        .toLowerCase(Locale.ROOT)
                        .startsWith("content-");
    }

    /** The line with a line feed at its end. */
    static byte[] withNewline(byte[] line) {
        byte[] ended = Arrays.copyOf(line, line.length + 1);
        ended[line.length] = '\n';
        return ended;
    }

    static boolean isBlank(byte[] line, int length) {
        for (int i = 0; i < length; i++) {
            if (line[i] != ' ' && line[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    /** Length without the line end. */
    static int contentLength(byte[] line) {
        int length = line.length;
        if (length > 0 && line[length - 1] == '\n') {
            length--;
        }
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        return length;
    }

    /** The last byte that is no blank. */
    static int lastVisible(byte[] line, int length) {
        int i = length - 1;
        while (i > 0 && line[i] <= ' ' && line[i] >= 0) {
            i--;
        }
        return line[i];
    }
}
