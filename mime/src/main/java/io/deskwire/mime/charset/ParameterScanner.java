package io.deskwire.mime.charset;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Cuts {@code value; name=value; name="value"} into pieces; each character is looked at a bounded number of times. */
final class ParameterScanner {

    record Pair(String name, String value) {}

    private static final int LONGEST_NAME = 100;

    private final String in;
    private int at;
    private boolean repaired;

    ParameterScanner(String in) {
        this.in = in;
    }

    /** Whether something was no parameter until it was read with good will. */
    boolean repaired() {
        return repaired;
    }

    /** The value before the parameters. A parameter that follows without a semicolon is left for {@link #next}. */
    String leadingValue() {
        StringBuilder out = new StringBuilder();
        int start = at;
        while (at < in.length() && in.charAt(at) != ';') {
            char c = in.charAt(at);
            if (c == '(') {
                skipComment();
                continue;
            }
            if (c == '=' && (out.length() == 0 || isKnown(out))) {
                // No value at all: the parameters stand alone.
                at = out.length() == 0 ? at : start;
                return "";
            }
            if (isSpace(c)) {
                int word = at;
                skipSpace();
                if (out.length() > 0 && startsParameter(at)) {
                    return out.toString().toLowerCase(Locale.ROOT);
                }
                if (at == word) {
                    at++;
                }
                continue;
            }
            if (c != '"' && c != '\'') {
                out.append(c);
            }
            at++;
        }
        return out.toString().toLowerCase(Locale.ROOT);
    }

    @Nullable Pair next() {
        while (at < in.length()) {
            skipSeparators();
            int start = at;
            int colon = -1;
            while (at < in.length() && in.charAt(at) != '=' && in.charAt(at) != ';') {
                colon = in.charAt(at) == ':' && colon < 0 ? at : colon;
                at++;
            }
            if (at >= in.length() || in.charAt(at) == ';') {
                if (colon < 0 || !isKnown(in.substring(start, Math.min(colon, start + LONGEST_NAME)))) {
                    continue;
                }
                repaired = true;
                at = colon;
            }
            String name = withoutSpace(in.substring(start, Math.min(at, start + 2 * LONGEST_NAME)));
            at++;
            skipSpace();
            String value = at < in.length() && in.charAt(at) == '"' ? quoted(isFileName(name)) : bare(name);
            if (!name.isEmpty() && name.length() < LONGEST_NAME) {
                return new Pair(name, value);
            }
        }
        return null;
    }

    private String quoted(boolean fileName) {
        int open = at++;
        StringBuilder out = new StringBuilder();
        while (at < in.length()) {
            char c = in.charAt(at++);
            if (c == '"') {
                if (!fileName || endsValue(at)) {
                    return fileName ? withoutSecondQuotes(out) : out.toString();
                }
                repaired = true;
            }
            if (c == '\\' && at < in.length() && (in.charAt(at) == '"' || in.charAt(at) == '\\')) {
                // A backslash before anything else is a Windows path, not an escape.
                c = in.charAt(at++);
            }
            out.append(c);
        }
        int semicolon = in.indexOf(';', open);
        if (semicolon > 0) {
            at = semicolon;
            return in.substring(open + 1, semicolon).trim();
        }
        return out.toString().trim();
    }

    /** Quotes around a name that stands in quotes already are not its own. */
    private static String withoutSecondQuotes(StringBuilder name) {
        int last = name.length() - 1;
        boolean twice = last > 1 && name.charAt(0) == '"' && name.indexOf("\"", 1) == last;
        return twice ? name.substring(1, last) : name.toString();
    }

    /** Whether a closing quote may stand before this place: nothing follows, or what parts parameters does. */
    private boolean endsValue(int from) {
        int i = from;
        while (i < in.length() && isSpace(in.charAt(i))) {
            i++;
        }
        return i >= in.length()
                || in.charAt(i) == ';'
                || in.charAt(i) == '('
                || startsParameter(i)
                || in.indexOf('"', i) < 0;
    }

    private static boolean isFileName(String name) {
        return name.regionMatches(true, 0, "filename", 0, 8) || name.regionMatches(true, 0, "name", 0, 4);
    }

    /** Whether a semicolon belongs to a file's name: no other parameter begins behind it. */
    private boolean isInsideName(int semicolon) {
        int i = semicolon + 1;
        while (i < Math.min(in.length(), semicolon + LONGEST_NAME)) {
            char c = in.charAt(i);
            if (c == '=' || c == ';') {
                return false;
            }
            i++;
        }
        return i == in.length() && i > semicolon + 1 && !isSpace(in.charAt(semicolon + 1));
    }

    private String bare(String name) {
        boolean fileName = isFileName(name);
        boolean comments = in.endsWith(")") && !fileName;
        int start = at;
        int end = -1;
        while (at < in.length()) {
            char c = in.charAt(at);
            if (c == ';') {
                if (!fileName || !isInsideName(at)) {
                    break;
                }
                repaired = true;
            }
            if (comments && c == '(' && at > start && isSpace(in.charAt(at - 1))) {
                end = at;
                at = in.length();
                break;
            }
            if (isSpace(c) && startsParameter(at + 1)) {
                end = at;
                break;
            }
            at++;
        }
        String value = in.substring(start, end < 0 ? at : end).trim();
        return value.endsWith("\"") && value.indexOf('"') == value.length() - 1
                ? value.substring(0, value.length() - 1)
                : value;
    }

    /** Whether a known parameter begins here: the sign that a semicolon was forgotten. */
    private boolean startsParameter(int from) {
        for (String known : KNOWN) {
            if (in.regionMatches(true, from, known, 0, known.length())) {
                int after = from + known.length();
                if (after < in.length() && (in.charAt(after) == '=' || in.charAt(after) == '*')) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isKnown(CharSequence text) {
        String name = text.toString().trim();
        for (String known : KNOWN) {
            if (known.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    private static String withoutSpace(String name) {
        StringBuilder out = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            if (!isSpace(name.charAt(i))) {
                out.append(name.charAt(i));
            }
        }
        return out.toString();
    }

    private static final String[] KNOWN = {
        "charset", "boundary", "name", "filename", "format", "delsp", "type", "report-type", "method", "size"
    };

    private void skipSeparators() {
        while (at < in.length()) {
            char c = in.charAt(at);
            if (c == ';' || isSpace(c)) {
                at++;
            } else if (c == '(') {
                skipComment();
            } else {
                return;
            }
        }
    }

    private void skipSpace() {
        while (at < in.length() && isSpace(in.charAt(at))) {
            at++;
        }
    }

    private void skipComment() {
        int depth = 0;
        while (at < in.length()) {
            char c = in.charAt(at++);
            if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                return;
            }
        }
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
