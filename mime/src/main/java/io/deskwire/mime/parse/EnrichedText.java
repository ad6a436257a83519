package io.deskwire.mime.parse;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The words of text/enriched (RFC 1896) and of its forerunner text/richtext (RFC 1341 section 7.1.3), in one pass. */
final class EnrichedText {

    private static final int LONGEST_COMMAND = 60;
    private static final int LONGEST_HIDDEN = 4096;

    private final String in;
    private final boolean rich;
    private final StringBuilder out;
    private int at;
    private int unfilled;
    private final String lower;
    private final Map<String, Integer> closings = new HashMap<>();

    private EnrichedText(String in, boolean rich) {
        this.in = in;
        this.rich = rich;
        this.lower = in.toLowerCase(Locale.ROOT);
        this.out = new StringBuilder(in.length());
    }

    static boolean isOne(String mediaType) {
        return mediaType.equals("text/enriched") || mediaType.equals("text/richtext");
    }

    /** The text without its commands; lines that were only broken to be short are joined. */
    static String plain(String unixLines, String mediaType) {
        return new EnrichedText(unixLines, mediaType.equals("text/richtext")).read();
    }

    private String read() {
        while (at < in.length()) {
            char c = in.charAt(at);
            if (c == '<') {
                opening();
            } else if (c == '\n' && unfilled == 0) {
                lineEnds();
            } else {
                out.append(c);
                at++;
            }
        }
        return out.toString();
    }

    /** One line end is a blank; of several in enriched text the first means nothing. */
    private void lineEnds() {
        int from = at;
        while (at < in.length() && in.charAt(at) == '\n') {
            at++;
        }
        if (rich || at - from == 1) {
            if (out.length() > 0 && out.charAt(out.length() - 1) > ' ') {
                out.append(' ');
            }
        } else {
            out.append("\n".repeat(at - from - 1));
        }
    }

    private void opening() {
        if (!rich && in.startsWith("<<", at)) {
            out.append('<');
            at += 2;
            return;
        }
        int end = at + 1;
        int limit = Math.min(in.length(), at + LONGEST_COMMAND);
        while (end < limit
                && (Character.isLetterOrDigit(in.charAt(end)) || in.charAt(end) == '/' || in.charAt(end) == '-')) {
            end++;
        }
        if (end == limit || in.charAt(end) != '>' || end == at + 1) {
            out.append('<');
            at++;
            return;
        }
        String command = in.substring(at + 1, end).toLowerCase(Locale.ROOT);
        at = end + 1;
        switch (command) {
            case "param", "comment" -> skipTo("</" + command + ">");
            case "lt" -> out.append('<');
            case "nl", "np", "paragraph", "/paragraph", "/heading" -> out.append('\n');
            case "nofill", "verbatim" -> unfilled++;
            case "/nofill", "/verbatim" -> unfilled = Math.max(0, unfilled - 1);
            default -> {}
        }
    }

    /** Goes behind the end; what is not closed soon hides nothing. Found ends are remembered, so that bait stays linear. */
    private void skipTo(String closing) {
        int known = closings.getOrDefault(closing, -1);
        if (known < at) {
            known = lower.indexOf(closing, at);
            known = known < 0 ? Integer.MAX_VALUE : known;
            closings.put(closing, known);
        }
        if (known - at < LONGEST_HIDDEN) {
            at = known + closing.length();
        }
    }
}
