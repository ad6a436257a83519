package io.deskwire.mime.parse;

/** Tells a line of base64 from a line of a letter. */
final class Base64Line {

    private static final int LOOKED_AT = 80;

    private Base64Line() {}

    /**
     * Whether a line is no base64 though the one before ended in a whole group: a mailing list's footer behind a block that
     * needed no padding. What quoting put before a line does not count.
     */
    static boolean isFooter(byte[] source, int from, int n) {
        int i = from;
        while (i < n
                && (source[i] == '>' || Base64Decoding.VALUES[source[i] & 0xFF] == Base64Decoding.SPACE)
                && source[i] != '\n') {
            i++;
        }
        int length = 0;
        boolean blank = false;
        int foreignBytes = 0;
        int words = 0;
        int oddWords = 0;
        int rules = 0;
        int word = 0;
        int end = Math.min(n, from + LOOKED_AT);
        for (; i < end && source[i] != '\n'; i++) {
            byte value = Base64Decoding.VALUES[source[i] & 0xFF];
            foreignBytes += value == Base64Decoding.FOREIGN ? 1 : 0;
            rules += source[i] == '-' || source[i] == '_' ? 1 : 0;
            if (value == Base64Decoding.SPACE) {
                blank = true;
                continue;
            }
            length++;
            if (blank && word > 0) {
                // Blanks between whole groups of four do no harm; words are seldom such groups.
                words++;
                oddWords += word % 4 != 0 ? 1 : 0;
                word = 0;
            }
            blank = false;
            word++;
        }
        if (length < 2) {
            return false;
        }
        boolean rule = rules > 1 && rules >= length - 1;
        return rule || oddWords * 2 > words || foreignBytes * 5 > length;
    }
}
