package io.deskwire.adapter.whatsapp;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a long text where a reader would pause: between paragraphs, lines, sentences, words, and only else in a word. */
final class TextSplit {

    private static final List<Pattern> BORDERS = List.of(
            Pattern.compile("\\n[ \\t]*\\n\\s*"),
            Pattern.compile("\\s*\\n\\s*"),
            Pattern.compile("(?<=[.!?…。！？])[\"'”’)\\]]?\\s+"),
            Pattern.compile("\\s+"));

    private TextSplit() {}

    /**
     * The pieces, none empty or longer than so many code points; white space at cuts is dropped. A text that fits is its only
     * piece, as it is.
     */
    static List<String> split(String text, int mostCodePoints) {
        List<String> pieces = new ArrayList<>();
        String rest = text;
        while (rest.codePointCount(0, rest.length()) > mostCodePoints) {
            String window = rest.substring(0, rest.offsetByCodePoints(0, mostCodePoints));
            int cut = cut(rest, window);
            String piece = rest.substring(0, cut).stripTrailing();
            if (!piece.isBlank()) {
                pieces.add(piece);
            }
            rest = rest.substring(cut).stripLeading();
        }
        if (!rest.isEmpty() || pieces.isEmpty()) {
            pieces.add(rest);
        }
        return pieces;
    }

    private static int cut(String text, String window) {
        for (int i = 0; i < BORDERS.size(); i++) {
            // A much shorter piece is worse than a cut between two sentences of one paragraph; any word border will do.
            int earliest = i == BORDERS.size() - 1 ? 1 : window.length() / 2;
            int found = lastBorder(BORDERS.get(i), window, earliest);
            if (found > 0) {
                return found;
            }
        }
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        // What a reader sees as one character may go on beyond the window.
        characters.setText(text.substring(0, Math.min(text.length(), window.length() + 64)));
        int whole = characters.isBoundary(window.length()) ? window.length() : characters.preceding(window.length());
        return whole > 0 ? whole : window.length();
    }

    private static int lastBorder(Pattern border, String window, int earliest) {
        Matcher matcher = border.matcher(window);
        int last = -1;
        while (matcher.find()) {
            if (matcher.start() >= earliest) {
                last = matcher.end();
            }
        }
        return last;
    }
}
