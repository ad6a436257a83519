package io.deskwire.fuzz;

import java.util.function.Supplier;

/** What must hold whatever bytes came. */
final class Expect {

    private Expect() {}

    static void that(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    static void that(boolean holds, Supplier<String> what) {
        if (!holds) {
            throw new AssertionError(what.get());
        }
    }
}
