package io.deskwire.mime.kind;

import org.jspecify.annotations.Nullable;

/** Finds codes in the words of mail servers: enhanced status (RFC 3463) and SMTP replies (RFC 5321 section 4.2). */
final class StatusCode {

    private StatusCode() {}

    /** Whether a code says no more than success or failure: none, a bare reply, {@code 5.0.0}. */
    static boolean isVague(@Nullable String code) {
        return code == null || code.indexOf('.') < 0 || code.endsWith(".0.0") || code.equals("5.5.0");
    }

    /** The first {@code 5.1.1} in a text, or null. Each character is looked at a few times at most. */
    static @Nullable String enhanced(String text) {
        for (int i = 0; i + 4 < text.length(); i++) {
            char c = text.charAt(i);
            if ((c == '2' || c == '4' || c == '5') && text.charAt(i + 1) == '.' && isBoundary(text, i - 1)) {
                int subject = digits(text, i + 2);
                if (subject == 0 || i + 2 + subject >= text.length() || text.charAt(i + 2 + subject) != '.') {
                    continue;
                }
                int detailAt = i + 3 + subject;
                int detail = digits(text, detailAt);
                int end = detailAt + detail;
                boolean ends = end >= text.length()
                        || ((text.charAt(end) != '.' || end + 1 >= text.length() || !isDigit(text, end + 1))
                                && !isDigit(text, end));
                if (detail > 0 && ends) {
                    return text.substring(i, end);
                }
            }
        }
        return null;
    }

    /** The first three-digit reply of a failure in a text, or null. */
    static @Nullable String reply(String text) {
        for (int i = 0; i + 2 < text.length(); i++) {
            char c = text.charAt(i);
            boolean digits =
                    (c == '4' || c == '5') && text.charAt(i + 1) <= '5' && isDigit(text, i + 1) && isDigit(text, i + 2);
            if (digits
                    && isBoundary(text, i - 1)
                    && (i + 3 >= text.length() || " -:,;])\n\r\t".indexOf(text.charAt(i + 3)) >= 0)
                    && !(i + 4 < text.length() && text.charAt(i + 3) == ',' && isDigit(text, i + 4))) {
                return text.substring(i, i + 3);
            }
        }
        return null;
    }

    private static int digits(String text, int from) {
        int n = 0;
        while (n < 3 && isDigit(text, from + n)) {
            n++;
        }
        return n;
    }

    private static boolean isDigit(String text, int at) {
        return at >= 0 && at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private static boolean isBoundary(String text, int at) {
        return at < 0 || (!Character.isLetterOrDigit(text.charAt(at)) && text.charAt(at) != '.');
    }
}
