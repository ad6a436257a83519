package io.deskwire.rules;

import java.text.Normalizer;
import java.util.Locale;

/** The form in which texts are compared: letters in lower case and composed, runs of blanks and line breaks as one blank. */
final class Folding {

    private Folding() {}

    static String fold(String text) {
        String composed = Normalizer.isNormalized(text, Normalizer.Form.NFC)
                ? text
                : Normalizer.normalize(text, Normalizer.Form.NFC);
        String lower = composed.toLowerCase(Locale.ROOT);
        StringBuilder folded = new StringBuilder(lower.length());
        boolean blank = true;
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            boolean isBlank = Character.isWhitespace(c) || c == '\u00A0';
            if (!isBlank) {
                folded.append(c);
            } else if (!blank) {
                folded.append(' ');
            }
            blank = isBlank;
        }
        int end = folded.length();
        return end > 0 && folded.charAt(end - 1) == ' ' ? folded.substring(0, end - 1) : folded.toString();
    }

    /** At most so many characters, never half of a pair. */
    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }
}
