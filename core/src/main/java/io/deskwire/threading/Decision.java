package io.deskwire.threading;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The record of where a message was filed and why; an agent can read it.
 *
 * @param outcome what was decided
 * @param conversationId the conversation joined or opened; null when the message stands alone
 * @param relatedConversationId a conversation that the message points to without the right to join it, or null
 * @param signals everything that was seen, in order of trust
 * @param notes further facts: rules that hit, loops noticed
 */
public record Decision(
        Outcome outcome,
        @Nullable String conversationId,
        @Nullable String relatedConversationId,
        List<Signal> signals,
        List<String> notes) {

    /** What was decided. */
    public enum Outcome {
        /** Belongs to a conversation that exists. */
        JOINED,
        /** Opens a conversation. */
        OPENED,
        /** Belongs to none. */
        ALONE
    }

    public Decision {
        Objects.requireNonNull(outcome, "outcome");
        if ((conversationId == null) != (outcome == Outcome.ALONE)) {
            throw new IllegalArgumentException("a message is either in a conversation or alone");
        }
        signals = List.copyOf(signals);
        notes = List.copyOf(notes);
    }
}
