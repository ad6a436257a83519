package io.deskwire.adapter.re2j;

import org.jspecify.annotations.Nullable;

/**
 * What keeps an expression from being compiled without regard to case. RE2/J looks for the other cases of a letter by going
 * from each to the next until it is back where it began, which for nine old Cyrillic letters it never is: Java's tables know
 * their capitals and RE2/J's own do not. A set that only spans them hangs as well, since it is gone through letter by letter.
 */
final class FoldedLetters {

    private static final int FIRST_ENDLESS = 0x1C80;
    private static final int LAST_ENDLESS = 0x1C88;
    private static final int FIRST_CASED = 'A';

    /** Letters of all sets together: some tens of milliseconds. */
    private static final int MOST_LETTERS = 150_000;

    private static final int NONE = -1;

    private final String text;
    private int at;
    private long letters;
    private boolean endless;

    private FoldedLetters(String text) {
        this.text = text;
    }

    /** What is wrong with an expression, in words that follow its name; null when it can be compiled. */
    static @Nullable String objection(String expression) {
        if (isCaseSensitive(expression)) {
            return null;
        }
        FoldedLetters letters = new FoldedLetters(expression);
        letters.scan();
        if (letters.endless) {
            return "names or spans the letters U+1C80 to U+1C88, which cannot be compared without regard to case; leave them"
                    + " out, write [^\\x00-\\x7F] for what is not ASCII, or begin with (?-i)";
        }
        return letters.letters > MOST_LETTERS
                ? "is too costly: its sets span more than " + MOST_LETTERS + " letters; write smaller ones"
                : null;
    }

    /** Where it says so at its beginning and never takes it back. */
    private static boolean isCaseSensitive(String expression) {
        return expression.startsWith("(?-i)") && expression.indexOf("(?", 2) < 0;
    }

    private void scan() {
        while (at < text.length()) {
            if (text.startsWith("\\Q", at)) {
                int end = text.indexOf("\\E", at);
                for (int stop = end < 0 ? text.length() : end; at < stop; ) {
                    look(raw());
                }
            } else if (text.charAt(at) == '[') {
                at++;
                set();
            } else {
                look(letter());
            }
        }
    }

    private void set() {
        if (at < text.length() && text.charAt(at) == '^') {
            at++;
        }
        boolean first = true;
        while (at < text.length() && (first || text.charAt(at) != ']')) {
            first = false;
            if (text.startsWith("[:", at) && text.indexOf(":]", at) > 0) {
                at = text.indexOf(":]", at) + 2;
                continue;
            }
            int low = letter();
            int high = low;
            if (at + 1 < text.length() && text.charAt(at) == '-' && text.charAt(at + 1) != ']') {
                at++;
                high = letter();
            }
            range(low, high);
        }
        at++;
    }

    private void range(int low, int high) {
        // What is written in other ways than by itself or by its number is small.
        int from = Math.max(0, low);
        // All there are is all there are in any case, and is not gone through.
        if (high != NONE && (from > FIRST_CASED || high < Character.MAX_CODE_POINT)) {
            endless |= from <= LAST_ENDLESS && high >= FIRST_ENDLESS;
            letters += Math.max(0, high - from);
        }
    }

    private void look(int letter) {
        endless |= letter >= FIRST_ENDLESS && letter <= LAST_ENDLESS;
    }

    /** The next letter, written as itself or by its number; {@link #NONE} for what stands for more than one. */
    private int letter() {
        if (text.charAt(at) != '\\' || at + 1 == text.length()) {
            return raw();
        }
        at++;
        int escaped = raw();
        return switch (escaped) {
            case 'x' -> number();
            case 'p', 'P' -> {
                if (at < text.length() && text.charAt(at) == '{') {
                    int end = text.indexOf('}', at);
                    at = end < 0 ? text.length() : end + 1;
                } else if (at < text.length()) {
                    raw();
                }
                yield NONE;
            }
            // Other letters and digits are no letters beyond U+01FF.
            default -> escaped < 128 && Character.isLetterOrDigit(escaped) ? NONE : escaped;
        };
    }

    private int number() {
        boolean braced = at < text.length() && text.charAt(at) == '{';
        int from = braced ? at + 1 : at;
        int to = braced ? text.indexOf('}', at) : Math.min(text.length(), at + 2);
        if (to < 0) {
            return NONE;
        }
        at = braced ? to + 1 : to;
        try {
            return Integer.parseInt(text, from, to, 16);
        } catch (NumberFormatException e) {
            return NONE;
        }
    }

    private int raw() {
        int letter = text.codePointAt(at);
        at += Character.charCount(letter);
        return letter;
    }
}
