package io.deskwire.adapter.cloud.postmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.deskwire.channel.SendResult;
import io.deskwire.channel.SendResult.HandedOver;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.json.Json;
import io.deskwire.message.Address;
import io.deskwire.message.Content;
import io.deskwire.message.DeliveryReport;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.MessageProblem;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.message.ParsedMessage;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.testkit.OutboundSample;
import io.deskwire.testkit.cloud.PostmarkSent;
import io.deskwire.testkit.cloud.Trouble;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostmarkOutboundTest extends SendingThroughPostmark {

    @Test
    void a_message_goes_out_with_everything_and_its_own_id() throws Exception {
        HandedOver result = (HandedOver) send(message());

        PostmarkSent sent = server.sent().get(0);
        assertThat(result.providerMessageId()).isEqualTo(sent.messageId());
        assertThat(result.wireMessageId()).isEqualTo(sent.messageId() + "@mtasv.net");
        assertThat(statuses(result))
                .isEqualTo(Map.of(
                        "zoe@customer.example", DeliveryStatus.SENT, "boss@customer.example", DeliveryStatus.SENT));
        assertThat(sent.wireMessageId()).isEqualTo(OURS);
        assertThat(sent.recipients()).containsExactly("zoe@customer.example", "boss@customer.example");
        assertThat(sent.metadata()).isEqualTo(Map.of("desk_msg", OURS, "desk_channel", "acme/mail"));
        assertThat(sent.header("In-Reply-To")).isEqualTo("<m3@customer.example>");
        assertThat(sent.header("References")).isEqualTo("<m1@customer.example> <m3@customer.example>");
        assertThat(sent.body())
                .containsEntry("Subject", "Re: ご注文")
                .containsEntry("TextBody", "Grüße")
                .containsEntry("MessageStream", "outbound")
                .containsEntry("TrackOpens", false);
        assertThat(sent.files()).hasSize(2);
        assertThat(sent.files().get(0)).containsExactly(1, 2, 3);
        assertThat(sent.files().get(1)).hasSize(200_000);
        List<?> files = (List<?>) Objects.requireNonNull(sent.body().get("Attachments"));
        assertThat(((Map<?, ?>) files.get(0)).get("ContentID")).isEqualTo("cid:logo1");
        assertThat(((Map<?, ?>) files.get(1)).containsKey("ContentID")).isFalse();
        assertThat(postmark.requests()).hasSize(1);
    }

    @Test
    void where_postmark_puts_its_own_id_that_one_is_known() throws Exception {
        server.withKeptIds(false);

        HandedOver result = (HandedOver) send(message());

        assertThat(server.sent().get(0).wireMessageId()).isEqualTo(result.wireMessageId());
    }

    @Test
    void what_becomes_of_it_comes_back_to_it() throws Exception {
        try (Receiver receiver = new Receiver(Posts.config("{}"), clock)) {
            server.withWebhook(receiver.url());
            OutboundMessage message = sample().messageId("om_" + "x".repeat(150) + "@desk.example")
                    .to("zoe@customer.example", "gone@customer.example")
                    .build();
            send(message);
            PostmarkSent sent = server.sent().get(0);
            server.delivered(sent, "zoe@customer.example");
            server.bounced(sent, "gone@customer.example", "HardBounce", "smtp;550 5.1.1 no such user");
            server.complained(sent, "zoe@customer.example");
            server.opened(sent, "zoe@customer.example", "Thunderbird");
            server.delivered(sent, "zoe@customer.example");

            assertThat(receiver.messages())
                    .flatExtracting(ParsedMessage::reports)
                    .extracting(DeliveryReport::originalMessageId, DeliveryReport::status)
                    .containsExactly(
                            tuple(message.messageId(), DeliveryStatus.DELIVERED),
                            tuple(message.messageId(), DeliveryStatus.BOUNCED),
                            tuple(message.messageId(), DeliveryStatus.COMPLAINED));
            assertThat(receiver.stored()).hasSize(4);
            assertThat(server.lost()).isEmpty();
        }
    }

    @Test
    void an_answer_that_never_came_is_uncertain_and_the_message_found_by_its_id() throws Exception {
        postmark.trouble(Trouble.cutAfterAccepting(), "/email", 1);
        OutboundMessage message = message();

        assertThat(send(message)).isInstanceOf(SendResult.Uncertain.class);

        assertThat(server.sent()).hasSize(1);
        HandedOver found = lookup().find(message).orElseThrow();
        assertThat(found.providerMessageId()).isEqualTo(server.sent().get(0).messageId());
        assertThat(found.wireMessageId()).isEqualTo(found.providerMessageId() + "@mtasv.net");
        assertThat(statuses(found).values()).containsOnly(DeliveryStatus.SENT);
    }

    /** A restart, another node and a channel opened anew know nothing of the attempt. */
    @Test
    void a_message_that_is_not_found_is_never_taken_for_one_that_was_not_sent() throws Exception {
        server.withLateActivity(true);
        postmark.trouble(Trouble.cutAfterAccepting(), "/email", 1);
        OutboundMessage message = message();
        assertThat(send(message)).isInstanceOf(SendResult.Uncertain.class);
        assertThat(server.sent()).hasSize(1);

        assertUnknown(message);
        channel.close();
        channel = open("{}");
        assertUnknown(message);
        clock.advance(Duration.ofMinutes(11));
        channel.outbound().orElseThrow().mayLeaveAt(message, clock.instant());
        assertUnknown(message);

        server.withLateActivity(false);
        assertThat(lookup().find(message)).isPresent();
        assertUnknown(sample().messageId("other@desk.example").build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"TotalCount\":0}", "{\"Messages\":null}", "{\"Messages\":{}}", "[]"})
    void a_search_without_a_list_says_nothing(String answer) throws Exception {
        postmark.trouble(Trouble.answer(200, "application/json", answer), "/messages/outbound", 1);

        assertUnknown(message(), FailureKind.TRANSIENT);
    }

    /** The search is by the first 80 characters. */
    @Test
    void a_message_that_only_begins_with_the_same_id_is_another() throws Exception {
        String one =
                "{\"TotalCount\":1,\"Messages\":[{\"MessageID\":\"1\",\"Recipients\":[\"zoe@customer.example\"]}]}";
        String id = "m".repeat(68) + "@desk.example";

        postmark.trouble(Trouble.answer(200, "application/json", one), "/messages/outbound", 1);
        assertUnknown(sample().messageId("m" + id).build());
        postmark.trouble(Trouble.answer(200, "application/json", one), "/messages/outbound", 1);
        assertThat(lookup().find(sample().messageId(id.substring(1)).build())).isPresent();
    }

    /** Postmark was asked and does not show it. */
    private void assertUnknown(OutboundMessage message) {
        assertUnknown(message, FailureKind.NOT_FOUND);
    }

    private void assertUnknown(OutboundMessage message, FailureKind kind) {
        ChannelException unknown = catchThrowableOfType(ChannelException.class, () -> lookup().find(message));
        assertThat(unknown).isNotNull();
        assertThat(unknown.kind()).isEqualTo(kind);
    }

    @Test
    void a_page_of_an_error_says_nothing_about_the_message() throws Exception {
        postmark.trouble(Trouble.htmlPageAfterAccepting(502), "/email", 1);
        assertThat(send(message())).isInstanceOf(SendResult.Uncertain.class);
        postmark.trouble(Trouble.htmlPage(500), "/email", 1);
        assertThat(send(message())).isInstanceOf(SendResult.Uncertain.class);
        postmark.trouble(Trouble.answer(200, "text/html", "<p>Hello</p>"), "/email", 1);
        assertThat(send(message())).isInstanceOf(SendResult.Uncertain.class);
        assertThat(postmark.requests()).hasSize(3);
    }

    @Test
    void copies_alone_go_out_too() throws Exception {
        send(message(), List.of(Address.email("boss@customer.example")));

        assertThat(server.sent().get(0).recipients()).containsExactly("boss@customer.example");
    }

    @Test
    void automatic_mail_says_so_and_files_alone_have_a_text() throws Exception {
        send(sample().text("")
                .attach(MessageSamples.textFile("a.txt", "x"))
                .automatic()
                .build());
        send(sample().text("").html("<p>Nur <b>HTML</b></p>").build());

        assertThat(server.sent().get(0).header("Auto-Submitted")).isEqualTo("auto-generated");
        assertThat(server.sent().get(0).header("X-Auto-Response-Suppress")).isEqualTo("All");
        assertThat(server.sent().get(1).body()).containsEntry("TextBody", "Nur HTML");
    }

    @Test
    void what_postmark_would_refuse_is_found_without_reading_files() {
        Content huge = new Content() {
            @Override
            public long length() {
                return 7_600_000;
            }

            @Override
            public String sha256() {
                return "0".repeat(64);
            }

            @Override
            public InputStream open() {
                throw new AssertionError("nobody asked for the bytes");
            }
        };
        assertThat(fields(sample().attach(new OutboundAttachment("big.zip", "application/zip", null, huge))))
                .containsExactly("attachments");
        assertThat(fields(sample().attach(MessageSamples.textFile("Run.EXE", "x"))))
                .containsExactly("attachments[0]");
        assertThat(fields(sample().subject("x".repeat(2001)))).containsExactly("subject");
        assertThat(fields(sample().text("").html(null))).containsExactly("text");
        assertThat(fields(sample().text("x".repeat(5_000_001)))).containsExactly("text");
        assertThat(fields(sample().messageId("x".repeat(320) + "@d.example"))).containsExactly("message");
        String[] many = new String[51];
        for (int i = 0; i < many.length; i++) {
            many[i] = "a" + i + "@customer.example";
        }
        assertThat(fields(sample().to(many))).containsExactly("to");
        assertThat(fields(sample())).isEmpty();
        assertThat(refused(sample().subject("x".repeat(2001)).build()).kind()).isEqualTo(FailureKind.UNSUPPORTED);
        assertThat(postmark.requests()).isEmpty();
    }

    private List<String> fields(OutboundSample sample) {
        return channel.outbound().orElseThrow().problems(sample.build()).stream()
                .map(MessageProblem::field)
                .toList();
    }

    @Test
    void the_stand_in_is_as_strict_as_the_real_one() throws Exception {
        send(message());
        Map<String, Object> body = server.sent().get(0).body();
        assertThat(Json.write(body)).doesNotContain("\"Bcc\"");
        assertThat(postmark.requests().get(0).header("x-postmark-server-token")).hasValue("server-token");
        assertThat(postmark.requests().get(0).header("accept")).hasValue("application/json");
    }
}
