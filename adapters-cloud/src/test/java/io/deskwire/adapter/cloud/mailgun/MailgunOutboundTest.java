package io.deskwire.adapter.cloud.mailgun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.deskwire.adapter.cloud.common.ChannelMark;
import io.deskwire.channel.Channel;
import io.deskwire.channel.Outbound;
import io.deskwire.channel.RawItem;
import io.deskwire.channel.SendResult;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Content;
import io.deskwire.message.DeliveryReport;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.MessageProblem;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.message.ParsedMessage;
import io.deskwire.mime.MimeComposer;
import io.deskwire.mime.MimeDecoder;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.testkit.SettableClock;
import io.deskwire.testkit.cloud.MailgunDomain;
import io.deskwire.testkit.cloud.MailgunSent;
import io.deskwire.testkit.cloud.MailgunSimulator;
import io.deskwire.testkit.cloud.Trouble;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailgunOutboundTest {

    private final SettableClock clock = SettableClock.at(Posts.SIGNED_AT);
    private MailgunSimulator mailgun;
    private MailgunDomain domain;
    private Channel channel;

    @BeforeEach
    void start() {
        mailgun = MailgunSimulator.start(clock);
        domain = mailgun.addDomain("in.desk.example", MailgunSimulator.Region.EU, "key-1", Posts.KEY);
        channel = open("{}");
    }

    @AfterEach
    void stop() {
        channel.close();
        mailgun.close();
    }

    private Channel open(String changes) {
        String base =
                "{\"api_base_url\":\"" + mailgun.baseUrl(MailgunSimulator.Region.EU) + "/\"," + changes.substring(1);
        return Posts.TYPE.open(Posts.config(base.replace(",}", "}")), Posts.context());
    }

    private static OutboundMessage message() {
        return MessageSamples.outbound()
                .messageId("om_01.7f3a@desk.example")
                .to("zoe@customer.example")
                .cc("boss@customer.example")
                .subject("Re: ご注文")
                .text("Grüße")
                .html("<p>Grüße</p>")
                .attach(new OutboundAttachment("a.pdf", "application/pdf", null, Content.of(new byte[200_000])))
                .answering("m3@customer.example", "m1@customer.example")
                .build();
    }

    private SendResult send(OutboundMessage message) throws ChannelException {
        Outbound outbound = channel.outbound().orElseThrow();
        outbound.mayLeaveAt(message, clock.instant());
        return outbound.send(message, message.recipients());
    }

    private ChannelException refused(OutboundMessage message) {
        return catchThrowableOfType(ChannelException.class, () -> send(message));
    }

    @Test
    void a_message_goes_out_as_it_was_composed_with_its_own_ids() throws Exception {
        OutboundMessage message = message();
        SendResult.HandedOver result = (SendResult.HandedOver) send(message);

        assertThat(result.providerMessageId()).isEqualTo("om_01.7f3a@desk.example");
        assertThat(result.wireMessageId()).isNull();
        assertThat(result.recipients())
                .extracting(SendResult.RecipientResult::status)
                .containsExactly(DeliveryStatus.SENT, DeliveryStatus.SENT);
        MailgunSent sent = domain.sent().get(0);
        assertThat(sent.recipients()).containsExactly("zoe@customer.example", "boss@customer.example");
        assertThat(sent.variables())
                .isEqualTo(
                        Map.of("desk_msg", "om_01.7f3a@desk.example", "desk_channel", ChannelMark.of("acme", "mail")));
        ByteArrayOutputStream composed = new ByteArrayOutputStream();
        new MimeComposer().write(message, composed);
        assertThat(sent.mail()).isEqualTo(composed.toByteArray());
        ParsedMessage seen = new MimeDecoder().decode(Content.of(sent.mail()), Map.of());
        assertThat(seen.threading().references()).containsExactly("m1@customer.example", "m3@customer.example");
        assertThat(mailgun.requests()).hasSize(1);
    }

    @Test
    void what_becomes_of_it_comes_back_to_it() throws Exception {
        try (Receiver receiver = new Receiver(Posts.config("{}"), clock)) {
            domain.addWebhook("delivered", receiver.url()).addWebhook("permanent_fail", receiver.url());
            send(message());
            MailgunSent sent = domain.sent().get(0);
            domain.delivered(sent, "zoe@customer.example");
            domain.failed(sent, "boss@customer.example", "permanent", "bounce", 550, "no such user");

            assertThat(receiver.messages())
                    .flatExtracting(ParsedMessage::reports)
                    .extracting(DeliveryReport::originalMessageId, DeliveryReport::status)
                    .containsExactly(
                            tuple("om_01.7f3a@desk.example", DeliveryStatus.DELIVERED),
                            tuple("om_01.7f3a@desk.example", DeliveryStatus.BOUNCED));
            assertThat(receiver.stored())
                    .allSatisfy(item -> assertThat(item.meta()).doesNotContainKeys(RawItem.FOREIGN, RawItem.ANYBODYS));
        }
    }

    @Test
    void an_answer_that_never_came_is_uncertain_and_the_message_found_by_its_id() throws Exception {
        mailgun.trouble(Trouble.cutAfterAccepting(), "messages.mime", 1);
        SendResult result = send(message());

        assertThat(result).isInstanceOf(SendResult.Uncertain.class);
        assertThat(domain.sent()).hasSize(1);
        Outbound.SentLookup lookup =
                channel.outbound().orElseThrow().sentLookup().orElseThrow();
        assertThat(lookup.find(message()))
                .hasValueSatisfying(
                        found -> assertThat(found.providerMessageId()).isEqualTo("om_01.7f3a@desk.example"));
    }

    @Test
    void a_message_that_is_not_found_may_still_show_up() throws Exception {
        domain.withLateEvents(true);
        send(message());
        Outbound.SentLookup lookup =
                channel.outbound().orElseThrow().sentLookup().orElseThrow();

        ChannelException notYet = catchThrowableOfType(ChannelException.class, () -> lookup.find(message()));

        assertThat(notYet.kind()).isEqualTo(FailureKind.NOT_FOUND);
    }

    @Test
    void a_page_of_an_error_says_nothing_about_the_message() throws Exception {
        mailgun.trouble(Trouble.htmlPageAfterAccepting(502), "messages.mime", 1);
        assertThat(send(message())).isInstanceOf(SendResult.Uncertain.class);
        mailgun.trouble(Trouble.htmlPage(503), "messages.mime", 1);
        assertThat(send(message())).isInstanceOf(SendResult.Uncertain.class);
        mailgun.trouble(Trouble.answer(200, "text/html", "<p>Hello</p>"), "messages.mime", 1);
        assertThat(send(message())).isInstanceOf(SendResult.Uncertain.class);
        assertThat(mailgun.requests()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "400, PERMANENT",
        "401, AUTH",
        "402, AUTH",
        "403, AUTH",
        "404, AUTH",
        "408, TRANSIENT",
        "413, PERMANENT",
        "422, PERMANENT"
    })
    void each_refusal_is_of_its_kind(int status, FailureKind kind) {
        mailgun.trouble(Trouble.answer(status, "application/json", "{\"message\":\"said\\nso\"}"), "messages.mime", 1);

        ChannelException refused = refused(message());

        assertThat(refused.kind()).isEqualTo(kind);
        assertThat(refused.code()).hasValue(Integer.toString(status));
        assertThat(refused).hasMessageContaining("(said so)");
    }

    @Test
    void a_recipient_whom_a_sandbox_may_not_reach_does_not_stop_the_channel() {
        mailgun.trouble(
                Trouble.answer(
                        403, "application/json", "{\"message\":\"Sandbox subdomains are for test purposes only.\"}"),
                "messages.mime",
                1);

        assertThat(refused(message()).kind()).isEqualTo(FailureKind.PERMANENT);
    }

    @Test
    void too_fast_waits_as_long_as_it_is_told() {
        mailgun.trouble(Trouble.throttled(17), "messages.mime", 1);
        assertThat(refused(message()).retryAfter()).hasValue(Duration.ofSeconds(17));

        mailgun.trouble(
                Trouble.answer(
                        429,
                        "text/plain",
                        "Domain in.desk.example is not allowed to send: recipient limit exceeded. Try again after Tue,"
                                + " 14 Jan 2025 09:40:00 UTC"),
                "messages.mime",
                1);
        assertThat(refused(message()).retryAfter()).hasValue(Duration.ofMinutes(10));

        mailgun.trouble(Trouble.answer(429, "application/json", "{\"retry-seconds\":5}"), "messages.mime", 1);
        assertThat(refused(message()).retryAfter()).hasValue(Duration.ofSeconds(5));

        mailgun.trouble(Trouble.answer(429, "text/plain", "slow down"), "messages.mime", 1);
        ChannelException plain = refused(message());
        assertThat(plain.retryAfter()).hasValue(Duration.ofMinutes(1));
        assertThat(plain.kind()).isEqualTo(FailureKind.THROTTLED);
    }

    @Test
    void the_wrong_key_region_or_address_is_told() {
        channel.close();
        channel = open("{\"api_key\":\"wrong\"}");
        assertThat(refused(message()).kind()).isEqualTo(FailureKind.AUTH);

        channel.close();
        channel = open("{\"domain\":\"nobody.example\"}");
        ChannelException unknown = refused(message());
        assertThat(unknown.kind()).isEqualTo(FailureKind.AUTH);
        assertThat(unknown.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("region"));

        channel.close();
        channel = Posts.TYPE.open(
                Posts.config("{\"api_base_url\":\"" + mailgun.baseUrl(MailgunSimulator.Region.EU) + "/v9\"}"),
                Posts.context());
        assertThat(refused(message()).hint())
                .hasValueSatisfying(hint -> assertThat(hint).contains("api_base_url"));
        assertThat(domain.sent()).isEmpty();
    }

    @Test
    void nobody_there_is_a_failure_before_anything_went_out() {
        mailgun.close();

        assertThat(refused(message()).kind()).isEqualTo(FailureKind.TRANSIENT);
    }

    @Test
    void what_is_too_large_is_found_without_reading_it() {
        Content huge = new Content() {
            @Override
            public long length() {
                return 19_000_000;
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
        OutboundMessage message = MessageSamples.outbound()
                .attach(new OutboundAttachment("big.bin", "application/octet-stream", null, huge))
                .build();

        assertThat(channel.outbound().orElseThrow().problems(message))
                .extracting(MessageProblem::field)
                .containsExactly("attachments");
        assertThat(refused(message).kind()).isEqualTo(FailureKind.UNSUPPORTED);
        assertThat(channel.outbound().orElseThrow().problems(message())).isEmpty();
    }
}
