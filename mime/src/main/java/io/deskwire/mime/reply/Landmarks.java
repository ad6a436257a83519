package io.deskwire.mime.reply;

import java.util.List;

/** What stands in a line by itself and parts a letter from something else: rules, announcements of forwards, marks of signatures. */
final class Landmarks {

    private static final int LONGEST_RULE = 120;
    private static final int LONGEST_SIGNATURE = 40;
    private static final int LONGEST_LIST_FOOTER = 8;
    private static final int LONGEST_FORWARD = 60;
    private static final int MOST_MARKS = 3;
    private static final String ENDS = ":：-—–_=*~\u00A0";

    private final List<String> lines;
    private final Attribution attribution;
    private final HeaderBlock header;
    private int marks = -1;

    Landmarks(List<String> lines, Attribution attribution, HeaderBlock header) {
        this.lines = lines;
        this.attribution = attribution;
        this.header = header;
    }

    /** Whether a line is marked as quoted, or stands for a quote that was taken out. */
    static boolean isQuoted(String line) {
        int i = 0;
        while (i < line.length() && i < 4 && (line.charAt(i) == ' ' || line.charAt(i) == '\t')) {
            i++;
        }
        return i < line.length()
                && (line.charAt(i) == '>'
                        || line.charAt(i) == '＞'
                        || (line.charAt(i) >= PlainReply.TAKEN && line.charAt(i) <= PlainReply.OURS));
    }

    /** Whether the next line of text is quoted. */
    boolean quoteFollows(int from) {
        for (int i = from; i < Math.min(lines.size(), from + 4); i++) {
            if (!lines.get(i).isBlank()) {
                return isQuoted(lines.get(i));
            }
        }
        return false;
    }

    /** A line of dashes with the words for the original message, in one line or with the words below. */
    boolean isSeparator(int at) {
        String line = Lines.visible(lines, at);
        if (line.length() > LONGEST_RULE || line.length() < 3) {
            return false;
        }
        String lower = Lines.lower(lines, at);
        // Zendesk frames that line so in every language.
        boolean framed = lower.startsWith("##-") && lower.endsWith("-##");
        if (framed || QuoteWords.ABOVE.isIn(lower)) {
            return true;
        }
        boolean ruled = isRule(line.charAt(0)) && isRule(line.charAt(1));
        if (ruled && QuoteWords.containsAny(lower, QuoteWords.ORIGINAL)) {
            return true;
        }
        if (lower.endsWith(":") && QuoteWords.startsWithAny(lower, QuoteWords.ORIGINAL) && isNear(at, true)) {
            return true;
        }
        boolean closed = isRule(line.charAt(line.length() - 1)) && isRule(line.charAt(line.length() - 2));
        return ruled && closed && isNear(at, false);
    }

    private static boolean isRule(char c) {
        return c == '-' || c == '_' || c == '=' || c == '—' || c == '–' || c == '*' || c == '~';
    }

    /** Whether a header block stands within a few lines below. */
    private boolean isNear(int at, boolean orQuote) {
        for (int i = at + 1; i < Math.min(lines.size(), at + 5); i++) {
            if (header.beginsAt(i) || (orQuote && isQuoted(lines.get(i)))) {
                return true;
            }
        }
        return false;
    }

    /** The mark of RFC 3676 section 4.3, with or without its blank; not a rule inside a text of many more lines. */
    boolean isSignature(int at) {
        String bare = Lines.visible(lines, at);
        if (bare.length() > 19 && Footers.isRule(bare) && bare.charAt(0) == '_') {
            // Mailing lists put their footer below a long line.
            return at + LONGEST_LIST_FOOTER >= lines.size() && isListFooter(at + 1);
        }
        if (!bare.equals("--") && !bare.equals("__")) {
            return false;
        }
        if (isDivider()) {
            return false;
        }
        return at + LONGEST_SIGNATURE >= lines.size()
                || nextQuoteBlock(at + 1, at + LONGEST_SIGNATURE) < at + LONGEST_SIGNATURE;
    }

    /** Who has the mark of a signature three times divides a text by it. */
    private boolean isDivider() {
        if (marks < 0) {
            marks = 0;
            for (String line : lines) {
                marks += line.equals("--") ? 1 : 0;
            }
        }
        return marks >= MOST_MARKS;
    }

    /** It stands right below, or holds an address or a link: what else stands below a rule is somebody's. */
    private boolean isListFooter(int from) {
        boolean empty = true;
        if (from < lines.size() && !lines.get(from).isBlank()) {
            return true;
        }
        for (int i = from; i < lines.size(); i++) {
            String line = Lines.lower(lines, i);
            if (line.indexOf('@') > 0
                    || line.contains("http")
                    || line.contains("www.")
                    || line.contains("mailing list")) {
                return true;
            }
            empty &= line.isEmpty();
        }
        return empty;
    }

    /** Where the text goes on behind a signature: at the next quote or its announcement, else at the end. */
    int nextQuoteBlock(int from, int to) {
        for (int i = from; i < to; i++) {
            boolean announced = isSeparator(i) || header.beginsAt(i) || attribution.end(i) > i;
            if (announced || isQuoted(lines.get(i)) || (quoteFollows(i + 1) && attribution.isBare(i))) {
                return i;
            }
        }
        return to;
    }

    /** Whether a mail that is passed on begins here; some mark each of its lines as quoted. */
    boolean isForward(int at) {
        String line = lines.get(at);
        if (line.length() > LONGEST_RULE || line.length() < 8 || ENDS.indexOf(line.charAt(line.length() - 1)) < 0) {
            return false;
        }
        String bare = Footers.bareLower(Lines.lower(lines, at));
        boolean ruled = !isQuoted(line) && line.strip().length() >= bare.length() + 4;
        if (bare.length() > LONGEST_FORWARD) {
            return false;
        }
        return ruled
                ? QuoteWords.containsAny(bare, QuoteWords.FORWARDED)
                : bare.endsWith(":")
                        && QuoteWords.startsWithAny(bare, QuoteWords.FORWARDED)
                        && (isQuoted(line) || isNear(at, true));
    }
}
