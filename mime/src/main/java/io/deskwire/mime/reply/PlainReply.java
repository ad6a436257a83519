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
    private static final int WRAPPED_AT = 60;
    private static final int MOST_FIELDS = 8;
    private static final int LONGEST_REST = 45;
    private static final int MOST_CITED = 200;

    private final List<String> lines;
    private final Set<String> ours;
    private final boolean citing;
    private final Attribution attribution;
    private final HeaderBlock header;
    private final Landmarks landmarks;
    private final List<String> kept = new ArrayList<>();
    private final List<Cited> cited = new ArrayList<>();
    private boolean written;
    private boolean announced;
    private boolean quoted;
    private boolean forward;
    private boolean below;
    private Confidence confidence = Confidence.NONE;

    /** A quoted line that nothing announced, and where in what was kept it stood. */
    private record Cited(int at, String line) {}

    private PlainReply(List<String> lines, Set<String> ours, boolean citing) {
        this.citing = citing;
        this.lines = new Lines(lines);
        this.ours = ours;
        this.attribution = new Attribution(this.lines);
        this.header = new HeaderBlock(this.lines);
        this.landmarks = new Landmarks(this.lines, attribution, header);
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
        return new Found(kept, reply.confidence, reply.announced, reply.below, reply.forward);
    }

    private String run() {
        int i = 0;
        while (i < lines.size()) {
            String line = lines.get(i);
            if (landmarks.isForward(i)) {
                forward = true;
                sure(Confidence.HIGH);
                kept.addAll(lines.subList(i, lines.size()));
                return tidy(kept);
            }
            if (!citing && (Landmarks.isQuoted(line) || isWrappedQuote(i))) {
                sure(Confidence.HIGH);
                if (line.indexOf(OURS) >= 0) {
                    forgetAnnouncement();
                }
                if (isTaken(line)) {
                    announce();
                } else if (!announced && cited.size() < MOST_CITED && line.indexOf(TAKEN) < 0) {
                    cited.add(new Cited(kept.size(), line));
                }
                quoted = true;
                i++;
                continue;
            }
            if (landmarks.isSeparator(i)
                    || header.beginsAt(i)
                    || (attribution.isRunOn(i) && !landmarks.quoteFollows(i + 1))) {
                announce();
                sure(namesUs(i, i + 12) ? Confidence.CERTAIN : Confidence.HIGH);
                break;
            }
            int after = attribution.end(i);
            if (after == i && landmarks.quoteFollows(i + 1) && attribution.isBare(i)) {
                after = i + 1;
            }
            if (after > i && !written && cited.isEmpty() && !landmarks.quoteFollows(after)) {
                // Nothing stands above and nothing is marked below: the letter itself begins so.
                while (i < after) {
                    keep(lines.get(i));
                    i++;
                }
                continue;
            }
            if (after > i) {
                announce();
                sure(namesUs(i, after) ? Confidence.CERTAIN : Confidence.HIGH);
                if (!landmarks.quoteFollows(after)) {
                    break;
                }
                i = after;
                continue;
            }
            if (written && landmarks.isSignature(i)) {
                i = landmarks.nextQuoteBlock(i + 1, lines.size());
                continue;
            }
            if (Footers.isDevice(lines, i)) {
                if (Footers.isScan(line)) {
                    dropRules();
                }
                // What follows a phone's footer is the mail it answers.
                i = written ? landmarks.nextQuoteBlock(i + 1, lines.size()) : i + 1;
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
        return tidy(kept.subList(0, SignOff.end(kept, end)));
    }

    /**
     * From here on the other's words are announced. What was quoted above without that is not the other's letter: people cite
     * code, logs and single sentences so, and the letter they answer follows whole.
     */
    private void announce() {
        if (!announced) {
            for (int i = cited.size() - 1; i >= 0; i--) {
                kept.add(Math.min(cited.get(i).at(), kept.size()), cited.get(i).line());
            }
        }
        announced = true;
    }

    /** What was taken out of a quote within a quote announces nothing of the outer one. */
    private static boolean isTaken(String line) {
        String bare = line.strip();
        return !bare.isEmpty() && bare.charAt(0) >= TAKEN && bare.charAt(0) <= OURS;
    }

    /** The rule and the bare links that virus scanners put above their line. */
    private void dropRules() {
        while (!kept.isEmpty()) {
            String last = kept.get(kept.size() - 1).strip();
            if (!last.isEmpty() && !Footers.isRule(last) && !Footers.isLink(last)) {
                return;
            }
            kept.remove(kept.size() - 1);
        }
    }

    private void keep(String line) {
        kept.add(line);
        written |= !line.isBlank();
        below |= quoted && !line.isBlank();
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

    /** The rest of a long quoted line that a mail program broke without marking the second half. */
    private boolean isWrappedQuote(int at) {
        if (at == 0 || lines.get(at).isBlank()) {
            return false;
        }
        String above = lines.get(at - 1);
        boolean below = at + 1 < lines.size() && Landmarks.isQuoted(lines.get(at + 1));
        if (!Landmarks.isQuoted(above) || above.length() < WRAPPED_AT) {
            return false;
        }
        String rest = lines.get(at);
        boolean last = rest.length() <= LONGEST_REST
                && Character.isLowerCase(rest.charAt(0))
                && ".?!:;,".indexOf(above.charAt(above.length() - 1)) < 0;
        return below || last;
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
