package io.deskwire.adapter.graph;

import static io.deskwire.adapter.graph.Outgoing.file;
import static io.deskwire.adapter.graph.Outgoing.mail;
import static io.deskwire.adapter.graph.Outgoing.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.channel.Channel;
import io.deskwire.channel.Outbound;
import io.deskwire.channel.SendResult;
import io.deskwire.channel.SendResult.HandedOver;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.OutboundMessage;
import io.deskwire.testkit.graph.GraphMailbox;
import io.deskwire.testkit.graph.GraphQuirk;
import io.deskwire.testkit.graph.GraphSent;
import io.deskwire.testkit.graph.GraphTrouble;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts of which nobody heard the end: nothing goes out twice, and nothing is taken for unsent that may have been sent. */
class UncertainSendingTest {

    @Test
    void what_graph_answers_200_to_was_not_sent_and_goes_another_way() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            OutboundMessage message = mail(office).build();
            office.graph.trouble(GraphTrouble.empty(200), "sendMail", 1);

            assertThatThrownBy(() -> send(office, channel, message))
                    .isInstanceOfSatisfying(
                            ChannelException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.TRANSIENT));
            assertThat(office.mailbox.sent()).isEmpty();
            office.clock.advance(Duration.ofMinutes(11));

            send(office, channel, message);

            assertThat(office.mailbox.sent())
                    .singleElement()
                    .satisfies(sent -> assertThat(sent.way()).isEqualTo(GraphSent.Way.DRAFT));
        }
    }

    @Test
    void a_200_that_sent_it_after_all_sends_nothing_twice() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            OutboundMessage message = mail(office).build();
            office.graph.trouble(GraphTrouble.emptyAfterAccepting(200), "sendMail", 1);
            assertThatThrownBy(() -> send(office, channel, message)).isInstanceOf(ChannelException.class);

            assertThat(send(office, channel, message)).isInstanceOf(HandedOver.class);

            assertThat(office.mailbox.sent()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 408, 500, 501, 502, 504, 507, 509, 520, 521, 524, 598})
    void an_answer_that_proves_nothing_is_no_failure(int status) throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            OutboundMessage message = mail(office).build();
            office.graph.trouble(GraphTrouble.emptyAfterAccepting(status), "sendMail", 1);

            assertThat(send(office, channel, message)).isInstanceOf(SendResult.Uncertain.class);

            assertThat(office.requests("sendMail")).hasSize(1);
            assertThat(channel.outbound()
                            .orElseThrow()
                            .sentLookup()
                            .orElseThrow()
                            .find(message))
                    .isPresent();
        }
    }

    @Test
    void what_sent_items_do_not_show_yet_is_not_taken_for_unsent() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            office.mailbox.with(GraphQuirk.SENT_ITEM_LATE).with(GraphQuirk.MESSAGE_ID_REWRITTEN);
            OutboundMessage message = mail(office).build();
            office.graph.trouble(GraphTrouble.droppedAfterAccepting(), "sendMail", 1);
            Outbound.SentLookup lookup =
                    channel.outbound().orElseThrow().sentLookup().orElseThrow();
            assertThat(send(office, channel, message)).isInstanceOf(SendResult.Uncertain.class);

            assertThatThrownBy(() -> lookup.find(message)).isInstanceOf(ChannelException.class);
            office.mailbox.showSent();

            assertThat(lookup.find(message))
                    .hasValueSatisfying(found -> assertThat("<" + found.wireMessageId() + ">")
                            .isEqualTo(office.mailbox.sent().get(0).internetMessageId()));
        }
    }

    @Test
    void what_is_not_there_long_after_was_not_sent() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            OutboundMessage message = mail(office).build();
            office.graph.trouble(GraphTrouble.droppedBeforeAccepting(), "sendMail", 1);
            Outbound outbound = channel.outbound().orElseThrow();
            assertThat(send(office, channel, message)).isInstanceOf(SendResult.Uncertain.class);
            office.clock.advance(Duration.ofMinutes(11));

            assertThat(outbound.sentLookup().orElseThrow().find(message)).isEmpty();
        }
    }

    @Test
    void a_draft_whose_sending_was_cut_off_is_found_by_itself() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            OutboundMessage sent =
                    mail(office).attach(file("data.bin", 3_000_000)).build();
            office.graph.trouble(GraphTrouble.droppedAfterAccepting(), "/send$", 1);
            assertThat(send(office, channel, sent)).isInstanceOf(HandedOver.class);

            OutboundMessage unsent =
                    mail(office).attach(file("data.bin", 3_000_000)).build();
            office.graph.trouble(GraphTrouble.droppedBeforeAccepting(), "/send$", 1);
            assertThat(send(office, channel, unsent)).isInstanceOf(SendResult.Uncertain.class);

            assertThat(office.mailbox.sent()).hasSize(1);
            office.clock.advance(Duration.ofMinutes(11));
            try (Channel other = office.open(Map.of())) {
                assertThat(other.outbound()
                                .orElseThrow()
                                .sentLookup()
                                .orElseThrow()
                                .find(unsent))
                        .as("its draft is as it was")
                        .isEmpty();
            }
        }
    }

    @Test
    void another_process_knows_how_long_ago_an_attempt_was_and_what_became_of_its_draft() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            office.mailbox.with(GraphQuirk.SENT_ITEM_LATE).with(GraphQuirk.MESSAGE_ID_REWRITTEN);
            OutboundMessage small = mail(office).build();
            OutboundMessage large =
                    mail(office).attach(file("data.bin", 3_000_000)).build();
            // Written long before it was due.
            office.clock.advance(Duration.ofDays(1));
            office.graph.trouble(GraphTrouble.droppedAfterAccepting(), "sendMail", 1);
            office.graph.trouble(GraphTrouble.droppedBeforeAccepting(), "/send$", 1);
            assertThat(send(office, channel, small)).isInstanceOf(SendResult.Uncertain.class);
            assertThat(send(office, channel, large)).isInstanceOf(SendResult.Uncertain.class);
            try (Channel other = office.open(Map.of())) {
                Outbound.SentLookup lookup =
                        other.outbound().orElseThrow().sentLookup().orElseThrow();
                for (OutboundMessage message : List.of(small, large)) {
                    assertThatThrownBy(() -> lookup.find(message))
                            .isInstanceOfSatisfying(
                                    ChannelException.class,
                                    e -> assertThat(e.kind()).isEqualTo(FailureKind.NOT_FOUND));
                }
                assertThat(office.mailbox.items("drafts")).hasSize(1);
                office.clock.advance(Duration.ofMinutes(11));
                office.mailbox.showSent();

                assertThat(lookup.find(small)).isPresent();
                assertThat(lookup.find(large)).isEmpty();
                assertThat(office.mailbox.items("drafts")).isEmpty();
                assertThat(send(office, other, large)).isInstanceOf(HandedOver.class);
            }
            assertThat(office.mailbox.sent()).hasSize(2);
        }
    }

    @Test
    void who_sends_again_what_went_out_after_all_sends_nothing() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            office.mailbox.receive(
                    ("Message-ID: <q1@customer.example>\r\nFrom: ann@customer.example\r\nSubject: Fire\r\n\r\nHelp")
                            .getBytes(StandardCharsets.US_ASCII));
            office.mailbox.with(GraphQuirk.SENT_ITEM_LATE).with(GraphQuirk.MESSAGE_ID_REWRITTEN);
            OutboundMessage answer = mail(office)
                    .answering("q1@customer.example")
                    .attach(file("data.bin", 3_000_000))
                    .build();
            office.graph.trouble(GraphTrouble.droppedAfterAccepting(), "/send$", 1);
            office.graph.trouble(GraphTrouble.empty(503), "GET .*/messages/", 1);
            assertThat(send(office, channel, answer)).isInstanceOf(SendResult.Uncertain.class);

            assertThatThrownBy(() -> send(office, channel, answer))
                    .isInstanceOfSatisfying(
                            ChannelException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.NOT_FOUND));
            office.clock.advance(Duration.ofHours(1));
            Outbound.SentLookup lookup =
                    channel.outbound().orElseThrow().sentLookup().orElseThrow();
            assertThatThrownBy(() -> lookup.find(answer)).hasMessageContaining("draft is gone");
            office.mailbox.showSent();

            assertThat(send(office, channel, answer)).isInstanceOf(HandedOver.class);

            assertThat(office.mailbox.sent()).hasSize(1);
        }
    }

    @Test
    void a_doubt_outlasts_a_refusal() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            OutboundMessage message = mail(office).build();
            office.mailbox.with(GraphQuirk.SENT_ITEM_LATE);
            office.graph.trouble(GraphTrouble.emptyAfterAccepting(200), "sendMail", 1);
            assertThatThrownBy(() -> send(office, channel, message)).isInstanceOf(ChannelException.class);
            office.clock.advance(Duration.ofMinutes(11));
            office.graph.trouble(GraphTrouble.throttled("5"), "POST .*/(messages|send)$", 1);
            assertThatThrownBy(() -> send(office, channel, message)).isInstanceOf(ChannelException.class);
            office.mailbox.showSent();

            assertThat(send(office, channel, message)).isInstanceOf(HandedOver.class);

            assertThat(office.mailbox.sent()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204})
    void a_draft_that_went_out_under_another_answer_is_neither_removed_nor_sent_again(int status) throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            office.mailbox.with(GraphQuirk.SENT_ITEM_LATE).with(GraphQuirk.MESSAGE_ID_REWRITTEN);
            OutboundMessage message =
                    mail(office).attach(file("data.bin", 3_000_000)).build();
            office.graph.trouble(GraphTrouble.emptyAfterAccepting(status), "/send$", 1);
            assertThat(send(office, channel, message)).isInstanceOf(SendResult.Uncertain.class);
            office.mailbox.showSent();

            assertThat(send(office, channel, message)).isInstanceOf(HandedOver.class);

            assertThat(office.mailbox.sent()).hasSize(1);
            assertThat(office.mailbox.items("sentitems")).hasSize(1);
        }
    }

    @Test
    void a_draft_that_went_out_under_another_answer_and_shows_was_sent() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            OutboundMessage message =
                    mail(office).attach(file("data.bin", 3_000_000)).build();
            office.graph.trouble(GraphTrouble.emptyAfterAccepting(200), "/send$", 1);

            assertThat(send(office, channel, message)).isInstanceOf(HandedOver.class);

            assertThat(office.mailbox.sent()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 429, 503})
    void an_answer_that_refuses_is_a_failure(int status) throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            office.graph.trouble(GraphTrouble.empty(status), "sendMail", 1);

            assertThatThrownBy(() -> send(office, channel, mail(office).build()))
                    .isInstanceOf(ChannelException.class);
        }
    }

    @Test
    void a_full_mailbox_sends_nothing_for_certain() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            office.mailbox.become(GraphMailbox.Health.FULL);

            assertThatThrownBy(() -> send(office, channel, mail(office).build()))
                    .isInstanceOfSatisfying(
                            ChannelException.class, e -> assertThat(e.hint()).isPresent());
        }
    }

    @Test
    void a_draft_that_is_refused_since_somebody_sent_it_is_not_removed() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            OutboundMessage message =
                    mail(office).attach(file("data.bin", 3_000_000)).build();
            office.graph.trouble(GraphTrouble.emptyAfterAccepting(400), "/send$", 1);
            assertThatThrownBy(() -> send(office, channel, message)).isInstanceOf(ChannelException.class);
            assertThat(office.mailbox.items("sentitems")).hasSize(1);

            assertThat(send(office, channel, message)).isInstanceOf(HandedOver.class);

            assertThat(office.mailbox.sent()).hasSize(1);
        }
    }
}
