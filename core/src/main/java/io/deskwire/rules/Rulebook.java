package io.deskwire.rules;

import io.deskwire.config.ConfigProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules of one channel, read and checked. Immutable and thread-safe. */
public final class Rulebook {

    private static final Rulebook EMPTY = new Rulebook(List.of(), List.of());

    private final List<Route> routes;
    private final List<Rule> rules;

    Rulebook(List<Route> routes, List<Rule> rules) {
        this.routes = List.copyOf(routes);
        this.rules = List.copyOf(rules);
    }

    /** A way for mail to an address. */
    record Route(TextTest recipient, Rule rule) {}

    /**
     * What became of a document.
     *
     * @param book the rules; none of them when there are problems
     * @param problems everything wrong with the document
     */
    public record Reading(Rulebook book, List<ConfigProblem> problems) {
        public Reading {
            problems = List.copyOf(problems);
        }
    }

    /** No rules. */
    public static Rulebook empty() {
        return EMPTY;
    }

    /**
     * Reads a {@code parser_config} document. Fields beside {@code routing} and {@code rules} are somebody else's and left
     * alone; everything within these two must be understood.
     *
     * @param document the plain Java tree
     * @param expressions compiles what stands under {@code matches}
     */
    public static Reading read(Map<String, Object> document, Expressions expressions) {
        if (document.get("rules") == null && document.get("routing") == null) {
            return new Reading(EMPTY, List.of());
        }
        List<ConfigProblem> problems = new ArrayList<>();
        Rulebook book = new RulebookReader(new Place("parser_config", problems), expressions).read(document);
        return new Reading(problems.isEmpty() ? book : EMPTY, problems);
    }

    /** Whether it holds no rule. */
    public boolean isEmpty() {
        return routes.isEmpty() && rules.isEmpty();
    }

    /** What is to be done with a message. The route for its recipient comes first, then the rules in their order. */
    public Verdict judge(Candidate candidate) {
        List<String> matched = new ArrayList<>();
        TicketFields fields = TicketFields.none();
        List<Rule> asked = new ArrayList<>();
        Rule route = route(candidate);
        if (route != null) {
            asked.add(route);
        }
        asked.addAll(rules);
        for (Rule rule : asked) {
            if (!rule.when().holds(candidate)) {
                continue;
            }
            matched.add(rule.name());
            fields = fields.with(rule.fields());
            if (rule.outcome() != Verdict.Outcome.PASS) {
                return new Verdict(rule.outcome(), rule.name(), rule.reason(), matched, fields);
            }
            if (rule.stop()) {
                break;
            }
        }
        return matched.isEmpty() ? Verdict.none() : new Verdict(Verdict.Outcome.PASS, null, null, matched, fields);
    }

    /** The transport knows better than the header whom this copy is for. */
    private @Nullable Rule route(Candidate candidate) {
        for (List<Shown> recipients : List.of(candidate.envelopeRecipients(), candidate.headerRecipients())) {
            for (Route route : routes) {
                if (route.recipient().passesAny(recipients)) {
                    return route.rule();
                }
            }
        }
        return null;
    }
}
