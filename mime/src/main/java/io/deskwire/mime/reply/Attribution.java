package io.deskwire.mime.reply;

import java.util.List;

/**
 * The line or lines above a quote: "On Monday, Ann wrote:". Told by the words of many languages, and where those are missing
 * by what such a line is made of everywhere: a date, a time, an address, a colon.
 */
final class Attribution {

    private static final int MOST_LINES = 4;
    private static final int LONGEST_LINE = 400;
    private static final int LONGEST_NAME = 80;
    private static final String FRAME = "-–—*_ =~";

    private final List<String> lines;

    Attribution(List<String> lines) {
        this.lines = lines;
    }

    /** The line behind an attribution that begins here, or the same line when none does. */
    int end(int at) {
        String first = lines.get(at);
        if (first.isBlank() || first.length() > LONGEST_LINE) {
            return at;
        }
        for (int end = at + 1; end <= Math.min(lines.size(), at + MOST_LINES); end++) {
            String last = lines.get(end - 1);
            if (last.isBlank() || last.length() > LONGEST_LINE) {
                return at;
            }
            if (mayEnd(end - 1) && is(joined(at, end))) {
                return startsLater(at, end) ? at : end;
            }
        }
        return at;
    }

    /** Whether a line has what the last line of an attribution needs, which few lines have; see {@link #is}. */
    private boolean mayEnd(int at) {
        String lower = Lines.lower(lines, at);
        int end = lower.length();
        while (end > 0 && FRAME.indexOf(lower.charAt(end - 1)) >= 0) {
            end--;
        }
        if (end == 0) {
            return true;
        }
        char last = lower.charAt(end - 1);
        return last == ':' || last == '：' || last == 'e' || last == 'b' || last == 't';
    }

    /** Whether the attribution that ends here begins below this line, which then is the last line of the letter. */
    private boolean startsLater(int at, int end) {
        for (int start = at + 1; start < end; start++) {
            String joined = joined(start, end);
            if (QuoteWords.startsWithAny(joined, QuoteWords.ON) && is(joined)) {
                return true;
            }
        }
        return end > at + 1
                && !QuoteWords.startsWithAny(joined(at, at + 1), QuoteWords.ON)
                && LineText.digits(lines.get(at)) < 2;
    }

    /** The text of some lines, lower-case, as it is compared. */
    String joined(int from, int to) {
        StringBuilder out = new StringBuilder();
        for (int i = from; i < to; i++) {
            out.append(out.length() == 0 ? "" : " ").append(Lines.lower(lines, i));
        }
        return out.toString();
    }

    private static boolean is(String lower) {
        String bare = unruled(lower);
        boolean ruled = bare.length() + 4 <= lower.length();
        boolean dated = LineText.digits(bare) >= 3;
        boolean addressed = bare.indexOf('@') > 0;
        if (QuoteWords.QUOTING.begins(bare) && bare.endsWith(":") && (addressed || dated)) {
            return true;
        }
        boolean colon = bare.endsWith(":") || bare.endsWith("：");
        if (!colon) {
            boolean wrote = bare.endsWith(" wrote") || bare.endsWith(" schrieb") || bare.endsWith(" a écrit");
            return wrote && dated && (addressed || ruled);
        }
        if (QuoteWords.WROTE.ends(bare)) {
            return dated
                    || addressed
                    || ruled
                    || (bare.length() >= 20 && QuoteWords.startsWithAny(bare, QuoteWords.ON));
        }
        if (dated && QuoteWords.containsAny(bare, QuoteWords.SAID)) {
            return true;
        }
        // "2024-03-12 10:11 GMT+01:00 Ann <a@x>:" and its like in languages nobody thought of.
        boolean full = LineText.digits(bare) >= 6 && LineText.hasTime(bare);
        return addressed && full && (endsWithAddress(bare) || bare.indexOf('<') >= 0 || bare.indexOf('(') >= 0);
    }

    private static boolean endsWithAddress(String bare) {
        int end = bare.length() - 1;
        while (end > 0 && (bare.charAt(end - 1) == ' ' || bare.charAt(end - 1) == '>' || bare.charAt(end - 1) == ')')) {
            end--;
        }
        int at = bare.lastIndexOf('@', end);
        return at > 0 && bare.indexOf(' ', at) < 0;
    }

    /** Some programs frame the line with dashes or stars. */
    private static String unruled(String lower) {
        int from = 0;
        int to = lower.length();
        while (from < to && FRAME.indexOf(lower.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && FRAME.indexOf(lower.charAt(to - 1)) >= 0) {
            to--;
        }
        return lower.substring(from, to);
    }

    /** A short line that only says who wrote; believed when a quote follows. */
    boolean isBare(int at) {
        if (lines.get(at).length() > LONGEST_LINE) {
            return false;
        }
        String line = Lines.lower(lines, at);
        // "On 9 March 2026 16:05, from ann@x" in languages and forms nobody thought of.
        boolean told = line.length() <= 2 * LONGEST_NAME
                && line.indexOf('@') > 0
                && LineText.digits(line) >= 6
                && LineText.hasTime(line)
                && ".?!".indexOf(line.charAt(line.length() - 1)) < 0;
        return told
                || (line.length() <= LONGEST_NAME
                        && (QuoteWords.WROTE.ends(line) || (QuoteWords.QUOTING.begins(line) && line.endsWith(":"))));
    }

    /** An attribution with the quote going on in the same line, as badly made plain texts have it. */
    boolean isRunOn(int at) {
        String line = lines.get(at);
        String lower = line.length() > 5 * LONGEST_LINE
                ? LineText.lower(line.substring(0, LONGEST_LINE))
                : Lines.lower(lines, at);
        if (!lower.startsWith("on ") && !lower.startsWith("am ") && !lower.startsWith("le ")) {
            return false;
        }
        for (String word : new String[] {" wrote: ", " schrieb: ", " a écrit : ", " a écrit: "}) {
            int said = lower.indexOf(word);
            if (said > 0 && said < LONGEST_LINE) {
                String head = lower.substring(0, said);
                return LineText.digits(head) >= 5 && head.indexOf('@') > 0;
            }
        }
        return false;
    }
}
