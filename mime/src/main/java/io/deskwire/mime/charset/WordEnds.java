package io.deskwire.mime.charset;

/** Finds where encoded words end; each search goes on where the last one stopped, so that bait stays linear. */
final class WordEnds {

    private static final int LONGEST_CHARSET = 60;

    private final String in;
    private int end = -1;
    private int nextOpening = -1;

    WordEnds(String in) {
        this.in = in;
    }

    /** Where a base64 word's text ends, closed or not; it cannot go on behind what opens the next word. */
    int ofBase64(int from) {
        int i = from;
        while (i < in.length()) {
            char c = in.charAt(i);
            if (c == '?' || (c == '=' && i + 1 < in.length() && in.charAt(i + 1) == '?' && opensWord(i))) {
                return i;
            }
            if (c == '<' || c == '>' || c == ',' || c == '"') {
                return -1;
            }
            i++;
        }
        return i;
    }

    /** Where a quoted word's text ends. A question mark inside, though forbidden, does not end it. */
    int ofQuoted(int from) {
        int to = endFrom(from);
        while (to < in.length() - 3 && Hex.value(in.charAt(to + 2), in.charAt(to + 3)) >= 0 && !blankBefore(to + 2)) {
            end = -1;
            to = endFrom(to + 2);
        }
        int opening = openingFrom(from);
        if (opening < to && opensWord(opening + 1)) {
            return opening;
        }
        if (to != Integer.MAX_VALUE) {
            return to;
        }
        int i = from;
        while (i < in.length() && in.charAt(i) > ' ') {
            i++;
        }
        return in.indexOf('=', from) >= 0 && in.indexOf('=', from) < i ? i : -1;
    }

    /** Whether what follows is too short to be the rest of a word. */
    private boolean blankBefore(int from) {
        int next = endFromUnremembered(from);
        for (int i = from; i < Math.min(next, in.length()); i++) {
            if (in.charAt(i) <= ' ') {
                return true;
            }
        }
        return next == Integer.MAX_VALUE;
    }

    private int endFromUnremembered(int from) {
        int limit = Math.min(in.length(), from + LONGEST_CHARSET);
        for (int i = from; i + 1 < limit; i++) {
            if (in.charAt(i) == '?' && in.charAt(i + 1) == '=') {
                return i;
            }
        }
        return Integer.MAX_VALUE;
    }

    private boolean opensWord(int at) {
        if (!in.startsWith("=?", at)) {
            return false;
        }
        int charsetEnd = ofCharset(at + 2);
        return charsetEnd > 0
                && charsetEnd + 2 < in.length()
                && "BbQq".indexOf(in.charAt(charsetEnd + 1)) >= 0
                && in.charAt(charsetEnd + 2) == '?';
    }

    /** Position of the next blank before {@code =?}; remembered like the end. */
    private int openingFrom(int from) {
        if (nextOpening < from) {
            int found = in.indexOf(" =?", from);
            nextOpening = found < 0 ? Integer.MAX_VALUE : found;
        }
        return nextOpening;
    }

    /** Position of the next {@code ?=}; remembered, so that many openings do not search the same text again. */
    private int endFrom(int from) {
        if (end < from) {
            int found = in.indexOf("?=", from);
            end = found < 0 ? Integer.MAX_VALUE : found;
        }
        return end;
    }

    /** Where a word's charset ends, or -1. */
    int ofCharset(int from) {
        for (int i = from; i < Math.min(in.length(), from + LONGEST_CHARSET); i++) {
            char c = in.charAt(i);
            if (c == '?') {
                return i;
            }
            if (c <= ' ') {
                return -1;
            }
        }
        return -1;
    }
}
