package io.deskwire.mime.reply;

import io.deskwire.message.Body.Confidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Takes quotes, attributions, signature and footers out of plain text, line by line. Text below or between quotes stays:
 * people answer there too.
 */
final class PlainReply {

    /** Stands in a line of its own where a quote was taken out before. */
    static final char TAKEN = '\uE000';

    /** The same where a message of ours was taken out. */
    static final char OURS = '\uE001';

    private static final int MOST_LINES = 20_000;
    private static final int LONGEST_RULE = 120;
    private static final int WRAPPED_AT = 60;
    private static final int LONGEST_SIGNATURE = 40;
    private static final int LONGEST_LIST_FOOTER = 8;
    private static final int MOST_FIELDS = 8;
    private static final int LONGEST_REST = 45;

    private final List<String> lines;
    private final Lines compared;
    private final Set<String> ours;
    private final boolean citing;
    private final Attribution attribution;
    private final HeaderBlock header;
    private final List<String> kept = new ArrayList<>();
    private boolean written;
    private boolean announced;
    private Confidence confidence = Confidence.NONE;

    private PlainReply(List<String> lines, Set<String> ours, boolean citing) {
        this.citing = citing;
        this.lines = lines;
        this.ours = ours;
        this.compared = new Lines(lines);
        this.attribution = new Attribution(compared);
        this.header = new HeaderBlock(compared);
    }

    /**
     * The reply.
     *
     * @param ours addresses the mail was sent to, lower-case: a quote that is attributed to one of them is surely ours
     * @param citing whether quoted lines that nothing announces are part of the letter
     */
    static Found of(String text, Set<String> ours, boolean citing) {
        String[] split = text.split("\n", MOST_LINES);
        List<String> lines = new ArrayList<>(split.length);
        for (String line : split) {
            lines.add(line.stripTrailing());
        }
        PlainReply reply = new PlainReply(lines, ours, citing);
        String kept = reply.run();
        return new Found(kept, reply.confidence, reply.announced);
    }

    private String run() {
        int i = 0;
        while (i < lines.size()) {
            String line = lines.get(i);
            if (!citing && (isQuoted(line) || isWrappedQuote(i))) {
                sure(Confidence.HIGH);
                if (line.indexOf(OURS) >= 0) {
                    forgetAnnouncement();
                }
                i++;
                continue;
            }
            if (isSeparator(i) || header.beginsAt(i) || (attribution.isRunOn(i) && !quoteFollows(i + 1))) {
                announced = true;
                sure(namesUs(i, i + 12) ? Confidence.CERTAIN : Confidence.HIGH);
                break;
            }
            int after = attribution.end(i);
            if (after == i && attribution.isBare(i) && quoteFollows(i + 1)) {
                after = i + 1;
            }
            if (after > i) {
                announced = true;
                sure(namesUs(i, after) ? Confidence.CERTAIN : Confidence.HIGH);
                if (!quoteFollows(after)) {
                    break;
                }
                i = after;
                continue;
            }
            if (isSignature(line, i)) {
                i = nextQuoteBlock(i + 1, lines.size());
                continue;
            }
            if (Footers.isDevice(compared, i)) {
                // What follows a phone's footer is the mail it answers.
                i = written ? nextQuoteBlock(i + 1, lines.size()) : i + 1;
                continue;
            }
            keep(line);
            i++;
        }
        int end = Footers.disclaimerAt(kept);
        while (confidence != Confidence.NONE
                && end > 0
                && (kept.get(end - 1).isBlank() || Footers.isRule(kept.get(end - 1)))) {
            // The line some programs draw above a quote.
            end--;
        }
        return tidy(kept.subList(0, end));
    }

    private void keep(String line) {
        kept.add(line);
        written |= !line.isBlank();
    }

    /** What stands right above a message of ours and looks like fields announces it, whatever the language. */
    private void forgetAnnouncement() {
        int end = kept.size();
        while (end > 0 && (kept.get(end - 1).isBlank() || Footers.isRule(kept.get(end - 1)))) {
            end--;
        }
        int from = end;
        while (from > 0 && end - from < MOST_FIELDS && isField(kept.get(from - 1))) {
            from--;
        }
        kept.subList(from, kept.size()).clear();
    }

    private static boolean isField(String line) {
        String text = LineText.visible(line);
        boolean dated = LineText.digits(text) >= 4 && (text.endsWith(":") || text.endsWith("："));
        return !QuoteWords.label(text).isEmpty() || dated;
    }

    private void sure(Confidence found) {
        confidence = found.compareTo(confidence) > 0 ? found : confidence;
    }

    private boolean namesUs(int from, int to) {
        if (ours.isEmpty()) {
            return false;
        }
        String text = attribution.joined(from, Math.min(to, lines.size()));
        for (String address : ours) {
            if (text.contains(address)) {
                return true;
            }
        }
        return false;
    }

    static boolean isQuoted(String line) {
        int i = 0;
        while (i < line.length() && i < 4 && (line.charAt(i) == ' ' || line.charAt(i) == '\t')) {
            i++;
        }
        return i < line.length()
                && (line.charAt(i) == '>'
                        || line.charAt(i) == '＞'
                        || (line.charAt(i) >= TAKEN && line.charAt(i) <= OURS));
    }

    /** The rest of a long quoted line that a mail program broke without marking the second half. */
    private boolean isWrappedQuote(int at) {
        if (at == 0 || lines.get(at).isBlank()) {
            return false;
        }
        String above = lines.get(at - 1);
        boolean below = at + 1 < lines.size() && isQuoted(lines.get(at + 1));
        if (!isQuoted(above) || above.length() < WRAPPED_AT) {
            return false;
        }
        String rest = lines.get(at);
        boolean last = rest.length() <= LONGEST_REST
                && Character.isLowerCase(rest.charAt(0))
                && ".?!:;,".indexOf(above.charAt(above.length() - 1)) < 0;
        return below || last;
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
        String line = compared.visible(at);
        if (line.length() > LONGEST_RULE || line.length() < 3) {
            return false;
        }
        String lower = compared.lower(at);
        if (QuoteWords.ABOVE.isIn(lower)) {
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
    private boolean isSignature(String line, int at) {
        String bare = line.strip();
        if (!written) {
            return false;
        }
        if (bare.length() > 19 && Footers.isRule(bare) && bare.charAt(0) == '_') {
            // Mailing lists put their footer below a long line.
            return at + LONGEST_LIST_FOOTER >= lines.size();
        }
        if (!bare.equals("--") && !bare.equals("__")) {
            return false;
        }
        return at + LONGEST_SIGNATURE >= lines.size()
                || nextQuoteBlock(at + 1, at + LONGEST_SIGNATURE) < at + LONGEST_SIGNATURE;
    }

    /** Where the text goes on behind a signature: at the next quote or its announcement, else at the end. */
    private int nextQuoteBlock(int from, int to) {
        for (int i = from; i < to; i++) {
            boolean announced = isSeparator(i) || header.beginsAt(i) || attribution.end(i) > i;
            if (announced || isQuoted(lines.get(i)) || (attribution.isBare(i) && quoteFollows(i + 1))) {
                return i;
            }
        }
        return to;
    }

    private static String tidy(List<String> kept) {
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
