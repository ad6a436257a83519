package io.deskwire.threading;

import io.deskwire.rules.Verdict;
import java.util.ArrayList;
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
 * @param notes further facts, such as loops noticed
 * @param rules what the tenant's rules said of it
 */
public record Decision(
        Outcome outcome,
        @Nullable String conversationId,
        @Nullable String relatedConversationId,
        List<Signal> signals,
        List<String> notes,
        Verdict rules) {

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
        Objects.requireNonNull(rules, "rules");
        if ((conversationId == null) != (outcome == Outcome.ALONE)) {
            throw new IllegalArgumentException("a message is either in a conversation or alone");
        }
        signals = List.copyOf(signals);
        notes = List.copyOf(notes);
    }

    /** A decision that no rule had a say in. */
    public Decision(
            Outcome outcome,
            @Nullable String conversationId,
            @Nullable String relatedConversationId,
            List<Signal> signals,
            List<String> notes) {
        this(outcome, conversationId, relatedConversationId, signals, notes, Verdict.none());
    }

    /** The same with what the tenant's rules said. */
    public Decision withRules(Verdict verdict) {
        return new Decision(outcome, conversationId, relatedConversationId, signals, notes, verdict);
    }

    /**
     * The same for a message that the helpdesk took out of its conversation since; this one when it stands where it was filed.
     *
     * @param current the conversation it stands in now
     */
    public Decision movedTo(@Nullable String current) {
        if (outcome == Outcome.ALONE || current == null || current.equals(conversationId)) {
            return this;
        }
        List<String> more = new ArrayList<>(notes);
        more.add("the helpdesk took it out of conversation " + conversationId);
        return new Decision(outcome, current, relatedConversationId, signals, more, rules);
    }

    /** The same with a further note. */
    public Decision withNote(String note) {
        List<String> more = new ArrayList<>(notes);
        more.add(note);
        return new Decision(outcome, conversationId, relatedConversationId, signals, more, rules);
    }
}
