package io.deskwire.mime.charset;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Cuts {@code value; name=value; name="value"} into pieces; each character is looked at a bounded number of times. */
final class ParameterScanner {

    record Pair(String name, String value) {}

    private final String in;
    private int at;

    ParameterScanner(String in) {
        this.in = in;
    }

    /** The value before the parameters. A parameter that follows without a semicolon is left for {@link #next}. */
    String leadingValue() {
        StringBuilder out = new StringBuilder();
        while (at < in.length() && in.charAt(at) != ';') {
            char c = in.charAt(at);
            if (c == '(') {
                skipComment();
                continue;
            }
            if (c == '=' && out.length() == 0) {
                break;
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
            while (at < in.length() && in.charAt(at) != '=' && in.charAt(at) != ';') {
                at++;
            }
            if (at >= in.length() || in.charAt(at) == ';') {
                continue;
            }
            String name = in.substring(start, at).trim();
            at++;
            skipSpace();
            String value = at < in.length() && in.charAt(at) == '"' ? quoted() : bare(name);
            if (!name.isEmpty() && name.length() < 100) {
                return new Pair(name, value);
            }
        }
        return null;
    }

    private String quoted() {
        int open = at++;
        StringBuilder out = new StringBuilder();
        while (at < in.length()) {
            char c = in.charAt(at++);
            if (c == '"') {
                return out.toString();
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

    private String bare(String name) {
        boolean comments = in.endsWith(")")
                && !name.regionMatches(true, 0, "filename", 0, 8)
                && !name.regionMatches(true, 0, "name", 0, 4);
        int start = at;
        int end = -1;
        while (at < in.length() && in.charAt(at) != ';') {
            char c = in.charAt(at);
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
