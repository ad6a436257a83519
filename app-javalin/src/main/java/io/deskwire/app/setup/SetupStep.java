package io.deskwire.app.setup;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One step on the way to a channel that works.
 *
 * @param kind which step
 * @param text how it stands, in words
 * @param hint what to do about it, or null
 */
public record SetupStep(
        Kind kind, State state, String text, @Nullable String hint) {

    public SetupStep {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(text, "text");
    }

    /** The steps in their order, with their names. */
    public enum Kind {
        DOCUMENT("The document is saved"),
        ACCOUNT("The account is connected"),
        CREDENTIALS("The credentials work"),
        WEBHOOK("The provider reaches the webhook"),
        MESSAGE("The first message has arrived");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    /** How a step stands. */
    public enum State {
        DONE,
        /** Not yet; nothing is wrong. */
        WAITING,
        FAILED
    }
}
