package io.deskwire.app.console;

import io.deskwire.threading.Decision;
import java.util.List;

/** Why a message stands where it stands. */
record DecisionView(String outcome, List<Seen> signals, List<String> notes) {

    /** One hint. */
    record Seen(String what, String evidence, boolean accepted, String reason) {}

    static DecisionView of(Decision decision) {
        return new DecisionView(
                Words.outcome(decision.outcome()),
                decision.signals().stream()
                        .map(s -> new Seen(Words.signal(s.type()), s.evidence(), s.accepted(), s.reason()))
                        .toList(),
                decision.notes());
    }
}
