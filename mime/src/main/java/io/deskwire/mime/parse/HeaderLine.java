package io.deskwire.mime.parse;

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
}
