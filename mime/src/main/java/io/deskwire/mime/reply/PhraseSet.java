package io.deskwire.mime.reply;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Phrases that every line of every mail is compared with, found by two of their letters instead of one after another. */
final class PhraseSet {

    private static final int SLOTS = 1024;

    private final @Nullable List<String>[] byStart = table();
    private final @Nullable List<String>[] byEnd = table();

    /** @param phrases of two letters at least, lower-case */
    PhraseSet(List<String> phrases) {
        for (String phrase : phrases) {
            put(byStart, slot(phrase, 0), phrase);
            put(byEnd, slot(phrase, phrase.length() - 2), phrase);
        }
    }

    /** Whether any of the phrases stands in a lower-case text. */
    boolean isIn(String lower) {
        for (int i = 0; i + 1 < lower.length(); i++) {
            if (startsAt(lower, i)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a lower-case text begins with any of the phrases. */
    boolean begins(String lower) {
        return lower.length() > 1 && startsAt(lower, 0);
    }

    /** Whether a lower-case text ends with any of the phrases. */
    boolean ends(String lower) {
        List<String> candidates = lower.length() < 2 ? null : byEnd[slot(lower, lower.length() - 2)];
        for (int c = 0; candidates != null && c < candidates.size(); c++) {
            if (lower.endsWith(candidates.get(c))) {
                return true;
            }
        }
        return false;
    }

    private boolean startsAt(String lower, int at) {
        List<String> candidates = byStart[slot(lower, at)];
        for (int c = 0; candidates != null && c < candidates.size(); c++) {
            if (lower.startsWith(candidates.get(c), at)) {
                return true;
            }
        }
        return false;
    }

    private static int slot(String text, int at) {
        return (text.charAt(at) * 37 + text.charAt(at + 1)) & (SLOTS - 1);
    }

    private static void put(@Nullable List<String>[] table, int slot, String phrase) {
        List<String> same = table[slot];
        if (same == null) {
            same = new ArrayList<>();
            table[slot] = same;
        }
        same.add(phrase);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static @Nullable List<String>[] table() {
        return new List[SLOTS];
    }
}
