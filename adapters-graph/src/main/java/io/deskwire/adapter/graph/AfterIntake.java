package io.deskwire.adapter.graph;

import org.jspecify.annotations.Nullable;

/**
 * What happens to a message in its mailbox once it is stored here.
 *
 * @param action which
 * @param folder where to for {@code MOVE}, else null
 */
record AfterIntake(Action action, @Nullable String folder) {

    enum Action {
        NONE,
        MARK_SEEN,
        MOVE,
        /** Into the deleted items, from where a person can get it back. */
        DELETE
    }

    static final AfterIntake NONE = new AfterIntake(Action.NONE, null);

    boolean isNone() {
        return action == Action.NONE;
    }
}
