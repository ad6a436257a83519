package io.deskwire.adapter.cloud.ses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.deskwire.adapter.cloud.common.ChannelMark;
import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.channel.Outbound;
import io.deskwire.channel.RawItem;
import io.deskwire.channel.SendResult;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
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
import io.deskwire.testkit.SettableClock;
import io.deskwire.testkit.cloud.AwsKeys;
import io.deskwire.testkit.cloud.SesSent;
import io.deskwire.testkit.cloud.SesSimulator;
import io.deskwire.testkit.cloud.SnsTopic;
import io.deskwire.testkit.cloud.Trouble;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mail on its way out and what is told of it, through a simulated Amazon that rewrites Message-IDs as the real one does. */
class SesOutboundTest {

    private static final String SENDING = "POST /ses/v2/email/outbound-emails";

    private final SettableClock clock = SettableClock.at(Vectors.NOW);
    private SesSimulator amazon;
    private WebhookHost host;
    private SnsTopic topic;
    private Channel channel;

    @BeforeEach
    void start() throws Exception {
        amazon = SesSimulator.start(clock, "eu-west-1", AwsKeys.lasting());
        host = WebhookHost.start(clock);
        topic = amazon.addTopic("desk-events");
        amazon.addConfigurationSet("desk-events", topic);
        amazon.verify("desk.example");
        channel = new SesChannelType(clock)
                .open(
                        Documents.config(
                                "acme",
                                Map.of(
                                        "access_key_id", AwsKeys.lasting().id(),
                                        "secret_access_key",
                                                AwsKeys.lasting().secretKey().reveal(),
                                        "topic_arn", topic.arn(),
                                        "configuration_set", "desk-events",
                                        "api_base_url", amazon.apiBaseUrl(),
                                        "sns_base_url", amazon.snsBaseUrl())),
                        new ChannelContext(EgressPolicy.privateAllowed(), AccessTokens.none()));
        host.serve(channel);
        topic.subscribe(host.url());
        RawItem offer = host.newest();
        channel.contents().orElseThrow().fetch(Content.of(bytes(offer)), offer.meta(), host.intake());
    }

    @AfterEach
    void end() {
        channel.close();
        host.close();
        amazon.close();
    }

    private static OutboundSample sample() {
        return MessageSamples.outbound()
                .channel("acme", "mail")
                .from("support@desk.example")
                .messageId("dw1.conversation+token.1@desk.example");
    }

    @Test
    void the_message_id_on_the_wire_is_told_so_that_answers_to_it_are_found() throws Exception {
        OutboundMessage message = sample().to("zoe@customer.example")
                .cc("bo@customer.example")
                .answering("m1@customer.example", "m0@customer.example")
                .html("<p>Hi <img src=\"cid:logo\"></p>")
                .attach(new OutboundAttachment("logo.png", "image/png", "logo", Content.of(new byte[] {1, 2, 3})))
                .build();

        SendResult.HandedOver result = (SendResult.HandedOver) send(message);

        SesSent sent = amazon.sent().get(0);
        assertThat(result.providerMessageId()).isEqualTo(sent.messageId());
        // What a mail program puts into In-Reply-To is the id that it saw.
        ParsedMessage seen = SesProviderHarness.parsed(sent);
        assertThat(seen.threading().messageId())
                .isNotEqualTo(message.messageId())
                .isEqualTo(result.wireMessageId());
        assertThat(seen.threading().inReplyTo()).containsExactly("m1@customer.example");
        assertThat(seen.threading().references()).containsExactly("m0@customer.example", "m1@customer.example");
        assertThat(seen.attachments())
                .singleElement()
                .satisfies(file -> assertThat(file.inline()).isTrue());
        assertThat(sent.recipients()).containsExactly("zoe@customer.example", "bo@customer.example");
        assertThat(sent.from()).isEqualTo("support@desk.example");
    }

    @Test
    void every_event_names_our_message_and_whom_it_is_about() throws Exception {
        OutboundMessage message =
                sample().to("zoe@customer.example", "bo@customer.example").build();
        SendResult.HandedOver result = (SendResult.HandedOver) send(message);
        SesSent sent = amazon.sent().get(0);

        amazon.publish(sent, "Send", Map.of("send", Map.of()));
        amazon.publish(sent, "Delivery", Map.of("delivery", Map.of("recipients", List.of("zoe@customer.example"))));
        amazon.publish(
                sent,
                "Bounce",
                Map.of(
                        "bounce",
                        Map.of(
                                "bounceType",
                                "Permanent",
                                "bounceSubType",
                                "General",
                                "bouncedRecipients",
                                List.of(Map.of("emailAddress", "bo@customer.example", "status", "5.1.1")))));

        List<DeliveryReport> reports = reports();
        assertThat(reports)
                .extracting(DeliveryReport::status)
                .containsExactly(
                        DeliveryStatus.SENT, DeliveryStatus.SENT, DeliveryStatus.DELIVERED, DeliveryStatus.BOUNCED);
        assertThat(reports).allSatisfy(report -> {
            assertThat(report.originalMessageId()).isEqualTo(message.messageId());
            assertThat(report.providerMessageId()).isEqualTo(result.wireMessageId());
        });
        assertThat(reports.get(3).recipient()).isEqualTo(Address.email("bo@customer.example"));
    }

    @Test
    void events_about_a_siblings_message_are_told_apart_by_the_mark_it_was_sent_with() throws Exception {
        send(sample().to("zoe@customer.example").build());
        SesSent sent = amazon.sent().get(0);
        amazon.publish(sent, "Send", Map.of("send", Map.of()));

        String mark = ChannelMark.of("acme", "mail");
        assertThat(sent.tags()).containsEntry(ChannelMark.NAME, List.of(mark));
        assertThat(host.newest().meta()).doesNotContainKeys(RawItem.FOREIGN, RawItem.ANYBODYS, RawItem.ALSO);
        byte[] event = host.intake().bodies().get(host.intake().bodies().size() - 1);
        NotificationSplitter sibling = new NotificationSplitter(
                SettingsParser.parse(Documents.config("other", Map.of("topic_arn", topic.arn()))));
        String name = sibling.split(SnsEnvelope.of(event).orElseThrow(), event, Vectors.NOW, true)
                .get(0)
                .meta()
                .get(RawItem.FOREIGN);
        assertThat(channel.webhook().orElseThrow().keys()).contains(String.valueOf(name));
    }

    @Test
    void an_attempt_without_an_answer_is_uncertain_and_the_event_settles_it() throws Exception {
        OutboundMessage message = sample().to("zoe@customer.example").build();
        amazon.trouble(Trouble.cutAfterAccepting(), SENDING, 1);

        assertThat(send(message)).isInstanceOf(SendResult.Uncertain.class);
        assertThat(amazon.sent()).hasSize(1);
        amazon.publish(amazon.sent().get(0), "Send", Map.of("send", Map.of()));

        assertThat(reports()).singleElement().satisfies(report -> {
            assertThat(report.originalMessageId()).isEqualTo(message.messageId());
            assertThat(report.status()).isEqualTo(DeliveryStatus.SENT);
            // From here on an answer to the rewritten id is found as well.
            assertThat(report.providerMessageId())
                    .isEqualTo(amazon.sent().get(0).wireMessageId());
        });
        assertThat(channel.outbound().orElseThrow().sentLookup()).isEmpty();
    }

    @Test
    void what_an_answer_does_not_say_is_uncertain() throws Exception {
        for (Trouble trouble : List.of(
                Trouble.htmlPageAfterAccepting(500),
                Trouble.htmlPageAfterAccepting(504),
                Trouble.answer(200, "application/json", "{}"),
                Trouble.answer(200, "text/html", "<html>"),
                SesProviderHarness.refused(500, "InternalServiceErrorException", "x"),
                SesProviderHarness.refused(503, "ServiceUnavailable", "x"),
                Trouble.htmlPage(503))) {
            amazon.trouble(trouble, SENDING, 1);

            assertThat(send(sample().build())).isInstanceOf(SendResult.Uncertain.class);
        }
    }

    @Test
    void refusals_are_told_by_their_kind() {
        record Case(int status, String code, String message, FailureKind kind) {}
        for (Case one : List.of(
                new Case(429, "TooManyRequestsException", "Maximum sending rate exceeded.", FailureKind.THROTTLED),
                new Case(400, "ThrottlingException", "Maximum sending rate exceeded.", FailureKind.THROTTLED),
                new Case(429, "TooManyRequestsException", "Daily message quota exceeded.", FailureKind.THROTTLED),
                new Case(400, "LimitExceededException", "x", FailureKind.PERMANENT),
                new Case(400, "AccountSuspendedException", "x", FailureKind.AUTH),
                new Case(400, "SendingPausedException", "x", FailureKind.AUTH),
                new Case(400, "MessageRejected", "Email address is not verified.", FailureKind.PERMANENT),
                new Case(400, "MailFromDomainNotVerifiedException", "x", FailureKind.PERMANENT),
                new Case(400, "BadRequestException", "x", FailureKind.PERMANENT),
                new Case(404, "NotFoundException", "Configuration set <x> does not exist.", FailureKind.PERMANENT),
                new Case(403, "SignatureDoesNotMatch", "x", FailureKind.AUTH),
                new Case(403, "UnrecognizedClientException", "x", FailureKind.AUTH),
                new Case(403, "AccessDeniedException", "x", FailureKind.AUTH),
                new Case(403, "ExpiredTokenException", "x", FailureKind.AUTH),
                new Case(
                        403,
                        "InvalidSignatureException",
                        "Signature expired: 2025 is now earlier",
                        FailureKind.TRANSIENT),
                new Case(503, "Throttling", "Rate exceeded", FailureKind.THROTTLED))) {
            amazon.trouble(SesProviderHarness.refused(one.status(), one.code(), one.message()), SENDING, 1);

            ChannelException failure = catchThrowableOfType(ChannelException.class, () -> send(sample().build()));

            assertThat(failure).as(one.code()).isNotNull();
            assertThat(failure.kind()).as(one.code()).isEqualTo(one.kind());
            assertThat(failure.code()).contains(one.code());
            if (one.message().startsWith("Daily")) {
                assertThat(failure.retryAfter().orElseThrow()).isGreaterThanOrEqualTo(Duration.ofHours(1));
            }
        }
        assertThat(amazon.sent()).isEmpty();
    }

    @Test
    void nobody_there_is_a_failure_before_anything_went_out() {
        amazon.close();

        assertThat(failure(sample().build()).kind()).isEqualTo(FailureKind.TRANSIENT);
    }

    @Test
    void the_simulated_ses_refuses_what_the_real_one_would() {
        amazon.enableSending(false);
        assertThat(failure(sample().build()).code()).contains("SendingPausedException");
        amazon.enableSending(true);
        assertThat(failure(sample().from("support@other.example").build()).code())
                .contains("MessageRejected");
        assertThat(failure(sample().to("jörg@customer.example").build()).kind()).isEqualTo(FailureKind.UNSUPPORTED);
        assertThat(amazon.sent()).isEmpty();
    }

    @Test
    void international_domains_go_out_in_ascii() throws Exception {
        send(sample().to("zoe@bücher.example").build());

        assertThat(amazon.sent().get(0).recipients()).containsExactly("zoe@xn--bcher-kva.example");
    }

    @Test
    void thirty_megabytes_pass_as_they_are_read() throws Exception {
        Content large = new Zeros(28L << 20);
        send(sample().attach(new OutboundAttachment("big.bin", "application/octet-stream", null, large))
                .build());

        assertThat(SesProviderHarness.parsed(amazon.sent().get(0)).attachments())
                .singleElement()
                .satisfies(file -> assertThat(file.sha256()).isEqualTo(large.sha256()));
    }

    @Test
    void what_ses_would_refuse_is_said_before_it_is_queued() {
        Outbound outbound = channel.outbound().orElseThrow();
        String[] many = new String[51];
        for (int i = 0; i < many.length; i++) {
            many[i] = "p" + i + "@customer.example";
        }
        assertThat(outbound.problems(sample().build())).isEmpty();
        assertThat(outbound.problems(sample().to(many).build()))
                .extracting(MessageProblem::field)
                .containsExactly("to");
        OutboundAttachment program =
                new OutboundAttachment("Setup.EXE", "application/octet-stream", null, Content.of(new byte[] {1}));
        assertThat(outbound.problems(sample().attach(program).build()))
                .extracting(MessageProblem::field)
                .containsExactly("attachments[0]");
        OutboundAttachment huge =
                new OutboundAttachment("big.bin", "application/octet-stream", null, new Zeros(31L << 20));
        OutboundMessage tooLarge = sample().attach(huge).build();
        assertThat(outbound.problems(tooLarge))
                .extracting(MessageProblem::field)
                .containsExactly("attachments");
        assertThat(failure(tooLarge).kind()).isEqualTo(FailureKind.UNSUPPORTED);
    }

    private SendResult send(OutboundMessage message) throws ChannelException {
        return channel.outbound().orElseThrow().send(message, message.recipients());
    }

    private ChannelException failure(OutboundMessage message) {
        ChannelException failure = catchThrowableOfType(ChannelException.class, () -> send(message));
        assertThat(failure).isNotNull();
        return failure;
    }

    private List<DeliveryReport> reports() throws IOException {
        List<DeliveryReport> reports = new ArrayList<>();
        List<RawItem> items = host.intake().items();
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).format().equals(NotificationSplitter.EVENT_FORMAT)) {
                Content body = Content.of(host.intake().bodies().get(i));
                reports.addAll(
                        new SnsDecoder().decode(body, items.get(i).meta()).reports());
            }
        }
        return reports;
    }

    private static byte[] bytes(RawItem item) throws IOException {
        try (InputStream in = item.body().open()) {
            return in.readAllBytes();
        }
    }

    /** Many bytes that stand nowhere. */
    private record Zeros(long length) implements Content {
        @Override
        public String sha256() {
            return Content.of(new byte[(int) length]).sha256();
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(new byte[(int) length]);
        }
    }
}
