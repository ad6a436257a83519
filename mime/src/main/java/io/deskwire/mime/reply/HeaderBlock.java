package io.deskwire.mime.reply;

import java.util.List;

/** The repeated header of a quoted mail: From, Sent, To, Subject, in any language and order, bold or not. */
final class HeaderBlock {

    private static final int MOST_LINES = 14;
    private static final int MOST_BLANKS = 6;

    private final List<String> lines;

    HeaderBlock(List<String> lines) {
        this.lines = lines;
    }

    boolean beginsAt(int at) {
        String first = QuoteWords.label(Lines.visible(lines, at));
        boolean from = QuoteWords.FROM.contains(first);
        if (first.isEmpty() || !(from || QuoteWords.OTHERS.contains(first))) {
            return false;
        }
        int labels = 0;
        boolean sawFrom = from;
        boolean mail = QuoteWords.SUBJECTS.contains(first) || lines.get(at).indexOf('@') > 0 || isBelowRule(at);
        int blanks = 0;
        int others = 0;
        for (int i = at + 1; i < Math.min(lines.size(), at + MOST_LINES); i++) {
            String line = lines.get(i);
            if (line.isBlank()) {
                blanks++;
                // Some have an empty line between each two fields, none has two.
                if (blanks > MOST_BLANKS || lines.get(i - 1).isBlank()) {
                    break;
                }
                continue;
            }
            String label = QuoteWords.label(Lines.visible(lines, i));
            mail |= sawFrom && QuoteWords.SUBJECTS.contains(label);
            boolean isFrom = QuoteWords.FROM.contains(label);
            if (isFrom || QuoteWords.OTHERS.contains(label)) {
                labels++;
                sawFrom |= isFrom;
                mail |= QuoteWords.SUBJECTS.contains(label) || line.indexOf('@') > 0;
                others = 0;
            } else if (++others > 2) {
                break;
            }
        }
        // People write "From: Berlin, To: Hamburg" about journeys.
        return (mail && sawFrom && labels >= 2)
                || (from && labels == 1 && lines.get(at).indexOf('@') > 0);
    }

    private boolean isBelowRule(int at) {
        int above = at - 1;
        while (above >= 0 && above > at - 3 && lines.get(above).isBlank()) {
            above--;
        }
        return above >= 0 && Footers.isRule(lines.get(above));
    }
}
