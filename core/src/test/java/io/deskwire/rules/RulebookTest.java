package io.deskwire.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.config.ConfigProblem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RulebookTest {

    private static final Map<String, Object> ALWAYS = Map.of("always", true);

    private final Mails mail = new Mails();

    private static Map<String, Object> rule(String name, Map<String, Object> when, Map<String, Object> then) {
        return Map.of("name", name, "when", when, "then", then);
    }

    private static Rulebook book(Map<String, Object> document) {
        Rulebook.Reading reading = Rulebook.read(document, Mails.EXPRESSIONS);
        assertThat(reading.problems()).isEmpty();
        return reading.book();
    }

    private static List<String> problems(Map<String, Object> document) {
        Rulebook.Reading reading = Rulebook.read(document, Mails.EXPRESSIONS);
        assertThat(reading.book().isEmpty()).isTrue();
        return reading.problems().stream().map(ConfigProblem::toString).toList();
    }

    private static List<String> problemsOf(Object rule) {
        return problems(Map.of("rules", List.of(rule)));
    }

    @Test
    void a_document_without_rules_is_somebody_elses_and_says_nothing() {
        Rulebook.Reading reading = Rulebook.read(Map.of("strip_signatures", true, "x", List.of(1)), Expressions.none());

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.book().isEmpty()).isTrue();
        assertThat(reading.book().judge(mail.candidate())).isEqualTo(Verdict.none());
    }

    @Test
    void later_rules_put_their_values_over_earlier_ones_and_add_their_tags() {
        Verdict verdict = book(Map.of(
                        "rules",
                        List.of(
                                rule(
                                        "first",
                                        ALWAYS,
                                        Map.of(
                                                "queue",
                                                "inbox",
                                                "priority",
                                                "low",
                                                "tags",
                                                List.of("a", "b"),
                                                "fields",
                                                Map.of("region", "EMEA", "vip", false))),
                                rule("not this one", Map.of("subject", "refund"), Map.of("queue", "refunds")),
                                rule(
                                        "second",
                                        Map.of("subject", "order"),
                                        Map.of(
                                                "priority", "high",
                                                "type", "incident",
                                                "assignee", "mia",
                                                "ticket_address", "orders@acme.example",
                                                "tags", List.of("b", "c"),
                                                "fields", Map.of("vip", true, "score", 7))))))
                .judge(mail.candidate());

        assertThat(verdict.outcome()).isEqualTo(Verdict.Outcome.PASS);
        assertThat(verdict.matched()).containsExactly("first", "second");
        assertThat(verdict.fields())
                .isEqualTo(new TicketFields(
                        "inbox",
                        "high",
                        "incident",
                        "mia",
                        "orders@acme.example",
                        List.of("a", "b", "c"),
                        Map.of("region", "EMEA", "vip", true, "score", 7L)));
    }

    @Test
    void dropping_quarantining_and_stopping_end_it() {
        Map<String, Object> last = rule("last", ALWAYS, Map.of("queue", "x"));

        Verdict dropped = book(Map.of("rules", List.of(rule("d", ALWAYS, Map.of("drop", "noise")), last)))
                .judge(mail.candidate());
        assertThat(dropped)
                .isEqualTo(new Verdict(Verdict.Outcome.DROP, "d", "noise", List.of("d"), TicketFields.none()));
        assertThat(dropped.line()).isEqualTo("rule 'd': noise");

        Verdict held = book(Map.of(
                        "rules", List.of(rule("q", ALWAYS, Map.of("quarantine", "odd", "queue", "abuse")), last)))
                .judge(mail.candidate());
        assertThat(held.outcome()).isEqualTo(Verdict.Outcome.QUARANTINE);
        assertThat(held.matched()).containsExactly("q");
        assertThat(held.fields().queue()).isEqualTo("abuse");

        Verdict stopped = book(Map.of("rules", List.of(rule("s", ALWAYS, Map.of("stop", true)), last)))
                .judge(mail.candidate());
        assertThat(stopped.matched()).containsExactly("s");
        assertThat(stopped.fields().isEmpty()).isTrue();
    }

    @Test
    void a_rule_that_is_switched_off_is_checked_and_not_asked() {
        Map<String, Object> off = new HashMap<>(rule("off", ALWAYS, Map.of("drop", "x")));
        off.put("enabled", false);
        assertThat(book(Map.of("rules", List.of(off))).judge(mail.candidate())).isEqualTo(Verdict.none());

        off.put("when", Map.of("subjekt", "x"));
        assertThat(problemsOf(off)).singleElement().asString().startsWith("parser_config.rules[0].when.subjekt: ");
    }

    @Test
    void mail_is_routed_by_the_transports_recipient_first_and_once() {
        Rulebook book = book(Map.of(
                "routing",
                List.of(
                        Map.of("recipient", "support@acme.example", "then", Map.of("queue", "support")),
                        Map.of(
                                "name", "sales",
                                "recipient", Map.of("starts_with", "sales"),
                                "then", Map.of("queue", "sales"))),
                "rules",
                List.of(rule("late", Map.of("subject", "late"), Map.of("priority", "high")))));

        Verdict byHeader = book.judge(mail.candidate());
        assertThat(byHeader.matched()).containsExactly("routing[0]", "late");
        assertThat(byHeader.fields().queue()).isEqualTo("support");

        mail.envelope = List.of("sales+q@acme.example");
        assertThat(book.judge(mail.candidate()).matched()).containsExactly("sales", "late");

        // A collecting mailbox behind a forwarder says nothing; then the header does.
        mail.envelope = List.of("box17@host.example");
        assertThat(book.judge(mail.candidate()).fields().queue()).isEqualTo("support");
    }

    @Test
    void the_same_message_and_document_always_come_to_the_same() {
        Map<String, Object> document = Map.of(
                "rules",
                IntStream.range(0, 50)
                        .mapToObj(i -> rule("r" + i, Map.of("any", List.of(ALWAYS)), Map.of("tags", List.of("t" + i))))
                        .toList());
        Verdict first = book(document).judge(mail.candidate());

        assertThat(first.fields().tags()).hasSize(50).startsWith("t0", "t1").endsWith("t49");
        for (int i = 0; i < 20; i++) {
            assertThat(book(document).judge(mail.candidate())).isEqualTo(first);
        }
    }

    @Test
    void every_problem_is_named_with_its_path_at_once() {
        Map<String, Object> withNull = new HashMap<>();
        withNull.put("name", "f");
        withNull.put("when", null);
        withNull.put("then", Map.of("tags", List.of("a", 7)));

        assertThat(problems(Map.of(
                        "routing",
                        List.of(Map.of("then", Map.of()), "x"),
                        "rules",
                        List.of(
                                rule("a", ALWAYS, Map.of("queue", "q")),
                                rule("a", Map.of(), Map.of("colour", "red")),
                                rule("c", Map.of("subject", 7), Map.of("drop", true)),
                                rule("d", Map.of("subject", Map.of("matches", "(")), Map.of("priority", "asap")),
                                rule(
                                        "e",
                                        Map.of("size", Map.of("at_least", 5L, "at_most", 1L), "kind", "spam"),
                                        Map.of("drop", "x", "quarantine", "y")),
                                withNull,
                                Map.of("when", ALWAYS)))))
                .hasSize(17)
                .anyMatch(p -> p.startsWith("parser_config.routing[0].recipient: is required"))
                .anyMatch(p -> p.startsWith("parser_config.routing[0].then: says nothing to do"))
                .anyMatch(p -> p.startsWith("parser_config.routing[1]: must be an object"))
                .anyMatch(p -> p.startsWith("parser_config.rules[1].name: is the name of another rule"))
                .anyMatch(p -> p.startsWith("parser_config.rules[1].when: names no condition"))
                .anyMatch(p -> p.startsWith("parser_config.rules[1].then.colour: is not known here"))
                .anyMatch(p -> p.startsWith("parser_config.rules[2].when.subject: must be a text, an array"))
                .anyMatch(p -> p.startsWith("parser_config.rules[2].then.drop: must be a text"))
                .anyMatch(p -> p.startsWith("parser_config.rules[3].when.subject.matches: "))
                .anyMatch(p -> p.startsWith("parser_config.rules[3].then.priority: must be one of low"))
                .anyMatch(p -> p.startsWith("parser_config.rules[4].when.size: holds no number"))
                .anyMatch(p -> p.startsWith("parser_config.rules[4].when.kind: must be one of auto_reply"))
                .anyMatch(p -> p.startsWith("parser_config.rules[4].then: cannot both"))
                .anyMatch(p -> p.startsWith("parser_config.rules[5].when: is required"))
                .anyMatch(p -> p.startsWith("parser_config.rules[5].then.tags[1]: must be a text"));
    }

    @Test
    void what_is_no_list_of_rules_is_a_problem() {
        assertThat(problems(Map.of("rules", "none"))).containsExactly("parser_config.rules: must be an array");
        assertThat(problems(Map.of("routing", Map.of()))).containsExactly("parser_config.routing: must be an array");
        assertThat(problemsOf(Map.of("name", "x")))
                .containsExactlyInAnyOrder(
                        "parser_config.rules[0].when: is required; {\"always\": true} means every message",
                        "parser_config.rules[0].then: is required");
    }

    @Test
    void a_text_that_could_break_a_header_or_a_line_is_refused() {
        assertThat(problemsOf(rule("a\nb", ALWAYS, Map.of("queue", "x\u0000y"))))
                .containsExactly(
                        "parser_config.rules[0].name: must not hold control characters",
                        "parser_config.rules[0].then.queue: must not hold control characters");
        assertThat(problemsOf(rule("a", ALWAYS, Map.of("ticket_address", "no address"))))
                .containsExactly("parser_config.rules[0].then.ticket_address: must be an e-mail address");
    }

    @Test
    void without_an_engine_expressions_are_a_problem_and_everything_else_works() {
        Map<String, Object> document =
                Map.of("rules", List.of(rule("a", Map.of("subject", Map.of("matches", "x")), Map.of("stop", true))));

        assertThat(Rulebook.read(document, Expressions.none()).problems())
                .singleElement()
                .satisfies(p -> assertThat(p.path()).isEqualTo("parser_config.rules[0].when.subject.matches"));
    }

    @Test
    void a_document_is_bounded_in_every_direction() {
        Map<String, Object> deep = ALWAYS;
        for (int i = 0; i < 10; i++) {
            deep = Map.of("not", deep);
        }
        assertThat(problemsOf(rule("deep", deep, Map.of("stop", true))))
                .singleElement()
                .asString()
                .contains("nested deeper");
        assertThat(problems(Map.of("rules", Collections.nCopies(201, rule("x", ALWAYS, Map.of("stop", true))))))
                .containsExactly("parser_config.rules: must not have more than 200 entries");
        assertThat(problemsOf(rule("many", Map.of("body", Collections.nCopies(5_001, "a")), Map.of("stop", true))))
                .singleElement()
                .asString()
                .contains("5000");
        assertThat(problemsOf(rule("long", Map.of("body", "a".repeat(501)), Map.of("stop", true))))
                .singleElement()
                .asString()
                .contains("500 characters");
        List<Map<String, Object>> many = new ArrayList<>();
        for (int i = 0; i < 2_001; i++) {
            many.add(ALWAYS);
        }
        assertThat(problemsOf(rule("wide", Map.of("any", many), Map.of("stop", true))))
                .singleElement()
                .asString()
                .contains("2000");
        assertThat(problems(Map.of("rules", Collections.nCopies(200, Map.of("a", 1, "b", 2)))))
                .hasSize(RuleLimits.PROBLEMS);
    }

    @Test
    void what_all_expressions_may_cost_together_is_bounded() {
        List<Map<String, Object>> costly = IntStream.range(0, 7)
                .mapToObj(i -> rule("r" + i, Map.of("body", Map.of("matches", "x".repeat(490))), Map.of("stop", true)))
                .toList();

        assertThat(problems(Map.of("rules", costly)))
                .singleElement()
                .asString()
                .startsWith("parser_config.rules[6].when.body.matches: is one too many");
    }
}
