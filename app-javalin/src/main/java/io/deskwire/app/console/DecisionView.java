package io.deskwire.app.console;

import io.deskwire.rules.Verdict;
import io.deskwire.threading.Decision;
import java.util.List;
import java.util.stream.Stream;

/**
 * Why a message stands where it stands, in short.
 *
 * @param page address of the whole record
 */
record DecisionView(String outcome, List<Seen> signals, List<String> notes, String page) {

    /** One hint. */
    record Seen(String what, String evidence, boolean accepted, String reason) {}

    static DecisionView of(Decision decision, String page) {
        return new DecisionView(
                Words.outcome(decision.outcome()),
                decision.signals().stream()
                        .map(s -> new Seen(Words.signal(s.type()), s.evidence(), s.accepted(), s.reason()))
                        .toList(),
                Stream.concat(decision.notes().stream(), rules(decision.rules()))
                        .toList(),
                page);
    }

    private static Stream<String> rules(Verdict verdict) {
        return verdict.matched().isEmpty()
                ? Stream.of()
                : Stream.of("Rules that applied: " + String.join(", ", verdict.matched()));
    }
}
