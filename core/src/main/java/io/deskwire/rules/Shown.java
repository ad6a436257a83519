package io.deskwire.rules;

import org.jspecify.annotations.Nullable;

/** A text of a message as tests see it: no longer than a limit, and folded when a test first asks for that. */
final class Shown {

    private final String text;
    private @Nullable String folded;

    Shown(String text, int most) {
        this.text = Folding.cut(text, most);
    }

    /** A header field. */
    static Shown field(String text) {
        return new Shown(text, RuleLimits.LONGEST_FIELD);
    }

    /** A name or address. */
    static Shown word(String text) {
        return new Shown(text, RuleLimits.LONGEST_WORD);
    }

    /** As received. */
    String text() {
        return text;
    }

    /** For comparisons. */
    String folded() {
        if (folded == null) {
            folded = Folding.fold(text);
        }
        return folded;
    }
}
