package io.deskwire.message;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was done to a message after it was sent. All of them are kept; of one person's reactions the latest counts.
 *
 * @param kind what was done
 * @param by who did it, or null when that is not known
 * @param text the emoji of a reaction (null when it was taken away), the new text of an edit; for the others what the kind
 *     says, or null
 * @param at when, by the provider's time
 */
public record Annotation(
        Kind kind, @Nullable Address by, @Nullable String text, Instant at) {

    /** Kinds of change. */
    public enum Kind {
        REACTION,
        EDIT,
        DELETION,
        /** The provider could not hand it on yet and goes on trying; the text says why. */
        DELAYED,
        /** Somebody opened it; there is a text, {@code by a machine}, only where one is known to have done so in their place. */
        OPENED,
        /** Somebody followed a link in it; the text is the link. */
        CLICKED,
        /** Somebody wants no more mail of its kind. */
        UNSUBSCRIBED,
        /** An automatic answer to it was not sent; the text says why. */
        NOT_ANSWERED
    }

    public Annotation {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(at, "at");
    }
}
