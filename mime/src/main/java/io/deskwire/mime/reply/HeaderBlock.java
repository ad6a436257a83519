package io.deskwire.mime.reply;

/** The repeated header of a quoted mail: From, Sent, To, Subject, in any language and order, bold or not. */
final class HeaderBlock {

    private static final int MOST_LINES = 14;
    private static final int MOST_BLANKS = 6;

    private final Lines lines;

    HeaderBlock(Lines lines) {
        this.lines = lines;
    }

    boolean beginsAt(int at) {
        String first = QuoteWords.label(lines.visible(at));
        boolean from = QuoteWords.FROM.contains(first);
        if (first.isEmpty() || !(from || QuoteWords.OTHERS.contains(first))) {
            return false;
        }
        int labels = 0;
        boolean sawFrom = from;
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
            String label = QuoteWords.label(lines.visible(i));
            boolean isFrom = QuoteWords.FROM.contains(label);
            if (isFrom || QuoteWords.OTHERS.contains(label)) {
                labels++;
                sawFrom |= isFrom;
                others = 0;
            } else if (++others > 2) {
                break;
            }
        }
        return (sawFrom && labels >= 2) || (from && labels == 1 && lines.get(at).indexOf('@') > 0);
    }
}
