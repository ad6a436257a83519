package io.deskwire.app.console;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an operator chose and typed.
 *
 * @param choice as {@link TemplateForm#choice} names it; empty for none yet
 * @param given values by field
 * @param problem why it was not sent, or null
 */
record TemplatePick(
        String choice, Map<String, String> given, @Nullable String problem) {

    /** What was typed cannot be understood; the message is for the person. */
    static final class Mistake extends Exception {

        private static final long serialVersionUID = 1L;

        Mistake(String message) {
            super(message, null, false, false);
        }
    }

    /** A choice of which nothing is filled in yet; null for none. */
    static TemplatePick of(@Nullable String choice) {
        return new TemplatePick(choice == null ? "" : choice, Map.of(), null);
    }

    TemplatePick {
        given = Map.copyOf(given);
    }
}
