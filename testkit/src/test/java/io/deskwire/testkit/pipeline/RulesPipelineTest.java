package io.deskwire.testkit.pipeline;

import static io.deskwire.testkit.pipeline.Desk.ACME;
import static io.deskwire.testkit.pipeline.Desk.BOLT;
import static io.deskwire.testkit.pipeline.Desk.SUPPORT;
import static io.deskwire.testkit.pipeline.Desk.eml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.delivery.ReplyDraft;
import io.deskwire.intake.DeadLetter;
import io.deskwire.intake.RuleDryRun;
import io.deskwire.rules.TicketFields;
import io.deskwire.rules.Verdict;
import io.deskwire.threading.Decision;
import io.deskwire.threading.StoredMessage;
import io.deskwire.threading.StoredMessage.Inbound.State;
import io.deskwire.ticket.TicketRef;
import io.deskwire.work.Page;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RulesPipelineTest {

    private static final String ANN = "Ann <ann@customer.example>";
    private static final Map<String, Object> ALWAYS = Map.of("always", true);

    private final Desk desk = new Desk();

    @AfterEach
    void close() {
        desk.close();
    }

    private static Map<String, Object> rule(String name, Map<String, Object> when, Map<String, Object> then) {
        return Map.of("name", name, "when", when, "then", then);
    }

    private static Map<String, Object> rules(Object... rules) {
        return Map.of("rules", List.of(rules));
    }

    private void put(Map<String, Object> parserConfig) {
        desk.config.put(config(parserConfig));
    }

    private static ChannelConfig config(Map<String, Object> parserConfig) {
        return new ChannelConfig(
                ACME, SUPPORT, "scripted", Map.of(), "support@acme.example", parserConfig, true, List.of());
    }

    private List<StoredMessage.Inbound> received() {
        return desk.deskwire.ruleDryRun().run(ACME, SUPPORT, Map.of(), null, 100).orElseThrow().items().stream()
                .map(RuleDryRun.Trial::message)
                .toList();
    }

    private StoredMessage.Inbound withSubject(String subject) {
        return received().stream()
                .filter(m -> subject.equals(m.message().subject()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void what_rules_want_of_a_ticket_reaches_the_helpdesk_and_the_record() {
        put(rules(rule(
                "late orders",
                Map.of("subject", "late", "header", Map.of("X-Shop", Map.of("exists", true))),
                Map.of("queue", "orders", "priority", "high", "tags", List.of("late"), "fields", Map.of("sla", 4L)))));

        desk.mail(ANN, "Order is late", "where is it", "X-Shop: north");
        desk.mail(ANN, "Order is late", "no header here");

        TicketFields wanted = new TicketFields("orders", "high", null, null, null, List.of("late"), Map.of("sla", 4L));
        assertThat(desk.offered.get(0).decision().rules())
                .isEqualTo(new Verdict(Verdict.Outcome.PASS, null, null, List.of("late orders"), wanted));
        assertThat(desk.offered.get(1).decision().rules()).isEqualTo(Verdict.none());
        assertThat(withSubject("Order is late").state()).isEqualTo(State.DELIVERED);
    }

    @Test
    void a_dropped_message_is_filtered_by_a_rule_with_a_name_and_a_reason() {
        put(rules(rule("newsletters", Map.of("subject", "news"), Map.of("drop", "nobody reads these"))));

        desk.mail("shop@other.example", "News of May", "buy");
        desk.mail(ANN, "Broken", "help");

        assertThat(desk.tickets).hasSize(1);
        StoredMessage.Inbound dropped = withSubject("News of May");
        assertThat(dropped.state()).isEqualTo(State.FILTERED);
        assertThat(dropped.stateReason()).isEqualTo("rule 'newsletters': nobody reads these");
        assertThat(dropped.decision().outcome()).isEqualTo(Decision.Outcome.ALONE);
        assertThat(dropped.decision().rules().matched()).containsExactly("newsletters");
    }

    @Test
    void a_dropped_answer_stays_tied_to_its_conversation() throws Exception {
        desk.mail(ANN, "Broken", "help", "Message-ID: <m1@customer.example>");
        put(rules(rule(
                "thanks", Map.of("body", Map.of("is", "thanks"), "conversation", "known"), Map.of("drop", "polite"))));

        desk.mail(ANN, "Re: Broken", "Thanks", "In-Reply-To: <m1@customer.example>");
        desk.mail(ANN, "Greetings", "Thanks");

        StoredMessage.Inbound dropped = withSubject("Re: Broken");
        assertThat(dropped.state()).isEqualTo(State.FILTERED);
        assertThat(dropped.decision().relatedConversationId())
                .isEqualTo(withSubject("Broken").conversationId());
        assertThat(withSubject("Greetings").state()).isEqualTo(State.DELIVERED);
    }

    @Test
    void a_quarantined_message_waits_for_a_person_and_then_goes_on_without_being_judged_again() {
        put(rules(rule(
                "forged",
                Map.of("authentication", Map.of("dmarc", "unknown")),
                Map.of("quarantine", "nobody vouches for it"))));

        desk.mail(ANN, "Broken", "help");

        assertThat(desk.tickets).isEmpty();
        DeadLetter letter =
                desk.deskwire.deadLetters().list(ACME, null, 10).items().get(0);
        assertThat(letter.stage()).isEqualTo(DeadLetter.Stage.DELIVERY);
        assertThat(letter.reason()).isEqualTo("rule 'forged': nobody vouches for it");
        assertThat(withSubject("Broken").state()).isEqualTo(State.DEAD_LETTER);

        assertThat(desk.deskwire.redeliver(ACME, letter.id())).isTrue();
        desk.run();

        assertThat(desk.ticketWith("help")).isEqualTo("T1");
        assertThat(withSubject("Broken").state()).isEqualTo(State.DELIVERED);
        assertThat(withSubject("Broken").decision().rules().outcome()).isEqualTo(Verdict.Outcome.QUARANTINE);
    }

    @Test
    void nobody_enters_an_old_conversation_by_a_quarantined_message() {
        desk.mail(ANN, "Broken", "help", "Message-ID: <m1@customer.example>");
        put(rules(rule("hold", Map.of("body", "hold me"), Map.of("quarantine", "odd"))));

        desk.mail(ANN, "Re: Broken", "hold me", "In-Reply-To: <m1@customer.example>", "Cc: eve@stranger.example");
        desk.mail("eve@stranger.example", "Re: Broken", "let me in", "In-Reply-To: <m1@customer.example>");

        assertThat(desk.ticketWith("let me in")).isEqualTo("T2");
    }

    @Test
    void what_is_filtered_already_is_not_asked_about() {
        put(rules(rule("all", ALWAYS, Map.of("quarantine", "everything"))));

        desk.mail("ann@customer.example", "Out of office", "away", "Auto-Submitted: auto-replied");

        assertThat(withSubject("Out of office").stateReason()).isEqualTo("auto-reply-opens-no-ticket");
        assertThat(desk.deskwire.deadLetters().count(ACME)).isZero();
    }

    @Test
    void rules_of_one_tenant_are_not_anothers() {
        put(rules(rule("all", ALWAYS, Map.of("drop", "closed"))));

        desk.arrive(BOLT, SUPPORT, eml(ANN, "support@bolt.example", "Broken", "help"));
        desk.run();

        assertThat(desk.tickets).hasSize(1);
    }

    @Test
    void answers_come_from_the_address_that_a_rule_gave_the_ticket() throws Exception {
        put(Map.of(
                "routing",
                List.of(Map.of(
                        "recipient",
                        "sales@acme.example",
                        "then",
                        Map.of("queue", "sales", "ticket_address", "sales@acme.example")))));
        desk.arrive(ACME, SUPPORT, eml(ANN, "sales@acme.example", "Offer", "how much"));
        desk.arrive(ACME, SUPPORT, eml(ANN, "support@acme.example", "Broken", "help"));
        desk.run();

        for (String text : List.of("how much", "help")) {
            desk.deskwire.replies().reply(ACME, new TicketRef(desk.ticketWith(text)), ReplyDraft.text("answer"), null);
        }
        desk.run();

        assertThat(desk.sent)
                .extracting(m -> m.from().value())
                .containsExactlyInAnyOrder("sales@acme.example", "support@acme.example");
        // It is ours, so our own answers do not go there.
        assertThat(desk.sent).allSatisfy(m -> assertThat(m.recipients()).hasSize(1));
    }

    @Test
    void wrong_rules_are_refused_with_their_paths_and_hold_what_comes_if_they_stand_there_anyway() {
        Map<String, Object> wrong = rules(rule("x", Map.of("subject", 7L), Map.of("drop", "y")));
        assertThat(desk.deskwire.channels().save(config(wrong)))
                .extracting(ConfigProblem::path)
                .containsExactly("parser_config.rules[0].when.subject");

        put(wrong);
        desk.mail(ANN, "Broken", "help");

        assertThat(desk.tickets).isEmpty();
        DeadLetter letter =
                desk.deskwire.deadLetters().list(ACME, null, 10).items().get(0);
        assertThat(letter.reason()).contains("parser_config.rules[0].when.subject");
        desk.deskwire.redeliver(ACME, letter.id());
        desk.run();
        assertThat(desk.ticketWith("help")).isEqualTo("T1");
    }

    @Test
    void a_dry_run_says_what_would_change_and_changes_nothing() {
        desk.mail(ANN, "Broken", "first");
        desk.later(java.time.Duration.ofMinutes(1));
        desk.mail("shop@other.example", "News", "second");
        desk.later(java.time.Duration.ofMinutes(1));
        desk.mail("ann@customer.example", "Out of office", "third", "Auto-Submitted: auto-replied");
        desk.later(java.time.Duration.ofMinutes(1));
        Map<String, Object> rules = rules(
                rule("newsletters", Map.of("subject", "news"), Map.of("drop", "nobody reads these")),
                rule("shop", Map.of("header", Map.of("to", "support@")), Map.of("queue", "support")));

        Page<RuleDryRun.Trial> first =
                desk.deskwire.ruleDryRun().run(ACME, SUPPORT, rules, null, 2).orElseThrow();
        Page<RuleDryRun.Trial> second = desk.deskwire
                .ruleDryRun()
                .run(ACME, SUPPORT, rules, first.nextCursor(), 2)
                .orElseThrow();

        assertThat(first.items())
                .extracting(t -> t.message().message().subject())
                .containsExactly("Out of office", "News");
        assertThat(first.items().get(0).after()).isNull();
        assertThat(first.items().get(0).changed()).isFalse();
        assertThat(Objects.requireNonNull(first.items().get(1).after()).outcome())
                .isEqualTo(Verdict.Outcome.DROP);
        assertThat(first.items().get(1).changed()).isTrue();
        assertThat(second.nextCursor()).isNull();
        RuleDryRun.Trial broken = second.items().get(0);
        assertThat(Objects.requireNonNull(broken.after()).fields().queue()).isEqualTo("support");
        assertThat(broken.before()).isEqualTo(Verdict.none());
        assertThat(withSubject("News").state()).isEqualTo(State.DELIVERED);
        assertThat(desk.deskwire.ruleDryRun().run(ACME, "no such", rules, null, 2))
                .isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> desk.deskwire.ruleDryRun().run(ACME, SUPPORT, Map.of("rules", 7), null, 2));
    }

    @Test
    void messages_judged_by_the_same_rules_again_do_not_change() {
        Map<String, Object> rules = rules(
                rule("news", Map.of("subject", "news"), Map.of("drop", "x")),
                rule("known", Map.of("conversation", "known"), Map.of("tags", List.of("follow-up"))),
                rule("hold", Map.of("body", "hold"), Map.of("quarantine", "y")));
        put(rules);
        desk.mail(ANN, "Broken", "first", "Message-ID: <m1@customer.example>");
        desk.mail(ANN, "Re: Broken", "second", "In-Reply-To: <m1@customer.example>");
        desk.mail(ANN, "Re: Broken news", "third", "In-Reply-To: <m1@customer.example>");
        desk.mail(ANN, "More", "hold");

        Page<RuleDryRun.Trial> trials =
                desk.deskwire.ruleDryRun().run(ACME, SUPPORT, null, null, 10).orElseThrow();

        assertThat(trials.items())
                .hasSize(4)
                .noneMatch(RuleDryRun.Trial::changed)
                .allMatch(t -> t.after() != null);
        assertThat(trials.items())
                .extracting(t -> t.before().outcome())
                .containsExactlyInAnyOrder(
                        Verdict.Outcome.PASS, Verdict.Outcome.PASS, Verdict.Outcome.DROP, Verdict.Outcome.QUARANTINE);
    }
}
