package io.deskwire.adapter.graph;

import static io.deskwire.adapter.graph.Outgoing.SLICE;
import static io.deskwire.adapter.graph.Outgoing.file;
import static io.deskwire.adapter.graph.Outgoing.mail;
import static io.deskwire.adapter.graph.Outgoing.parsed;
import static io.deskwire.adapter.graph.Outgoing.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.channel.Channel;
import io.deskwire.channel.Outbound;
import io.deskwire.channel.SendResult.HandedOver;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.message.ParsedMessage;
import io.deskwire.testkit.graph.GraphItem;
import io.deskwire.testkit.graph.GraphMailbox;
import io.deskwire.testkit.graph.GraphQuirk;
import io.deskwire.testkit.graph.GraphSent;
import io.deskwire.testkit.graph.GraphTrouble;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphOutboundTest {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_large_answer_is_a_draft_that_exchange_threads(boolean delegated) throws Exception {
        try (Office office = new Office("acme", delegated);
                Channel channel = office.open(Map.of())) {
            GraphItem asked =
                    office.mailbox.receive(("Message-ID: <q1@customer.example>\r\nFrom: ann@customer.example\r\nTo: "
                                    + office.address() + "\r\nSubject: Fire\r\n\r\nHelp")
                            .getBytes(StandardCharsets.US_ASCII));
            OutboundMessage answer = mail(office)
                    .answering("q1@customer.example", "q0@customer.example")
                    .subject("Re: Fire")
                    .html("<p>Water</p>")
                    .attach(file("small.bin", 1000))
                    .attach(file("middle.bin", 2_900_000))
                    .attach(file("large.bin", 2 * SLICE + 1))
                    .build();

            HandedOver result = (HandedOver) send(office, channel, answer);

            assertThat(office.mailbox.sent()).singleElement().satisfies(sent -> {
                assertThat(sent.way()).isEqualTo(GraphSent.Way.DRAFT);
                ParsedMessage parsed = parsed(sent);
                assertThat(parsed.threading().inReplyTo()).containsExactly("q1@customer.example");
                assertThat(parsed.body().subject()).isEqualTo("Re: Fire");
                assertThat(parsed.body().html()).contains("Water").doesNotContain("quoted");
                assertThat(sent.recipients()).containsExactly("ann@customer.example");
                assertThat(parsed.attachments())
                        .extracting(a -> a.fileName() + " " + a.sha256())
                        .containsExactlyInAnyOrderElementsOf(answer.attachments().stream()
                                .map(a -> a.fileName() + " " + a.content().sha256())
                                .toList());
                assertThat(result.providerMessageId()).isEqualTo(sent.itemId().orElseThrow());
                String wire = result.wireMessageId() == null ? answer.messageId() : result.wireMessageId();
                assertThat("<" + wire + ">").isEqualTo(sent.internetMessageId());
            });
            assertThat(asked.id()).isNotBlank();
            assertThat(office.mailbox.items("drafts")).isEmpty();
            assertThat(office.memory.find("acme", "support", "attempt." + answer.id()))
                    .isEmpty();
        }
    }

    @Test
    void a_large_answer_to_what_is_gone_keeps_its_thread_and_the_marker() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            OutboundMessage message = mail(office)
                    .answering("gone@customer.example", "first@customer.example")
                    .attach(file("data.bin", 3 * 1024 * 1024))
                    .build();

            send(office, channel, message);

            GraphSent sent = office.mailbox
                    .sent(MarkedCopies.MARKER, "<" + message.messageId() + ">")
                    .orElseThrow();
            assertThat(sent.way()).isEqualTo(GraphSent.Way.DRAFT);
            ParsedMessage parsed = parsed(sent);
            assertThat(parsed.threading().inReplyTo()).containsExactly("gone@customer.example");
            assertThat(parsed.threading().references()).contains("first@customer.example");
            assertThat(parsed.body().text()).contains("Have you tried water?");
            assertThat(parsed.attachments()).hasSize(1);
        }
    }

    @Test
    void a_text_that_alone_is_too_long_for_one_piece_is_sent_all_the_same() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            String text = "Twenty-four characters.\n".repeat(50_000);
            OutboundMessage message =
                    mail(office).text(text).html("<p>" + text + "</p>").build();

            send(office, channel, message);

            GraphSent sent = office.mailbox
                    .sent(MarkedCopies.MARKER, "<" + message.messageId() + ">")
                    .orElseThrow();
            assertThat(parsed(sent).body().html()).contains("Twenty-four characters.\nTwenty");
        }
    }

    @Test
    void a_failed_draft_leaves_nothing_behind() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            OutboundMessage message =
                    mail(office).attach(file("data.bin", 4_000_000)).build();
            office.graph.trouble(GraphTrouble.empty(500), "PUT", 1);

            assertThatThrownBy(() -> send(office, channel, message)).isInstanceOf(ChannelException.class);

            assertThat(office.mailbox.items("drafts")).isEmpty();
            assertThat(office.mailbox.sent()).isEmpty();
        }
    }

    @Test
    void a_file_is_not_confirmed_by_another_of_its_name() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            OutboundAttachment first = file("scan.bin", 3_200_000);
            OutboundAttachment second = AttemptNotesTest.opening(
                    first,
                    () -> office.graph.trouble(GraphTrouble.answer(200, Map.of(), "application/json", "{}"), "PUT", 1));
            OutboundMessage message = mail(office).attach(first).attach(second).build();

            assertThatThrownBy(() -> send(office, channel, message))
                    .isInstanceOfSatisfying(
                            ChannelException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.TRANSIENT));

            assertThat(office.mailbox.sent()).isEmpty();
        }
    }

    @Test
    void equal_files_of_which_nobody_said_that_they_are_complete_are_both_there() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            OutboundAttachment scan = file("scan.bin", 3_200_000);
            OutboundMessage message = mail(office).attach(scan).attach(scan).build();
            office.graph.trouble(GraphTrouble.emptyAfterAccepting(200), "PUT", 2);

            send(office, channel, message);

            assertThat(parsed(office.mailbox.sent().get(0)).attachments()).hasSize(2);
        }
    }

    @Test
    void the_id_that_exchange_gave_is_told() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            OutboundMessage kept = mail(office).build();
            assertThat(((HandedOver) send(office, channel, kept)).wireMessageId())
                    .isNull();
            office.mailbox.with(GraphQuirk.MESSAGE_ID_REWRITTEN);

            HandedOver rewritten =
                    (HandedOver) send(office, channel, mail(office).build());

            assertThat("<" + rewritten.wireMessageId() + ">")
                    .isEqualTo(office.mailbox.sent().get(1).internetMessageId());
        }
    }

    @Test
    void an_id_that_shows_late_is_told_after_the_send() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            office.mailbox.with(GraphQuirk.MESSAGE_ID_REWRITTEN).with(GraphQuirk.SENT_ITEM_LATE);
            OutboundMessage message = mail(office).build();
            assertThat(((HandedOver) send(office, channel, message)).wireMessageId())
                    .isNull();
            Outbound.AfterSend after =
                    channel.outbound().orElseThrow().afterSend().orElseThrow();
            assertThatThrownBy(() -> after.run(message))
                    .isInstanceOfSatisfying(
                            ChannelException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.TRANSIENT));
            office.mailbox.showSent();

            after.run(message);

            assertThat(after.wireMessageId(message))
                    .hasValueSatisfying(id -> assertThat("<" + id + ">")
                            .isEqualTo(office.mailbox.sent().get(0).internetMessageId()));
            assertThat(office.mailbox.sent()).hasSize(1);
        }
    }

    @Test
    void refusals_are_explained() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            office.mailbox.with(GraphQuirk.FOREIGN_FROM_REFUSED);
            OutboundMessage foreign = mail(office).from("boss@acme.example").build();
            assertThatThrownBy(() -> send(office, channel, foreign))
                    .isInstanceOfSatisfying(ChannelException.class, e -> {
                        assertThat(e.kind()).isEqualTo(FailureKind.PERMANENT);
                        assertThat(e.hint())
                                .hasValueSatisfying(hint -> assertThat(hint).contains("Send As"));
                    });
            office.mailbox.allowSendAs("boss@acme.example");
            assertThat(send(office, channel, foreign)).isInstanceOf(HandedOver.class);

            office.app.withoutPermission("Mail.Send");
            assertThatThrownBy(() -> send(office, channel, mail(office).build()))
                    .isInstanceOfSatisfying(ChannelException.class, e -> {
                        assertThat(e.kind()).isEqualTo(FailureKind.AUTH);
                        assertThat(e.hint())
                                .hasValueSatisfying(hint -> assertThat(hint).contains("Mail.Send"));
                    });
            office.app.withPermission("Mail.Send");
            office.mailbox.become(GraphMailbox.Health.NOT_ENABLED);
            assertThatThrownBy(() -> send(office, channel, mail(office).build()))
                    .isInstanceOfSatisfying(
                            ChannelException.class,
                            e -> assertThat(e.hint())
                                    .hasValueSatisfying(hint -> assertThat(hint).contains("Exchange Online")));
        }
    }

    @Test
    void what_cannot_be_carried_is_told_beforehand() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of("max_message_mb", 5))) {
            OutboundMessage message =
                    mail(office).attach(file("data.bin", 5_000_000)).build();

            assertThat(channel.outbound().orElseThrow().problems(message))
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.message()).contains("max_message_mb"));
            assertThatThrownBy(() -> send(office, channel, message))
                    .isInstanceOfSatisfying(
                            ChannelException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.UNSUPPORTED));
            assertThat(office.requests("/v1.0/")).isEmpty();
        }
    }

    @Test
    void a_person_may_answer_from_a_shared_mailbox_where_it_is_allowed() throws Exception {
        try (Office office = Office.delegated()) {
            GraphMailbox team = office.graph.addMailbox(office.directory(), "team@acme.example");
            team.shareWith(office.mailbox);
            try (Channel channel = office.open(Map.of("shared_mailbox", "team@acme.example"))) {
                OutboundMessage message = mail(office).from("team@acme.example").build();
                assertThatThrownBy(() -> send(office, channel, message))
                        .isInstanceOfSatisfying(
                                ChannelException.class,
                                e -> assertThat(e.hint())
                                        .hasValueSatisfying(
                                                hint -> assertThat(hint).contains("Send As")));
                office.mailbox.allowSendAs("team@acme.example");

                assertThat(send(office, channel, message)).isInstanceOf(HandedOver.class);
                assertThat(team.sent()).hasSize(1);
                assertThat(office.requests("/token"))
                        .allSatisfy(request -> assertThat(request.text())
                                .contains("Mail.ReadWrite.Shared", "Mail.Send.Shared")
                                .doesNotContain("User.Read"));
            }
        }
    }
}
