package io.deskwire.message;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was done to a message after it was sent. All of them are kept; of one person's reactions the latest counts.
 *
 * @param kind what was done
 * @param by who did it, or null when that is not known
 * @param text the emoji of a reaction (null when it was taken away), the new text of an edit, null for a deletion
 * @param at when, by the provider's time
 */
public record Annotation(
        Kind kind, @Nullable Address by, @Nullable String text, Instant at) {

    /** Kinds of change. */
    public enum Kind {
        REACTION,
        EDIT,
        DELETION
    }

    public Annotation {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(at, "at");
    }
}
