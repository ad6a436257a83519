package io.deskwire.mime.reply;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Takes quotes, attributions, signature and footers out of plain text, line by line. Text below or between quotes stays:
 * people answer there too.
 */
final class PlainReply {

    private static final int MOST_LINES = 20_000;
    private static final int LONGEST_LINE = 400;
    private static final int LONGEST_FOOTER = 120;
    private static final int ATTRIBUTION_LINES = 4;
    private static final int WRAPPED_AT = 60;
    private static final int LONGEST_SIGNATURE = 40;

    private final List<String> lines;
    private final List<String> kept = new ArrayList<>();

    private PlainReply(List<String> lines) {
        this.lines = lines;
    }

    /** The reply; empty when nothing is left. */
    static String of(String text) {
        String[] split = text.split("\n", MOST_LINES);
        List<String> lines = new ArrayList<>(split.length);
        for (String line : split) {
            lines.add(line.stripTrailing());
        }
        return new PlainReply(lines).run();
    }

    private String run() {
        int i = 0;
        while (i < lines.size()) {
            String line = lines.get(i);
            if (isQuoted(line) || isWrappedQuote(i)) {
                i++;
                continue;
            }
            if (isSeparator(i) || isHeaderBlock(i)) {
                break;
            }
            int after = attributionEnd(i);
            if (after > i) {
                if (!quoteFollows(after)) {
                    break;
                }
                i = after;
                continue;
            }
            if (isSignature(line, i)) {
                i = nextQuoteBlock(i + 1);
                continue;
            }
            if (isFooter(line, i)) {
                // What follows a phone's footer is the mail it answers.
                if (kept.stream().anyMatch(l -> !l.isBlank())) {
                    i = nextQuoteBlock(i + 1);
                } else {
                    i++;
                }
                continue;
            }
            kept.add(line);
            i++;
        }
        return tidy();
    }

    private static boolean isQuoted(String line) {
        int i = 0;
        while (i < line.length() && i < 4 && (line.charAt(i) == ' ' || line.charAt(i) == '\t')) {
            i++;
        }
        return i < line.length() && (line.charAt(i) == '>' || line.charAt(i) == '＞');
    }

    /** The rest of a long quoted line that a mail program broke without marking the second half. */
    private boolean isWrappedQuote(int at) {
        if (at == 0 || lines.get(at).isBlank()) {
            return false;
        }
        String above = lines.get(at - 1);
        boolean below = at + 1 < lines.size() && isQuoted(lines.get(at + 1));
        return below && isQuoted(above) && above.length() >= WRAPPED_AT;
    }

    private boolean quoteFollows(int from) {
        for (int i = from; i < Math.min(lines.size(), from + 4); i++) {
            if (!lines.get(i).isBlank()) {
                return isQuoted(lines.get(i));
            }
        }
        return false;
    }

    /** A line of dashes with the words for the original message, in one line or with the words below. */
    private boolean isSeparator(int at) {
        String line = lines.get(at).strip();
        if (line.length() > LONGEST_FOOTER || line.length() < 3) {
            return false;
        }
        String lower = line.toLowerCase(Locale.ROOT);
        boolean ruled = isRule(line.charAt(0)) && isRule(line.charAt(1));
        if (ruled && QuoteWords.containsAny(lower, QuoteWords.ORIGINAL)) {
            return true;
        }
        if (lower.endsWith(":") && QuoteWords.startsWithAny(lower, QuoteWords.ORIGINAL) && isNear(at, true)) {
            return true;
        }
        boolean closed =
                line.length() >= 3 && isRule(line.charAt(line.length() - 1)) && isRule(line.charAt(line.length() - 2));
        return ruled && closed && isNear(at, false);
    }

    private static boolean isRule(char c) {
        return c == '-' || c == '_' || c == '=' || c == '—' || c == '–' || c == '*' || c == '~';
    }

    /** Whether a header block stands within a few lines below. */
    private boolean isNear(int at, boolean orQuote) {
        for (int i = at + 1; i < Math.min(lines.size(), at + 5); i++) {
            if (isHeaderBlock(i) || (orQuote && isQuoted(lines.get(i)))) {
                return true;
            }
        }
        return false;
    }

    private boolean isHeaderBlock(int at) {
        String first = QuoteWords.label(lines.get(at).strip());
        boolean from = QuoteWords.FROM.contains(first);
        if (first.isEmpty() || !(from || QuoteWords.OTHERS.contains(first))) {
            return false;
        }
        int labels = 0;
        boolean sawFrom = from;
        int blank = 0;
        for (int i = at + 1; i < Math.min(lines.size(), at + 8) && blank < 2; i++) {
            if (lines.get(i).isBlank()) {
                blank++;
                continue;
            }
            String label = QuoteWords.label(lines.get(i).strip());
            labels += QuoteWords.OTHERS.contains(label) || QuoteWords.FROM.contains(label) ? 1 : 0;
            sawFrom |= QuoteWords.FROM.contains(label);
        }
        return (sawFrom && labels >= 2) || (from && labels == 1 && lines.get(at).indexOf('@') > 0);
    }

    /** The line behind an attribution that begins here, or the same line when none does. */
    private int attributionEnd(int at) {
        String first = lines.get(at).strip();
        if (first.isEmpty() || first.length() > LONGEST_LINE) {
            return at;
        }
        for (int end = at + 1; end <= Math.min(lines.size(), at + ATTRIBUTION_LINES); end++) {
            String last = lines.get(end - 1).strip();
            if (last.isEmpty() || last.length() > LONGEST_LINE) {
                return at;
            }
            if (isAttribution(joined(at, end))) {
                return startsLater(at, end) ? at : end;
            }
        }
        return at;
    }

    /** Whether the attribution that ends here begins below this line, which then is the last line of the letter. */
    private boolean startsLater(int at, int end) {
        for (int start = at + 1; start < end; start++) {
            String joined = joined(start, end);
            if (QuoteWords.startsWithAny(joined, QuoteWords.ON) && isAttribution(joined)) {
                return true;
            }
        }
        return end > at + 1
                && !QuoteWords.startsWithAny(joined(at, at + 1), QuoteWords.ON)
                && digits(lines.get(at)) < 2;
    }

    private String joined(int from, int to) {
        StringBuilder out = new StringBuilder();
        for (int i = from; i < to; i++) {
            out.append(out.length() == 0 ? "" : " ").append(lines.get(i).strip());
        }
        return out.toString().toLowerCase(Locale.ROOT);
    }

    private static boolean isAttribution(String lower) {
        String bare = lower.endsWith("*") ? lower.substring(0, lower.length() - 1) : lower;
        boolean colon = bare.endsWith(":") || bare.endsWith("：");
        boolean dated = digits(bare) >= 3;
        if (!colon) {
            return dated && bare.startsWith("on ") && bare.endsWith(" wrote") && bare.indexOf('@') > 0;
        }
        if (QuoteWords.endsWithAny(bare, QuoteWords.WROTE)) {
            return dated
                    || bare.indexOf('@') > 0
                    || (bare.length() >= 20 && QuoteWords.startsWithAny(bare, QuoteWords.ON));
        }
        // "Am 12.03.2024 um 10:11 schrieb Ann <a@x>:" and "2024-03-12 10:11 GMT+01:00 Ann <a@x>:".
        boolean said = bare.contains(" schrieb ")
                || bare.contains(" skrev ")
                || bare.contains(" schreef ")
                || bare.contains(" wrote ")
                || bare.contains(" escribió ")
                || bare.contains(" escreveu ")
                || bare.contains(" a écrit ")
                || bare.contains(" ha scritto ")
                || bare.contains("写道")
                || bare.contains(" napisał")
                || bare.contains(" kirjoitti ")
                || bare.contains(" írta ")
                || bare.contains(" написал")
                || bare.contains(" пишет ")
                || bare.contains(" yazdı")
                || bare.contains(" napsal");
        boolean address = bare.endsWith(">:")
                || bare.endsWith("> :")
                || bare.endsWith(" >:")
                || (bare.endsWith("):") && bare.indexOf('@') > 0);
        return dated && (said || (address && digits(bare) >= 6));
    }

    private static int digits(String text) {
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            count += Character.isDigit(text.charAt(i)) ? 1 : 0;
        }
        return count;
    }

    /** The mark of RFC 3676 section 4.3, with or without its blank; not a rule inside a text of many more lines. */
    private boolean isSignature(String line, int at) {
        String bare = line.strip();
        if (!bare.equals("--") && !bare.equals("-- ") && !bare.equals("__")) {
            return false;
        }
        return kept.stream().anyMatch(l -> !l.isBlank())
                && (at + LONGEST_SIGNATURE >= lines.size()
                        || nextQuoteBlock(at + 1, at + LONGEST_SIGNATURE) < at + LONGEST_SIGNATURE);
    }

    /** Where the text goes on behind a signature: at the next quote or its announcement, else at the end. */
    private int nextQuoteBlock(int from) {
        return nextQuoteBlock(from, lines.size());
    }

    private int nextQuoteBlock(int from, int to) {
        for (int i = from; i < to; i++) {
            if (isQuoted(lines.get(i)) || isSeparator(i) || isHeaderBlock(i) || attributionEnd(i) > i) {
                return i;
            }
        }
        return to;
    }

    private boolean isFooter(String line, int at) {
        String bare = line.strip();
        if (at > 0
                && !lines.get(at - 1).isBlank()
                && at + 1 < lines.size()
                && !lines.get(at + 1).isBlank()) {
            return false;
        }
        return bare.length() <= LONGEST_FOOTER
                && !bare.isEmpty()
                && QuoteWords.startsWithAny(bare.toLowerCase(Locale.ROOT), QuoteWords.FOOTERS)
                && !bare.endsWith("?");
    }

    private String tidy() {
        StringBuilder out = new StringBuilder();
        int blank = 0;
        for (String line : kept) {
            if (line.isBlank()) {
                blank++;
                continue;
            }
            if (out.length() > 0) {
                out.append(blank > 0 ? "\n\n" : "\n");
            }
            blank = 0;
            out.append(line);
        }
        return out.toString().strip();
    }
}
