package io.deskwire.adapter.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.channel.Channel;
import io.deskwire.channel.Outbound;
import io.deskwire.channel.SendResult;
import io.deskwire.channel.SendResult.HandedOver;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Content;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.message.ParsedMessage;
import io.deskwire.mime.MimeDecoder;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.testkit.OutboundSample;
import io.deskwire.testkit.graph.GraphItem;
import io.deskwire.testkit.graph.GraphMailbox;
import io.deskwire.testkit.graph.GraphQuirk;
import io.deskwire.testkit.graph.GraphRequest;
import io.deskwire.testkit.graph.GraphSent;
import io.deskwire.testkit.graph.GraphTrouble;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphOutboundTest {

    private static final int SLICE = 10 * 320 * 1024;

    private static OutboundSample mail(Office office) {
        return MessageSamples.outbound().channel("acme", "support").from(office.address());
    }

    private static OutboundAttachment file(String name, int bytes) {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return new OutboundAttachment(name, "application/octet-stream", null, Content.of(content));
    }

    private static SendResult send(Office office, Channel channel, OutboundMessage message) throws ChannelException {
        Outbound outbound = channel.outbound().orElseThrow();
        return outbound.send(message, message.recipients());
    }

    private static ParsedMessage parsed(GraphSent sent) throws Exception {
        return new MimeDecoder().decode(Content.of(sent.mime()), Map.of());
    }

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
                    .sent(SentCopies.MARKER, "<" + message.messageId() + ">")
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
                    .sent(SentCopies.MARKER, "<" + message.messageId() + ">")
                    .orElseThrow();
            assertThat(parsed(sent).body().html()).contains("Twenty-four characters.\nTwenty");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {SLICE, SLICE + 1, 2 * SLICE - 1, 2 * SLICE + 1, 2 * SLICE + 1000})
    void slices_reach_the_last_byte_however_the_answers_are_spelt_and_carry_no_token(int size) throws Exception {
        for (boolean capitalised : List.of(false, true)) {
            try (Office office = Office.appOnly();
                    Channel channel = office.open(Map.of())) {
                if (capitalised) {
                    office.mailbox.with(GraphQuirk.CAPITALISED_RANGES);
                }
                OutboundMessage message =
                        mail(office).attach(file("data.bin", size)).build();

                send(office, channel, message);

                assertThat(office.mailbox.sent())
                        .singleElement()
                        .satisfies(sent -> assertThat(
                                        parsed(sent).attachments().get(0).sha256())
                                .isEqualTo(
                                        message.attachments().get(0).content().sha256()));
                List<GraphRequest> slices = office.requests("PUT");
                assertThat(slices)
                        .hasSize((size + SLICE - 1) / SLICE)
                        .allSatisfy(slice ->
                                assertThat(slice.header("Authorization")).isEmpty());
            }
        }
    }

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

    @Test
    void a_throttled_or_unavailable_graph_is_asked_once_and_the_body_is_whole_the_next_time() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            OutboundMessage small = mail(office).build();
            OutboundMessage large =
                    mail(office).attach(file("data.bin", 4_000_000)).build();
            for (OutboundMessage message : List.of(small, large)) {
                office.graph.trouble(GraphTrouble.throttled("31,120"), "POST .*(sendMail|messages)$", 1);
                int before = posts(office);
                assertThatThrownBy(() -> send(office, channel, message))
                        .isInstanceOfSatisfying(ChannelException.class, e -> {
                            assertThat(e.kind()).isEqualTo(FailureKind.THROTTLED);
                            assertThat(e.retryAfter()).contains(Duration.ofSeconds(32));
                        });
                assertThat(posts(office)).isEqualTo(before + 1);
                office.graph.trouble(
                        GraphTrouble.answer(503, Map.of("Retry-After", "00"), "text/html", "<p>later</p>"),
                        "POST .*(sendMail|messages)$",
                        1);
                assertThatThrownBy(() -> send(office, channel, message))
                        .isInstanceOfSatisfying(
                                ChannelException.class,
                                e -> assertThat(e.kind()).isEqualTo(FailureKind.THROTTLED));
                assertThat(posts(office)).isEqualTo(before + 2);

                assertThat(send(office, channel, message)).isInstanceOf(HandedOver.class);
            }
            assertThat(office.mailbox.sent())
                    .hasSize(2)
                    .allSatisfy(sent -> assertThat(parsed(sent).body().text()).contains("Have you tried water?"));
        }
    }

    private static int posts(Office office) {
        return (int) office.graph.requests().stream()
                .filter(request -> (request.method() + " " + request.path()).matches("POST .*(sendMail|messages)$"))
                .count();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 504})
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
                                    e -> assertThat(e.kind()).isEqualTo(FailureKind.TRANSIENT));
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
                            ChannelException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.TRANSIENT));
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
    void odd_answers_keep_their_status() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            record Odd(GraphTrouble trouble, FailureKind kind, String code) {}
            List<Odd> odds = List.of(
                    new Odd(GraphTrouble.htmlPage(429), FailureKind.THROTTLED, "429"),
                    new Odd(GraphTrouble.answer(403, Map.of(), "text/plain", "no"), FailureKind.AUTH, "403"),
                    new Odd(GraphTrouble.answer(400, Map.of(), "application/json", "{}"), FailureKind.PERMANENT, "400"),
                    new Odd(
                            GraphTrouble.answer(
                                    400,
                                    Map.of(),
                                    "application/json",
                                    "{\"error\":{\"code\":\"errorInvalidRecipients\",\"message\":\"m\","
                                            + "\"innerError\":{\"date\":\"yesterday\"}}}"),
                            FailureKind.PERMANENT,
                            "errorInvalidRecipients"),
                    new Odd(
                            GraphTrouble.answer(302, Map.of("Location", "http://127.0.0.1:1/"), "text/html", ""),
                            FailureKind.TRANSIENT,
                            "302"),
                    new Odd(GraphTrouble.empty(413), FailureKind.UNSUPPORTED, "413"));
            for (Odd odd : odds) {
                office.graph.trouble(odd.trouble(), "sendMail", 1);
                assertThatThrownBy(() -> send(office, channel, mail(office).build()))
                        .as(odd.code())
                        .isInstanceOfSatisfying(ChannelException.class, e -> {
                            assertThat(e.kind()).isEqualTo(odd.kind());
                            assertThat(e.code()).contains(odd.code());
                            assertThat(e.getMessage()).isNotBlank();
                        });
            }
            assertThat(office.mailbox.sent()).isEmpty();
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
            }
        }
    }
}
