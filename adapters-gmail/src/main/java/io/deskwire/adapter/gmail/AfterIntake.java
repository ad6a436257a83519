package io.deskwire.adapter.gmail;

import org.jspecify.annotations.Nullable;

/**
 * What happens to a message in its mailbox once it is stored here.
 *
 * @param action which
 * @param label where to for {@code MOVE}, by id or name, else null
 */
record AfterIntake(Action action, @Nullable String label) {

    enum Action {
        NONE,
        MARK_SEEN,
        /** Takes the labels that are read away and gives another. */
        MOVE,
        /** To the trash, from which Gmail removes it after 30 days. */
        DELETE
    }

    static final AfterIntake NONE = new AfterIntake(Action.NONE, null);

    boolean isNone() {
        return action == Action.NONE;
    }
}
