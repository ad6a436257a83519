package io.deskwire.testkit.pipeline;

import static io.deskwire.testkit.pipeline.Desk.ACME;
import static io.deskwire.testkit.pipeline.Desk.SUPPORT;
import static io.deskwire.testkit.pipeline.Desk.eml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.deskwire.Deskwire;
import io.deskwire.channel.ChannelState.Status;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.channel.SendResult;
import io.deskwire.config.ChannelConfig;
import io.deskwire.delivery.Delivery;
import io.deskwire.delivery.ReplyDraft;
import io.deskwire.delivery.ReplyRefusedException;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.intake.DeadLetter;
import io.deskwire.message.Address;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.Envelope;
import io.deskwire.message.OutboundMessage;
import io.deskwire.threading.StoredMessage;
import io.deskwire.ticket.SinkResult;
import io.deskwire.ticket.TicketRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FailurePipelineTest {

    private static final String ANN = "Ann <ann@customer.example>";

    private final Desk desk = new Desk();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void an_answer_is_sent_by_a_node_that_has_not_loaded_its_channel_yet() throws Exception {
        try (Deskwire other = desk.anotherNode()) {
            other.runOnce();
            desk.addChannel(ACME, "late", "late@acme.example");
            desk.deskwire
                    .replies()
                    .start(
                            ACME,
                            "late",
                            List.of(Address.email("ann@customer.example")),
                            "Hello",
                            ReplyDraft.text("We look"),
                            null);

            assertThat(other.runOnce().sent()).isEqualTo(1);

            assertThat(desk.sent).extracting(OutboundMessage::text).containsExactly("We look");
        }
    }

    @Test
    void a_mail_handed_over_twice_is_one_message() {
        String mail = eml(ANN, "support@acme.example", "Hello", "once", "Message-ID: <m1@customer.example>");
        desk.arrive(ACME, SUPPORT, "Received: by one route\n" + mail);
        desk.arrive(ACME, SUPPORT, "Received: by another route\n" + mail);
        desk.run();

        assertThat(desk.tickets).hasSize(1);
        assertThat(desk.tickets.get("T1")).containsExactly("once");
    }

    @Test
    void a_reused_message_id_with_other_content_is_another_message() {
        desk.mail(ANN, "Hello", "one", "Message-ID: <same@customer.example>");
        desk.mail(ANN, "Hello again", "two", "Message-ID: <same@customer.example>");

        assertThat(desk.ticketWith("one")).isNotEqualTo(desk.ticketWith("two"));
    }

    @Test
    void mails_without_a_message_id_do_not_collapse_into_one() {
        desk.mail(ANN, "Hello", "one");
        desk.mail(ANN, "Hello", "two");

        assertThat(desk.tickets).hasSize(2);
    }

    @Test
    void a_format_nobody_can_read_is_a_dead_letter_and_the_channel_goes_on() {
        desk.deskwire
                .channels()
                .receive(
                        ACME,
                        SUPPORT,
                        new RawItem(
                                "odd", "hieroglyphs", Envelope.unknown(), null, Map.of(), RawBody.of(new byte[] {1, 2
                                })));
        desk.mail(ANN, "Hello", "still works");

        assertThat(desk.ticketWith("still works")).isEqualTo("T1");
        DeadLetter dead = onlyDeadLetter();
        assertThat(dead.reason()).contains("hieroglyphs");
        assertThat(dead.stage()).isEqualTo(DeadLetter.Stage.INTAKE);
        assertThat(dead.rawSize()).isEqualTo(2);
    }

    @Test
    void an_item_that_brings_its_worker_down_is_given_up_and_the_next_one_is_filed() {
        desk.arrive(ACME, SUPPORT, eml(ANN, "support@acme.example", "Hello", "poison"));
        for (int crash = 0; crash < 3; crash++) {
            // Claimed by a process that dies with it.
            assertThat(desk.stores
                            .inbox()
                            .claim(
                                    ACME,
                                    "dying",
                                    1,
                                    1,
                                    desk.clock.instant(),
                                    desk.clock.instant().plusSeconds(60)))
                    .hasSize(1);
            desk.clock.advance(Duration.ofSeconds(61));
        }
        desk.mail(ANN, "Hello", "healthy");

        assertThat(desk.ticketWith("healthy")).isEqualTo("T1");
        assertThat(onlyDeadLetter().reason()).contains("3 times");

        assertThat(desk.deskwire.redeliver(ACME, onlyDeadLetter().id())).isTrue();
        desk.run();
        assertThat(desk.ticketWith("poison")).isEqualTo("T2");
        assertThat(desk.deskwire.deadLetters().count(ACME)).isZero();
    }

    @Test
    void a_helpdesk_that_is_down_gets_the_messages_later_in_order() {
        desk.sinkAnswers.add(new SinkResult.Retry("down", null));
        desk.sinkAnswers.add(new SinkResult.Retry("still down", Duration.ofMinutes(5)));
        desk.mail(ANN, "Hello", "first", "Message-ID: <m1@customer.example>");
        desk.mail(ANN, "Re: Hello", "second", "In-Reply-To: <m1@customer.example>");

        assertThat(desk.tickets).isEmpty();
        desk.later(Duration.ofSeconds(10));
        assertThat(desk.tickets).isEmpty();
        desk.later(Duration.ofMinutes(4));
        assertThat(desk.tickets).as("Retry-After is honoured").isEmpty();
        desk.later(Duration.ofMinutes(2));

        assertThat(desk.tickets.get("T1")).containsExactly("first", "second");
        assertThat(desk.offered).extracting(event -> event.mayHaveArrived()).containsOnly(false);
    }

    @Test
    void an_answer_nobody_heard_makes_the_next_attempt_look_first() {
        desk.sinkAnswers.add(new SinkResult.Unknown("the connection broke"));
        desk.mail(ANN, "Hello", "first");
        desk.later(Duration.ofSeconds(10));

        assertThat(desk.offered).extracting(event -> event.mayHaveArrived()).containsExactly(false, true);
        assertThat(desk.offered)
                .extracting(event -> event.message().id())
                .hasSize(2)
                .containsOnly(desk.offered.get(0).message().id());
    }

    @Test
    void a_refused_message_is_a_dead_letter_that_can_be_tried_again() {
        desk.sinkAnswers.add(new SinkResult.Rejected("no such queue"));
        desk.mail(ANN, "Hello", "first");

        DeadLetter dead = onlyDeadLetter();
        assertThat(dead.stage()).isEqualTo(DeadLetter.Stage.DELIVERY);
        assertThat(dead.reason()).contains("no such queue");
        desk.deskwire.redeliver(ACME, dead.id());
        desk.run();

        assertThat(desk.ticketWith("first")).isEqualTo("T1");
    }

    @Test
    void a_helpdesk_set_up_wrongly_loses_nothing_however_long_it_takes() {
        for (int i = 0; i < 100; i++) {
            desk.sinkAnswers.add(new SinkResult.Misconfigured("wrong token"));
        }
        desk.mail(ANN, "Hello", "patient");
        for (int i = 0; i < 100; i++) {
            desk.later(Duration.ofMinutes(11));
        }

        assertThat(desk.ticketWith("patient")).isEqualTo("T1");
        assertThat(desk.deskwire.deadLetters().count(ACME)).isZero();
    }

    @Test
    void waiting_for_a_helpdesk_set_up_wrongly_uses_up_no_attempts() {
        for (int i = 0; i < 20; i++) {
            desk.sinkAnswers.add(new SinkResult.Misconfigured("wrong token"));
        }
        desk.sinkAnswers.add(new SinkResult.Retry("a hiccup after it was mended", null));
        desk.mail(ANN, "Hello", "patient");
        for (int i = 0; i < 22; i++) {
            desk.later(Duration.ofMinutes(11));
        }

        assertThat(desk.ticketWith("patient")).isEqualTo("T1");
        assertThat(desk.deskwire.deadLetters().count(ACME)).isZero();
    }

    @Test
    void a_send_that_fails_before_anything_left_is_tried_again_with_the_same_id() throws Exception {
        desk.mail(ANN, "Hello", "first");
        desk.sendAnswers.add((m, r) -> {
            throw ChannelException.of(FailureKind.TRANSIENT, "connection refused");
        });
        String id = reply("answer");

        assertThat(statuses(id)).containsExactly(DeliveryStatus.DEFERRED);
        desk.later(Duration.ofMinutes(1));

        assertThat(desk.sent).singleElement().satisfies(m -> assertThat(m.id()).isEqualTo(id));
        assertThat(statuses(id)).containsExactly(DeliveryStatus.SENT);
    }

    @Test
    void a_send_nobody_heard_the_end_of_is_never_repeated_by_itself() throws Exception {
        desk.mail(ANN, "Hello", "first");
        desk.sendAnswers.add((m, r) -> {
            desk.accepted(m, r);
            return new SendResult.Uncertain("the connection died after the content");
        });
        String id = reply("answer");
        for (int day = 0; day < 5; day++) {
            desk.later(Duration.ofDays(1));
        }

        assertThat(desk.sent).hasSize(1);
        assertThat(statuses(id)).containsExactly(DeliveryStatus.UNCERTAIN);
        assertThat(desk.deskwire.resolveUncertain(ACME, id, true)).isTrue();
        desk.run();
        assertThat(desk.sent).hasSize(2);
    }

    @Test
    void what_a_provider_does_not_show_yet_is_looked_for_again_and_never_sent_twice() throws Exception {
        desk.mail(ANN, "Hello", "first");
        desk.sendAnswers.add((m, r) -> {
            desk.accepted(m, r);
            return new SendResult.Uncertain("the connection died after the content");
        });
        Instant shown = desk.clock.instant().plus(Duration.ofMinutes(5));
        desk.lookup = message -> {
            if (desk.clock.instant().isBefore(shown)) {
                throw ChannelException.of(FailureKind.NOT_FOUND, "not shown yet");
            }
            return Optional.of((SendResult.HandedOver) desk.handedOver(message.recipients()));
        };
        String id = reply("answer");
        assertThat(statuses(id)).containsExactly(DeliveryStatus.SENDING);
        for (int minute = 0; minute < 10; minute++) {
            desk.later(Duration.ofMinutes(1));
        }

        assertThat(desk.sent).hasSize(1);
        assertThat(statuses(id)).containsExactly(DeliveryStatus.SENT);
    }

    @Test
    void what_a_provider_never_tells_waits_for_a_person() throws Exception {
        desk.mail(ANN, "Hello", "first");
        desk.sendAnswers.add((m, r) -> new SendResult.Uncertain("the connection died after the content"));
        desk.lookup = message -> {
            throw ChannelException.of(FailureKind.TRANSIENT, "away");
        };
        String id = reply("answer");
        for (int hour = 0; hour < 12; hour++) {
            desk.later(Duration.ofHours(1));
        }

        assertThat(desk.sent).isEmpty();
        assertThat(statuses(id)).containsExactly(DeliveryStatus.UNCERTAIN);
    }

    @Test
    void an_adapter_that_breaks_its_promise_does_not_cause_a_second_send() throws Exception {
        desk.mail(ANN, "Hello", "first");
        desk.sendAnswers.add((m, r) -> {
            desk.accepted(m, r);
            throw new IllegalStateException("a bug after the send");
        });
        String id = reply("answer");
        desk.later(Duration.ofDays(1));

        assertThat(desk.sent).hasSize(1);
        assertThat(statuses(id)).containsExactly(DeliveryStatus.UNCERTAIN);
    }

    @Test
    void a_process_that_dies_while_it_sends_leaves_an_uncertain_message() throws Exception {
        desk.mail(ANN, "Hello", "first");
        String id = desk.deskwire.replies().reply(ACME, new TicketRef("T1"), ReplyDraft.text("answer"), null);
        var claimed = desk.stores
                .outbox()
                .claim(
                        ACME,
                        "dying",
                        1,
                        1,
                        desk.clock.instant(),
                        desk.clock.instant().plusSeconds(60))
                .get(0);
        desk.stores.outbox().begin(claimed.claim(), desk.clock.instant());
        desk.later(Duration.ofSeconds(61));

        assertThat(desk.sent).isEmpty();
        assertThat(statuses(id)).containsExactly(DeliveryStatus.UNCERTAIN);
    }

    @Test
    void only_the_deferred_recipients_are_tried_again() throws Exception {
        desk.mail(ANN, "Hello", "first", "Cc: Bob <bob@customer.example>");
        desk.sendAnswers.add((m, r) -> new SendResult.HandedOver(
                null,
                null,
                List.of(
                        new SendResult.RecipientResult(r.get(0), DeliveryStatus.SENT, "2.1.5", null),
                        new SendResult.RecipientResult(r.get(1), DeliveryStatus.DEFERRED, "4.2.2", "mailbox full"))));
        List<List<Address>> tried = new ArrayList<>();
        desk.sendAnswers.add((m, r) -> {
            tried.add(r);
            return desk.accepted(m, r);
        });
        String id = reply("answer");
        desk.later(Duration.ofMinutes(1));

        assertThat(tried)
                .singleElement()
                .satisfies(r -> assertThat(r).extracting(Address::value).containsExactly("bob@customer.example"));
        assertThat(statuses(id)).containsExactly(DeliveryStatus.SENT, DeliveryStatus.SENT);
    }

    @Test
    void a_refused_password_pauses_sending_alone_and_uses_up_no_attempts() throws Exception {
        desk.mail(ANN, "Hello", "first");
        desk.sendAnswers.add((m, r) -> {
            throw ChannelException.of(FailureKind.AUTH, "535 authentication failed")
                    .withHint("check smtp_password");
        });
        String id = reply("answer");
        var state = desk.deskwire.channels().find(ACME, SUPPORT).orElseThrow().state();

        assertThat(state.outbound().status()).isEqualTo(Status.AUTH_ERROR);
        assertThat(state.outbound().hint()).isEqualTo("check smtp_password");
        assertThat(state.inbound().status()).isNotEqualTo(Status.AUTH_ERROR);
        desk.later(Duration.ofMinutes(20));
        assertThat(statuses(id)).containsExactly(DeliveryStatus.SENT);
        assertThat(desk.deskwire
                        .channels()
                        .find(ACME, SUPPORT)
                        .orElseThrow()
                        .state()
                        .outbound()
                        .status())
                .isEqualTo(Status.CONNECTED);
    }

    @Test
    void a_paused_channel_sends_nothing_until_it_is_resumed() throws Exception {
        desk.mail(ANN, "Hello", "first");
        desk.deskwire.channels().pause(ACME, SUPPORT);
        String id = reply("answer");
        desk.later(Duration.ofDays(7));
        assertThat(desk.sent).isEmpty();
        assertThat(statuses(id)).containsExactly(DeliveryStatus.QUEUED);

        desk.deskwire.channels().resume(ACME, SUPPORT);
        desk.later(Duration.ofMinutes(1));
        assertThat(desk.sent).hasSize(1);
    }

    @Test
    void the_same_idempotency_key_sends_once() throws Exception {
        desk.mail(ANN, "Hello", "first");
        TicketRef ticket = new TicketRef("T1");
        String one = desk.deskwire.replies().reply(ACME, ticket, ReplyDraft.text("answer"), "key-1");
        String two = desk.deskwire.replies().reply(ACME, ticket, ReplyDraft.text("answer"), "key-1");
        desk.run();

        assertThat(two).isEqualTo(one);
        assertThat(desk.sent).hasSize(1);
    }

    @Test
    void a_bounce_reaches_the_recipient_it_is_about() throws Exception {
        desk.mail(ANN, "Hello", "first");
        String id = reply("answer");
        desk.arrive(ACME, SUPPORT, """
                From: MAILER-DAEMON@mx.customer.example
                To: support@acme.example
                Subject: Undelivered Mail Returned to Sender
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary=b

                --b
                Content-Type: text/plain

                It could not be delivered.
                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.customer.example

                Final-Recipient: rfc822; ann@customer.example
                Action: failed
                Status: 5.1.1
                Diagnostic-Code: smtp; 550 5.1.1 no such user

                --b
                Content-Type: message/rfc822

                Message-ID: <%s>
                From: support@acme.example
                To: ann@customer.example
                Subject: Re: Hello

                answer
                --b--
                """.formatted(desk.sent.get(0).messageId()));
        desk.run();

        assertThat(deliveries(id)).singleElement().satisfies(delivery -> {
            assertThat(delivery.status()).isEqualTo(DeliveryStatus.BOUNCED);
            assertThat(delivery.code()).isEqualTo("5.1.1");
        });
        assertThat(desk.tickets).hasSize(1);
    }

    @Test
    void what_cannot_be_answered_says_why() throws Exception {
        desk.mail(ANN, "Hello", "first");

        assertThatExceptionOfType(ReplyRefusedException.class)
                .isThrownBy(() -> desk.deskwire.replies().reply(ACME, new TicketRef("T9"), ReplyDraft.text("x"), null))
                .withMessageContaining("T9");
        assertThatExceptionOfType(ReplyRefusedException.class)
                .isThrownBy(() -> desk.deskwire.replies().reply(ACME, new TicketRef("T1"), ReplyDraft.text(" "), null))
                .withMessageContaining("empty");
        desk.config.put(new ChannelConfig(
                ACME, SUPPORT, "scripted", Map.of(), "support@acme.example", Map.of(), false, List.of()));
        assertThatExceptionOfType(ReplyRefusedException.class)
                .isThrownBy(() -> desk.deskwire.replies().reply(ACME, new TicketRef("T1"), ReplyDraft.text("x"), null))
                .withMessageContaining("switched off");
    }

    private String reply(String text) throws Exception {
        String id = desk.deskwire.replies().reply(ACME, new TicketRef("T1"), ReplyDraft.text(text), null);
        desk.run();
        return id;
    }

    private List<Delivery> deliveries(String id) {
        return ((StoredMessage.Outbound) desk.deskwire.messages().find(ACME, id).orElseThrow()).deliveries();
    }

    private List<DeliveryStatus> statuses(String id) {
        return deliveries(id).stream().map(Delivery::status).toList();
    }

    private DeadLetter onlyDeadLetter() {
        return desk.deskwire.deadLetters().list(ACME, null, 10).items().get(0);
    }
}
