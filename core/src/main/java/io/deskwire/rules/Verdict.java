package io.deskwire.rules;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant's rules said about a message; kept with its decision record.
 *
 * @param outcome whether it goes on to the helpdesk
 * @param rule the rule that ended its way; null when it goes on
 * @param reason that rule's reason; null when it goes on
 * @param matched names of the rules that applied, in order
 * @param fields what they want of the ticket
 */
public record Verdict(
        Outcome outcome, @Nullable String rule, @Nullable String reason, List<String> matched, TicketFields fields) {

    private static final Verdict NONE = new Verdict(Outcome.PASS, null, null, List.of(), TicketFields.none());

    /** Whether a message goes on. */
    public enum Outcome {
        /** To the helpdesk. */
        PASS,
        /** Kept and shown, not handed to the helpdesk. */
        DROP,
        /** Put among the dead letters for a person to look at. */
        QUARANTINE
    }

    public Verdict {
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(fields, "fields");
        if ((outcome == Outcome.PASS) != (rule == null) || (rule == null) != (reason == null)) {
            throw new IllegalArgumentException("whoever ends a message's way is named, with a reason");
        }
        matched = List.copyOf(matched);
    }

    /** No rule applied. */
    public static Verdict none() {
        return NONE;
    }

    /** Whether no rule applied. */
    public boolean isEmpty() {
        return equals(NONE);
    }

    /** The rule that ended its way and its reason, in one line; empty when it goes on. */
    public String line() {
        return rule == null ? "" : "rule '" + rule + "': " + reason;
    }
}
