package io.deskwire.fuzz;

import java.util.function.Supplier;

/** What must hold whatever bytes came. */
final class Expect {

    private static final int LONGEST = 500;

    private Expect() {}

    static void that(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(shortened(what));
        }
    }

    static void that(boolean holds, Supplier<String> what) {
        if (!holds) {
            throw new AssertionError(shortened(what.get()));
        }
    }

    /** What comes of hostile bytes may be as long as they are. */
    private static String shortened(String words) {
        return words.length() <= LONGEST ? words : words.substring(0, LONGEST) + "...";
    }
}
