package io.deskwire.testkit.pipeline;

import static io.deskwire.testkit.pipeline.Desk.ACME;
import static io.deskwire.testkit.pipeline.Desk.SUPPORT;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.delivery.LoopBudget;
import io.deskwire.delivery.ReplyDraft;
import io.deskwire.intake.DeadLetter;
import io.deskwire.message.Annotation;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.OutboundMessage;
import io.deskwire.threading.StoredMessage;
import io.deskwire.ticket.TicketRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Machines that answer each other, and people who write much. */
class LoopPipelineTest {

    private static final String ROBOT = "Desk <desk@robot.example>";

    private static Desk desk(Map<String, Object> settings) {
        Desk desk = new Desk();
        desk.config.put(ChannelConfig.of(ACME, SUPPORT, "scripted", settings, "support@acme.example"));
        return desk;
    }

    private static OutboundMessage answer(Desk desk, String ticket, String text, boolean automatic) throws Exception {
        ReplyDraft draft = new ReplyDraft(text, null, List.of(), null, null, automatic);
        String id = desk.deskwire.replies().reply(ACME, new TicketRef(ticket), draft, null);
        desk.run();
        return outbound(desk, id).message();
    }

    private static StoredMessage.Outbound outbound(Desk desk, String id) {
        return (StoredMessage.Outbound) desk.deskwire.messages().find(ACME, id).orElseThrow();
    }

    private static String header(OutboundMessage answered) {
        return "In-Reply-To: <" + answered.messageId() + ">";
    }

    private static List<DeadLetter> deadLetters(Desk desk) {
        return desk.deskwire.deadLetters().list(ACME, null, 1000).items();
    }

    @Test
    void robots_that_say_what_they_are_are_attached_and_no_longer_handed_on_once_the_budget_is_used_up()
            throws Exception {
        try (Desk desk = desk(Map.of())) {
            desk.mail(ROBOT, "Broken", "first", "Message-ID: <0@robot.example>");
            OutboundMessage answer = answer(desk, "T1", "we look into it", false);
            for (int i = 1; i <= 15; i++) {
                desk.mail(
                        ROBOT, "Automatic reply: Broken", "away " + i, "Auto-Submitted: auto-replied", header(answer));
            }

            assertThat(desk.tickets).containsOnlyKeys("T1");
            assertThat(desk.tickets.get("T1"))
                    .hasSize(1 + 10)
                    .contains("away 10")
                    .doesNotContain("away 11");
            List<StoredMessage> all = desk.deskwire.messages().ofConversation(ACME, answer.conversationId());
            assertThat(all).as("all of them stand in the conversation").hasSize(1 + 1 + 15);
            StoredMessage.Inbound held = (StoredMessage.Inbound) all.get(all.size() - 1);
            assertThat(held.state()).isEqualTo(StoredMessage.Inbound.State.FILTERED);
            assertThat(held.stateReason()).contains("automatic_per_conversation", "of 10");
            assertThat(held.decision().notes()).contains(held.stateReason());

            desk.later(Duration.ofHours(25));
            desk.mail(ROBOT, "Automatic reply: Broken", "away again", "Auto-Submitted: auto-replied", header(answer));
            assertThat(desk.ticketWith("away again")).isEqualTo("T1");
        }
    }

    @Test
    void a_robot_that_looks_like_a_person_is_held_back_when_answers_fly_faster_than_people_type() throws Exception {
        try (Desk desk = desk(Map.of())) {
            desk.mail(ROBOT, "Broken", "message 0", "Message-ID: <0@robot.example>");
            int handedOn = 0;
            for (int i = 1; i <= 60; i++) {
                desk.clock.advance(Duration.ofSeconds(20));
                OutboundMessage answer = answer(desk, "T1", "we got it " + i, false);
                desk.mail(ROBOT, "Re: Broken", "message " + i, header(answer));
                handedOn = desk.tickets.getOrDefault("T1", List.of()).size();
            }

            assertThat(desk.tickets).containsOnlyKeys("T1");
            assertThat(handedOn).isEqualTo(30);
            assertThat(deadLetters(desk))
                    .hasSize(31)
                    .allSatisfy(letter -> assertThat(letter.reason()).contains("rounds_per_conversation", "of 30"));
            DeadLetter one = deadLetters(desk).get(0);
            assertThat(desk.deskwire.redeliver(ACME, one.id())).isTrue();
            desk.run();
            assertThat(desk.tickets.get("T1")).hasSize(31);
        }
    }

    @Test
    void a_robot_that_opens_ticket_after_ticket_is_held_back_by_its_address() throws Exception {
        try (Desk desk = desk(Map.of("loop_budget", Map.of("rounds_per_sender", 7)))) {
            for (int i = 1; i <= 12; i++) {
                desk.mail(ROBOT, "Ticket " + i, "message " + i);
                String text = "message " + i;
                if (desk.tickets.values().stream().anyMatch(texts -> texts.contains(text))) {
                    answer(desk, desk.ticketWith(text), "we got it", false);
                }
            }

            assertThat(desk.tickets).hasSize(7);
            assertThat(deadLetters(desk))
                    .hasSize(5)
                    .allSatisfy(letter -> assertThat(letter.reason()).contains("rounds_per_sender", "7 of 7"));
        }
    }

    @Test
    void somebody_who_writes_thirty_mails_a_day_and_a_monitor_that_writes_hundreds_are_not_held_back()
            throws Exception {
        try (Desk desk = desk(Map.of("notifications_enabled", true))) {
            for (int i = 0; i < 30; i++) {
                desk.later(Duration.ofMinutes(15));
                desk.mail("ann@customer.example", "Matter " + i, "ann " + i);
                answer(desk, desk.ticketWith("ann " + i), "done", false);
            }
            for (int i = 0; i < 300; i++) {
                desk.mail("alerts@monitor.example", "Alarm " + i, "alarm " + i, "Auto-Submitted: auto-generated");
            }

            assertThat(desk.tickets).hasSize(330);
            assertThat(deadLetters(desk)).isEmpty();
        }
    }

    @Test
    void automatic_answers_end_with_the_budget_and_stand_in_the_ticket_as_refused() throws Exception {
        try (Desk desk = desk(Map.of())) {
            desk.mail(ROBOT, "Broken", "first", "Message-ID: <0@robot.example>");
            for (int i = 0; i < 10; i++) {
                answer(desk, "T1", "automatic " + i, true);
            }
            OutboundMessage refused = answer(desk, "T1", "one too many", true);

            assertThat(desk.sent).hasSize(10);
            assertThat(outbound(desk, refused.id()).deliveries())
                    .singleElement()
                    .satisfies(delivery -> {
                        assertThat(delivery.status()).isEqualTo(DeliveryStatus.REJECTED);
                        assertThat(delivery.reason()).contains("automatic_per_conversation", "10 of 10");
                        assertThat(delivery.code()).isEqualTo("loop-budget");
                    });
            answer(desk, "T1", "a person's words", false);
            assertThat(desk.sent)
                    .extracting(OutboundMessage::text)
                    .contains("a person's words")
                    .hasSize(11);
        }
    }

    @Test
    void the_tenants_budget_covers_all_of_its_channels() throws Exception {
        try (Desk desk = desk(Map.of("loop_budget", Map.of("automatic_per_tenant", 3)))) {
            for (int i = 1; i <= 5; i++) {
                desk.mail("Ann <ann" + i + "@customer.example>", "Broken", "first " + i);
                answer(desk, "T" + i, "automatic", true);
            }

            assertThat(desk.sent).hasSize(3);
        }
    }

    @Test
    void a_ticket_that_is_not_acknowledged_says_so_and_why() {
        try (Desk desk =
                desk(Map.of("notifications_enabled", true, "loop_budget", Map.of("acknowledgements_per_sender", 1)))) {
            desk.mail("ann@customer.example", "Chair", "first");
            desk.mail("ann@customer.example", "Table", "second");

            assertThat(desk.sent).hasSize(1);
            String id = desk.offered.get(1).message().id();
            assertThat(desk.deskwire.messages().find(ACME, id).orElseThrow().annotations())
                    .singleElement()
                    .satisfies(note -> {
                        assertThat(note.kind()).isEqualTo(Annotation.Kind.NOT_ANSWERED);
                        assertThat(note.text()).contains("acknowledgements_per_sender", "1 of 1");
                    });
        }
    }

    @Test
    void nobody_who_was_merely_copied_is_sent_automatic_mail() {
        try (Desk desk = desk(Map.of("notifications_enabled", true))) {
            desk.mail("ann@customer.example", "Chair", "first", "Cc: bob@customer.example, list@customer.example");

            assertThat(desk.sent)
                    .singleElement()
                    .satisfies(message -> assertThat(message.recipients())
                            .extracting(a -> a.value())
                            .containsExactly("ann@customer.example"));
        }
    }

    @Test
    void a_budget_that_is_wrong_is_named_with_its_path() {
        ChannelConfig wrong = ChannelConfig.of(
                ACME,
                SUPPORT,
                "scripted",
                Map.of("loop_budget", Map.of("automatic_per_sender", -1, "per_moon", 3)),
                "support@acme.example");

        assertThat(LoopBudget.check(wrong))
                .extracting(ConfigProblem::path)
                .containsExactlyInAnyOrder("config.loop_budget.automatic_per_sender", "config.loop_budget.per_moon");
        assertThat(LoopBudget.check(
                        ChannelConfig.of(ACME, SUPPORT, "scripted", Map.of("loop_budget", 3), "support@acme.example")))
                .extracting(ConfigProblem::path)
                .containsExactly("config.loop_budget");
    }
}
