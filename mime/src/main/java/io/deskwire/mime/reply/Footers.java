package io.deskwire.mime.reply;

import java.util.List;
import java.util.Locale;

/** What stands below a letter and nobody wrote this time: lines of devices, of companies' lawyers, of mailing lists. */
final class Footers {

    private static final int LONGEST = 160;
    private static final int LONGEST_CLAUSE = 40;
    private static final int FRAME = 10;
    private static final int LAST_PARAGRAPHS = 8;
    private static final int LONGEST_PARAGRAPH = 4000;
    private static final int LEAST_PARAGRAPH = 40;

    private Footers() {}

    /** Whether a line was written by a device or program: "Sent from my phone". It stands in a paragraph of its own. */
    static boolean isDevice(List<String> lines, int at) {
        String line = lines.get(at);
        if (isText(lines, at - 1) && isText(lines, at + 1)) {
            return false;
        }
        if (line.length() > 2 * LONGEST) {
            return false;
        }
        String bare = bareLower(Lines.lower(lines, at));
        return bare.length() <= LONGEST
                && !bare.isEmpty()
                && !bare.endsWith("?")
                && !isSentence(bare)
                && (FooterWords.DEVICES.begins(bare)
                        || FooterWords.DEVICE_ENDS.ends(bare)
                        || (isScan(bare)
                                && (line.length() >= bare.length() + FRAME
                                        || isLink(at + 1 < lines.size() ? lines.get(at + 1) : ""))));
    }

    private static boolean isText(List<String> lines, int at) {
        if (at < 0 || at >= lines.size()) {
            return false;
        }
        String line = lines.get(at);
        if (line.isBlank()) {
            return false;
        }
        boolean letter = Character.isLetterOrDigit(line.charAt(0)) && line.charAt(0) != 'h';
        return letter || !(isRule(line) || isLink(line));
    }

    /** A line of nothing but a link. */
    static boolean isLink(String line) {
        String bare = line.strip();
        boolean opened = bare.startsWith("<http") || bare.startsWith("http") || bare.startsWith("<#");
        return opened && bare.indexOf(' ') < 0;
    }

    /** Whether a line that a program wrote is that of a virus scanner. */
    static boolean isScan(String line) {
        return FooterWords.SCANNERS.isIn(bare(line.substring(0, Math.min(line.length(), LONGEST))));
    }

    /** "Sent from the office it works, from home it does not." */
    private static boolean isSentence(String bare) {
        return bare.length() > LONGEST_CLAUSE && bare.indexOf(", ") > 0 && bare.endsWith(".");
    }

    static String bare(String line) {
        return bareLower(LineText.lower(line));
    }

    /** The same of a line in lower case. */
    static String bareLower(String lower) {
        int from = 0;
        while (from < lower.length() && "*_-–—[(~>= ".indexOf(lower.charAt(from)) >= 0) {
            from++;
        }
        int to = lower.length();
        while (to > from && "*_-–—~= ".indexOf(lower.charAt(to - 1)) >= 0) {
            to--;
        }
        return lower.substring(from, to);
    }

    /**
     * Where a disclaimer begins that nothing but more of its kind follows; the number of lines when there is none.
     *
     * @param lines what is left of the letter
     */
    static int disclaimerAt(List<String> lines) {
        int paragraphs = 0;
        int end = lines.size();
        int cut = end;
        int i = end - 1;
        while (i >= 0 && paragraphs < LAST_PARAGRAPHS) {
            while (i >= 0 && lines.get(i).isBlank()) {
                i--;
            }
            int last = i;
            while (i >= 0 && !lines.get(i).isBlank()) {
                i--;
            }
            int first = i + 1;
            if (last < 0 || first > last) {
                break;
            }
            paragraphs++;
            if (isLegal(lines, first, last) && hasText(lines, first)) {
                cut = first;
            }
        }
        while (cut < end && cut > 0 && (lines.get(cut - 1).isBlank() || isRule(lines.get(cut - 1)))) {
            cut--;
        }
        return cut;
    }

    /** The first words alone may be a customer's own: "This message contains an error". */
    private static boolean isLegal(List<String> lines, int first, int last) {
        StringBuilder paragraph = new StringBuilder();
        for (int i = first; i <= last && paragraph.length() < LONGEST_PARAGRAPH; i++) {
            paragraph
                    .append(lines.get(i), 0, Math.min(lines.get(i).length(), LONGEST_PARAGRAPH))
                    .append(' ');
        }
        String lower = paragraph.toString().toLowerCase(Locale.ROOT);
        String begin = bare(lower.substring(0, Math.min(lower.length(), 300)));
        if (FooterWords.DISCLAIMERS.begins(begin) && QuoteWords.containsAny(lower, FooterWords.LEGAL)) {
            return true;
        }
        if (lower.length() < LEAST_PARAGRAPH || lower.indexOf('?') >= 0) {
            return false;
        }
        int missing = 0;
        for (List<String> words : FooterWords.CLAUSES) {
            missing += QuoteWords.containsAny(lower, words) ? 0 : 1;
            if (missing > 1) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasText(List<String> lines, int before) {
        for (int i = 0; i < before; i++) {
            if (!lines.get(i).isBlank() && !isRule(lines.get(i))) {
                return true;
            }
        }
        return false;
    }

    static boolean isRule(String line) {
        String bare = line.strip();
        if (bare.length() < 3) {
            return false;
        }
        for (int i = 0; i < bare.length(); i++) {
            if ("-_=*—–~#".indexOf(bare.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }
}
