package io.deskwire.jdbc;

import java.util.Locale;

/** Where a built-in ticket stands. */
public enum TicketState {
    OPEN,
    /** Waits for the customer. */
    PENDING,
    /** Answered; a message of the customer opens it again. */
    RESOLVED,
    /** Ended; a message of the customer opens it again. */
    CLOSED;

    /** The word in the API and in the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The state of a word.
     *
     * @throws IllegalArgumentException for any other word
     */
    public static TicketState of(String word) {
        for (TicketState state : values()) {
            if (state.word().equals(word)) {
                return state;
            }
        }
        throw new IllegalArgumentException("a ticket is open, pending, resolved or closed");
    }

    boolean isOver() {
        return this == RESOLVED || this == CLOSED;
    }
}
