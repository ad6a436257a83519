package io.deskwire.adapter.cloud.sendgrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.channel.Channel;
import io.deskwire.channel.Outbound;
import io.deskwire.channel.SendResult;
import io.deskwire.channel.SendResult.HandedOver;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Address;
import io.deskwire.message.Content;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.MessageProblem;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.message.RichContent;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.testkit.OutboundSample;
import io.deskwire.testkit.cloud.SendGridMail;
import io.deskwire.testkit.cloud.Trouble;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendGridOutboundTest {

    private final Desk desk;
    private final Channel channel;
    private final Outbound outbound;

    SendGridOutboundTest() throws IOException {
        desk = new Desk();
        channel = desk.open();
        outbound = channel.outbound().orElseThrow();
    }

    @AfterEach
    void end() {
        channel.close();
        desk.close();
    }

    @Test
    void a_message_carries_what_names_it_and_no_tracking() throws Exception {
        OutboundMessage message = mail().replyTo("support+dw1@tenant.example")
                .cc("bo@customer.example", "ANN@customer.example")
                .html("<p>Hi <img src=\"cid:logo\"></p>")
                .attach(file("logo.gif", "image/gif; name=x", "logo", 5))
                .attach(file("a\u00e9.bin", "nonsense", null, 4))
                .automatic()
                .build();

        HandedOver result = (HandedOver) outbound.send(message, message.recipients());

        assertThat(result.recipients())
                .extracting(each -> each.recipient().value(), each -> each.status())
                .containsExactly(
                        tuple("ann@customer.example", DeliveryStatus.SENT),
                        tuple("bo@customer.example", DeliveryStatus.SENT));
        SendGridMail mail = desk.account.sent().get(0);
        assertThat(mail.to()).containsExactly("ann@customer.example");
        assertThat(mail.cc()).containsExactly("bo@customer.example");
        assertThat(mail.replyTo()).isEqualTo("support+dw1@tenant.example");
        assertThat(mail.arguments())
                .containsOnly(Map.entry("desk_msg", message.messageId()), Map.entry("desk_channel", "acme/support"));
        assertThat(mail.headers())
                .containsEntry("Message-ID", "<" + message.messageId() + ">")
                .containsEntry("Auto-Submitted", "auto-generated")
                .containsEntry("X-Auto-Response-Suppress", "All");
        assertThat(mail.files())
                .extracting(SendGridMail.File::disposition, SendGridMail.File::contentType)
                .containsExactly(tuple("inline", "image/gif"), tuple("attachment", "application/octet-stream"));
        Map<String, Object> body = desk.sendgrid.requests().get(0).json();
        Map<String, Object> tracking = Tree.object(body, "tracking_settings");
        for (String kind : List.of("click_tracking", "open_tracking", "subscription_tracking")) {
            assertThat(Tree.object(tracking, kind)).containsEntry("enable", false);
        }
        assertThat(body).doesNotContainKey("categories");
    }

    @Test
    void what_sendgrid_does_not_take_empty_is_not_empty() throws Exception {
        OutboundMessage files = mail().subject(null)
                .text("")
                .cc("bo@customer.example")
                .attach(file("a.bin", "application/octet-stream", null, 1))
                .build();
        outbound.send(files, List.of(Address.email("bo@customer.example")));
        OutboundMessage html = mail().text(" ").html("<p>Only <b>HTML</b></p>").build();
        outbound.send(html, html.recipients());

        SendGridMail first = desk.account.sent().get(0);
        assertThat(first.to()).containsExactly("bo@customer.example");
        assertThat(first.subject()).isEqualTo("(no subject)");
        assertThat(desk.account.sent().get(1).text()).contains("Only HTML");
    }

    @Test
    void many_ancestors_are_cut_in_the_middle() throws Exception {
        String[] ancestors = IntStream.range(0, 60)
                .mapToObj(i -> "ancestor-" + i + "@customer.example")
                .toArray(String[]::new);
        OutboundMessage message =
                mail().answering("parent@customer.example", ancestors).build();
        outbound.send(message, message.recipients());

        String references =
                Objects.requireNonNull(desk.account.sent().get(0).headers().get("References"));
        assertThat(references)
                .startsWith("<ancestor-0@customer.example> <")
                .endsWith("<ancestor-59@customer.example> <parent@customer.example>")
                .hasSizeLessThan(900);
    }

    @Test
    void what_cannot_be_sent_is_told_before() {
        assertThat(outbound.problems(mail().build())).isEmpty();
        assertThat(outbound.problems(mail().text(" ").build()))
                .extracting(MessageProblem::field)
                .containsExactly("text");
        assertThat(outbound.problems(
                        mail().rich(new RichContent.Reaction("id", "by", "x")).build()))
                .extracting(MessageProblem::field)
                .containsExactly("template");
        assertThat(outbound.problems(mail().subject("a\r\nBcc: b@c.example").build()))
                .isNotEmpty();
        String[] many = IntStream.range(0, 1001)
                .mapToObj(i -> "a" + i + "@customer.example")
                .toArray(String[]::new);
        assertThat(outbound.problems(mail().to(many).build()))
                .extracting(MessageProblem::field)
                .containsExactly("to");
    }

    @Test
    void the_size_counts_files_in_base64() throws Exception {
        OutboundMessage fits =
                mail().attach(file("a.bin", "a/b", null, 22_000_000)).build();
        OutboundMessage large =
                mail().attach(file("a.bin", "a/b", null, 22_600_000)).build();

        assertThat(outbound.problems(fits)).isEmpty();
        assertThat(outbound.problems(large)).extracting(MessageProblem::field).containsExactly("attachments");
        assertThat(failure(large).kind()).isEqualTo(FailureKind.UNSUPPORTED);
        assertThat(desk.sendgrid.requests()).isEmpty();
        assertThat(outbound.send(fits, fits.recipients())).isInstanceOf(HandedOver.class);
        assertThat(desk.account.sent().get(0).files().get(0).content().length()).isEqualTo(22_000_000);
    }

    @ParameterizedTest
    @CsvSource({
        "301, TRANSIENT",
        "400, PERMANENT",
        "401, AUTH",
        "403, AUTH",
        "404, NOT_FOUND",
        "405, PERMANENT",
        "408, TRANSIENT",
        "413, PERMANENT",
        "415, PERMANENT",
        "429, THROTTLED"
    })
    void a_refusal_is_told_by_its_kind_whatever_page_comes_with_it(int status, FailureKind kind) {
        desk.sendgrid.misbehave(Trouble.htmlPage(status), "/v3/mail/send", 1);

        assertThat(failure(mail().build()).kind()).isEqualTo(kind);
        assertThat(desk.sendgrid.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"500", "502", "503", "504"})
    void after_a_servers_error_nobody_knows(int status) throws Exception {
        desk.sendgrid.misbehave(
                Trouble.answer(status, "application/json", "[{\"message\":\"internal\"}]"), "/v3/mail/send", 1);
        OutboundMessage message = mail().build();

        assertThat(outbound.send(message, message.recipients())).isInstanceOf(SendResult.Uncertain.class);
    }

    @Test
    void nobody_there_is_a_failure_before_anything_went_out() {
        desk.sendgrid.close();

        assertThat(failure(mail().build()).kind()).isEqualTo(FailureKind.TRANSIENT);
    }

    @Test
    void a_refusals_words_are_kept_without_addresses() {
        desk.account.switches().domainAuthenticated(false);
        ChannelException unverified = failure(mail().build());
        assertThat(unverified.kind()).isEqualTo(FailureKind.AUTH);
        assertThat(unverified)
                .hasMessageContaining("does not match a verified Sender Identity")
                .hasMessageNotContaining("support@");
        assertThat(unverified.hint()).isPresent();
        desk.account.switches().domainAuthenticated(true).outOfCredits(true);
        ChannelException credits = failure(mail().build());
        assertThat(credits.kind()).isEqualTo(FailureKind.THROTTLED);
        assertThat(credits.retryAfter()).contains(Duration.ofHours(1));
        desk.account.switches().outOfCredits(false).revoked(true);
        assertThat(failure(mail().build()).kind()).isEqualTo(FailureKind.AUTH);
    }

    @Test
    void a_rate_limit_is_waited_for_until_its_reset() {
        desk.account.switches().throttled(42);
        OutboundMessage message = mail().build();
        assertThat(outbound.mayLeaveAt(message, desk.clock.instant())).isEqualTo(desk.clock.instant());

        ChannelException failure = failure(message);

        assertThat(failure.kind()).isEqualTo(FailureKind.THROTTLED);
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(42));
    }

    @Test
    void an_answer_without_an_id_is_an_answer() throws Exception {
        desk.account.switches().namesMessages(false);
        OutboundMessage message = mail().build();

        HandedOver result = (HandedOver) outbound.send(message, message.recipients());

        assertThat(result.providerMessageId()).isNull();
        assertThat(result.recipients()).hasSize(1);
    }

    @Test
    void a_file_that_cannot_be_read_begins_no_call() {
        Content broken = new Content() {
            @Override
            public long length() {
                return 100_000;
            }

            @Override
            public String sha256() {
                return "";
            }

            @Override
            public InputStream open() throws IOException {
                throw new IOException("gone");
            }
        };
        OutboundMessage message = mail().attach(new OutboundAttachment("a.bin", "a/b", null, broken))
                .build();

        assertThat(failure(message).kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(desk.sendgrid.requests()).isEmpty();
    }

    private ChannelException failure(OutboundMessage message) {
        return Objects.requireNonNull(
                catchThrowableOfType(ChannelException.class, () -> outbound.send(message, message.recipients())));
    }

    private static OutboundSample mail() {
        return MessageSamples.outbound()
                .channel("acme", "support")
                .from("support@tenant.example")
                .to("ann@customer.example");
    }

    private static OutboundAttachment file(String name, String type, @Nullable String contentId, int length) {
        return new OutboundAttachment(name, type, contentId, Content.of(new byte[length]));
    }
}
