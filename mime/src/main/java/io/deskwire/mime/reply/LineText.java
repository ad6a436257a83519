package io.deskwire.mime.reply;

import java.util.Locale;

/** Lines as they are compared: without marks that nobody sees and with one kind of blank. */
final class LineText {

    private LineText() {}

    /** Mail programs put direction marks and blanks that do not break into attributions and times of day. */
    static String visible(String line) {
        StringBuilder out = null;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            char plain = plain(c);
            if (plain != c && out == null) {
                out = new StringBuilder(line.length()).append(line, 0, i);
            }
            if (out != null && plain != 0) {
                out.append(plain);
            }
        }
        return (out == null ? line : out.toString()).strip();
    }

    private static char plain(char c) {
        if (c < 0x80) {
            return c;
        }
        boolean mark = (c >= '\u200B' && c <= '\u200F' && c != '\u200C')
                || (c >= '\u202A' && c <= '\u202E')
                || (c >= '\u2060' && c <= '\u2069')
                || c == '\uFEFF'
                || c == '\u00AD';
        if (mark) {
            return 0;
        }
        return c == '\u00A0' || c == '\u202F' || c == '\u2009' || c == '\u3000' ? ' ' : c;
    }

    static String lower(String line) {
        return visible(line).toLowerCase(Locale.ROOT);
    }

    static int digits(String text) {
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            count += Character.isDigit(text.charAt(i)) ? 1 : 0;
        }
        return count;
    }

    /** Whether a time of day stands in it, as 10:00 or 10.00. */
    static boolean hasTime(String text) {
        for (int i = 1; i + 2 < text.length(); i++) {
            char c = text.charAt(i);
            boolean between = c == ':' || c == '.' || c == 'h' || c == '시' || c == '时' || c == '時' || c == '点';
            if (between
                    && Character.isDigit(text.charAt(i - 1))
                    && Character.isDigit(text.charAt(i + 1))
                    && Character.isDigit(text.charAt(i + 2))) {
                return true;
            }
        }
        return text.indexOf('時') >= 0 || text.indexOf('시') >= 0;
    }
}
