package io.deskwire.message;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether a machine wrote this and whether it wants an automatic answer.
 *
 * @param autoSubmitted who wrote it
 * @param suppressAutoResponse true when the sender asks for no automatic answer (X-Auto-Response-Suppress, Precedence)
 * @param listId List-Id without angle brackets, or null
 */
public record Automation(
        AutoSubmitted autoSubmitted,
        boolean suppressAutoResponse,
        @Nullable String listId) {

    /** Kinds of origin after RFC 3834. */
    public enum AutoSubmitted {
        NO,
        AUTO_REPLIED,
        AUTO_GENERATED,
        LIST,
        UNKNOWN
    }

    public Automation {
        Objects.requireNonNull(autoSubmitted, "autoSubmitted");
    }

    /** Written by a person. */
    public static Automation none() {
        return new Automation(AutoSubmitted.NO, false, null);
    }
}
