package io.deskwire.mime.reply;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Phrases that are looked for in every line of every mail, found by their first two letters in one pass. */
final class PhraseSet {

    private static final int SLOTS = 1024;

    private final @Nullable List<String>[] byStart;

    /** @param phrases of two letters at least, lower-case */
    @SuppressWarnings({"unchecked", "rawtypes"})
    PhraseSet(List<String> phrases) {
        byStart = new List[SLOTS];
        for (String phrase : phrases) {
            int slot = slot(phrase.charAt(0), phrase.charAt(1));
            List<String> same = byStart[slot];
            if (same == null) {
                same = new ArrayList<>();
                byStart[slot] = same;
            }
            same.add(phrase);
        }
    }

    /** Whether any of the phrases stands in a lower-case text. */
    boolean isIn(String lower) {
        for (int i = 0; i + 1 < lower.length(); i++) {
            List<String> candidates = byStart[slot(lower.charAt(i), lower.charAt(i + 1))];
            for (int c = 0; candidates != null && c < candidates.size(); c++) {
                if (lower.startsWith(candidates.get(c), i)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static int slot(char first, char second) {
        return (first * 37 + second) & (SLOTS - 1);
    }
}
