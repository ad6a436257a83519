package io.deskwire.adapter.imap;

import org.jspecify.annotations.Nullable;

/**
 * What happens to a message at its server once it is stored here.
 *
 * @param action which
 * @param folder where to for {@code MOVE}, else null
 */
record AfterIntake(Action action, @Nullable String folder) {

    enum Action {
        NONE,
        MARK_SEEN,
        MOVE,
        DELETE
    }

    static final AfterIntake NONE = new AfterIntake(Action.NONE, null);

    boolean isNone() {
        return action == Action.NONE;
    }
}
