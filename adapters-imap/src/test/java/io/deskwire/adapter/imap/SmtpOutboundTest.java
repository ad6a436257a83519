package io.deskwire.adapter.imap;

import static io.deskwire.adapter.imap.Mails.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.Channel;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.channel.Outbound;
import io.deskwire.channel.SendResult;
import io.deskwire.channel.SendResult.HandedOver;
import io.deskwire.channel.SendResult.RecipientResult;
import io.deskwire.channel.SendResult.Uncertain;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Address;
import io.deskwire.message.Content;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.testkit.mail.GreenMailServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every place where a transaction can end, and what is said about it. */
final class SmtpOutboundTest {

    private final FakeSmtp fake = new FakeSmtp();

    @AfterEach
    void stop() {
        fake.close();
    }

    private Map<String, Object> document() {
        Map<String, Object> document = ScriptedServer.imapDocument(1);
        document.put("smtp_port", fake.port());
        document.put("smtp_use_ssl", false);
        document.put("smtp_use_tls", false);
        return document;
    }

    private SendResult send(OutboundMessage message) throws ChannelException {
        return send(document(), message);
    }

    private static SendResult send(Map<String, Object> document, OutboundMessage message) throws ChannelException {
        try (Channel channel = Mails.open(document)) {
            return channel.outbound().orElseThrow().send(message, message.recipients());
        }
    }

    private ChannelException failure(OutboundMessage message) {
        try {
            SendResult result = send(message);
            throw new AssertionError("it was sent: " + result);
        } catch (ChannelException e) {
            return e;
        }
    }

    @Test
    void a_message_arrives_with_its_dots_and_its_fixed_id() throws ChannelException {
        SendResult result = send(message("Hello", "a@example.org", "b@example.org"));
        assertThat(result).isInstanceOf(HandedOver.class);
        assertThat(((HandedOver) result).recipients())
                .extracting(RecipientResult::status)
                .containsExactly(DeliveryStatus.SENT, DeliveryStatus.SENT);
        assertThat(fake.heard())
                .contains(
                        "RCPT TO:<a@example.org>", "RCPT TO:<b@example.org>", "Message-ID: <fixed-id@tenant.example>");
        assertThat(fake.heard()).contains("..", "..two dots");
        assertThat(fake.heard().stream().filter(line -> line.startsWith("MAIL FROM:")))
                .singleElement()
                .asString()
                .startsWith("MAIL FROM:<support@tenant.example>");
        assertThat(fake.heard()).endsWith("QUIT");
    }

    @Test
    void automatic_mail_has_the_null_sender() throws ChannelException {
        send(message("Out of office", true, "a@example.org"));
        assertThat(fake.heard()).anyMatch(line -> line.startsWith("MAIL FROM:<>"));
    }

    @Test
    void recipients_are_judged_one_by_one() throws ChannelException {
        fake.rcpt.put("gone@example.org", "550 5.1.1 no such user");
        fake.rcpt.put("busy@example.org", "452 4.2.2 mailbox full");
        SendResult result = send(message("Some", "gone@example.org", "busy@example.org", "fine@example.org"));
        assertThat(((HandedOver) result).recipients())
                .extracting(RecipientResult::status, RecipientResult::code)
                .containsExactly(
                        tuple(DeliveryStatus.REJECTED, "5.1.1"),
                        tuple(DeliveryStatus.DEFERRED, "4.2.2"),
                        tuple(DeliveryStatus.SENT, "2.1.5"));
        assertThat(fake.contents()).isEqualTo(1);
    }

    @Test
    void when_all_recipients_are_refused_nothing_is_sent() throws ChannelException {
        fake.rcpt.put("gone@example.org", "550-5.1.1 no such user\r\n550 5.1.1 really");
        SendResult result = send(message("None", "gone@example.org"));
        assertThat(((HandedOver) result).recipients())
                .singleElement()
                .satisfies(one -> assertThat(one.status()).isEqualTo(DeliveryStatus.REJECTED))
                .satisfies(one -> assertThat(one.reason()).isEqualTo("no such user really"));
        assertThat(fake.heard()).doesNotContain("DATA");
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, 451 4.3.0 try later, TRANSIENT, 4.3.0",
        "MAIL, 550 5.7.1 not you, PERMANENT, 5.7.1",
        "MAIL, 530 5.7.0 Authentication required, AUTH, 5.7.0",
        "MAIL, 421 4.7.0 too many connections, THROTTLED, 4.7.0",
        "MAIL, 450 4.2.1 receiving at a rate limit, THROTTLED, 4.2.1",
        "MAIL, 550 5.4.5 Daily user sending limit exceeded, THROTTLED, 5.4.5",
        "DATA, 451 4.3.2 later, TRANSIENT, 4.3.2",
        "DATA, 554 5.5.1 no, PERMANENT, 5.5.1",
        "DOT, 452 4.3.1 disk full, TRANSIENT, 4.3.1",
        "DOT, 554 5.7.1 looks like spam, PERMANENT, 5.7.1",
        "DOT, 554 no enhanced code, PERMANENT, 554",
        "RCPT, 421 4.3.2 shutting down, TRANSIENT, 4.3.2",
        "AUTH, 535 5.7.8 bad credentials, AUTH, 5.7.8",
        "AUTH, 454 4.7.0 Temporary authentication failure, TRANSIENT, 4.7.0",
        "AUTH, 454 4.7.0 Too many login attempts, THROTTLED, 4.7.0",
        "GREETING, 554 5.7.1 your address is on a list, PERMANENT, 5.7.1",
        "GREETING, 421 4.3.2 busy, TRANSIENT, 4.3.2",
    })
    void a_refusal_is_what_the_servers_own_codes_say(String step, String reply, FailureKind kind, String code) {
        fake.replies.put(step, reply);
        ChannelException failure = failure(message("Refused", "a@example.org"));
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.code()).contains(code);
    }

    @ParameterizedTest
    @CsvSource({"GREETING", "EHLO", "AUTH", "MAIL", "RCPT", "DATA"})
    void a_connection_lost_before_the_final_dot_is_a_certain_failure(String step) {
        fake.replies.put(step, FakeSmtp.DROP);
        assertThat(failure(message("Lost", "a@example.org")).kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(fake.contents()).isZero();
    }

    @Test
    void a_connection_lost_in_the_middle_of_the_content_is_a_certain_failure() {
        fake.replies.put("CONTENT", FakeSmtp.DROP);
        ChannelException failure = failure(withFile(8 << 20));
        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(fake.contents()).isZero();
    }

    @Test
    void a_connection_lost_after_the_final_dot_is_uncertain() throws ChannelException {
        fake.replies.put("DOT", FakeSmtp.DROP);
        assertThat(send(message("Perhaps", "a@example.org"))).isInstanceOf(Uncertain.class);
        assertThat(fake.connections()).isEqualTo(1);
    }

    @Test
    void an_answer_that_is_none_after_the_final_dot_is_uncertain() throws ChannelException {
        fake.replies.put("DOT", "what?");
        assertThat(send(message("Perhaps", "a@example.org"))).isInstanceOf(Uncertain.class);
    }

    @Test
    void silence_after_the_final_dot_is_uncertain() throws ChannelException {
        fake.replies.put("DOT", FakeSmtp.STALL);
        MailboxSettings settings = SettingsParser.parse(Mails.config("imap", document()), false);
        SmtpAccess access = new SmtpAccess(
                settings.smtp(),
                new Dialer(EgressPolicy.privateAllowed(), TlsTrust.with(List.of())),
                new Credentials(settings.smtpAccount(), AccessTokens.none()));
        Outbound outbound = new SmtpOutbound(access, null, Duration.ofMillis(300));
        OutboundMessage message = message("Perhaps", "a@example.org");
        assertThat(outbound.send(message, message.recipients())).isInstanceOf(Uncertain.class);
    }

    @Test
    void a_failing_farewell_changes_nothing() throws ChannelException {
        fake.replies.put("QUIT", FakeSmtp.DROP);
        assertThat(send(message("Sent", "a@example.org"))).isInstanceOf(HandedOver.class);
    }

    @Test
    void a_message_above_the_servers_limit_is_not_even_begun() {
        fake.extensions.add("SIZE 1000");
        assertThat(failure(withFile(5_000)).kind()).isEqualTo(FailureKind.UNSUPPORTED);
        assertThat(fake.heard()).noneMatch(line -> line.startsWith("MAIL"));
    }

    private static OutboundMessage withFile(int size) {
        OutboundMessage plain = message("Big", "a@example.org");
        OutboundAttachment file =
                new OutboundAttachment("a.bin", "application/octet-stream", null, Content.of(new byte[size]));
        return new OutboundMessage(
                plain.id(),
                plain.tenantId(),
                plain.channelId(),
                plain.conversationId(),
                plain.messageId(),
                plain.from(),
                null,
                plain.to(),
                List.of(),
                "Big",
                "text",
                null,
                List.of(file),
                null,
                List.of(),
                false,
                Mails.NOW);
    }

    @Test
    void starttls_that_was_stripped_is_refused_before_the_password_is_said() {
        Map<String, Object> document = document();
        document.put("smtp_use_tls", true);
        assertThatThrownBy(() -> send(document, message("Secret", "a@example.org")))
                .isInstanceOf(ChannelException.class)
                .hasMessageContaining("STARTTLS");
        assertThat(fake.heard()).noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
    }

    @Test
    void without_a_user_name_nobody_signs_in() throws ChannelException {
        Map<String, Object> document = document();
        document.put("smtp_username", "");
        assertThat(send(document, message("Open", "a@example.org"))).isInstanceOf(HandedOver.class);
        assertThat(fake.heard()).noneMatch(line -> line.startsWith("AUTH"));
    }

    @Test
    void a_second_password_is_tried() throws ChannelException {
        fake.password = "second";
        Map<String, Object> document = document();
        document.put("smtp_password", List.of("first", "second"));
        assertThat(send(document, message("Rotated", "a@example.org"))).isInstanceOf(HandedOver.class);
    }

    @Test
    void line_breaks_get_nowhere() {
        assertThatThrownBy(() -> Address.email("a@example.org>\r\nRCPT TO:<evil@example.org"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(failure(message("Hello\r\nBcc: evil@example.org", "a@example.org"))
                        .kind())
                .isEqualTo(FailureKind.UNSUPPORTED);
        for (String odd : List.of(
                "a b@example.org",
                "a>@example.org",
                "jos\u00e9@example.org",
                // Cut to their low bytes these two are CR and LF (CVE-2025-7962).
                "a\u760d\u760aRCPT@example.org",
                "nobody",
                "@x",
                "a@")) {
            assertThat(failure(message("Odd", odd)).kind()).as(odd).isEqualTo(FailureKind.UNSUPPORTED);
        }
        assertThat(fake.connections()).isZero();
    }

    @Test
    void an_international_domain_goes_out_in_ascii() throws ChannelException {
        assertThat(send(message("IDN", "a@b\u00fccher.example"))).isInstanceOf(HandedOver.class);
        assertThat(fake.heard()).contains("RCPT TO:<a@xn--bcher-kva.example>");
        assertThat(send(message("IDN", "a@b\u760d\u760aDATA.example"))).isInstanceOf(HandedOver.class);
        assertThat(fake.heard())
                .anyMatch(line -> line.startsWith("RCPT TO:<a@xn--") && line.endsWith(".example>"))
                .allMatch(line -> line.chars().allMatch(c -> c >= ' ' && c < 127));
    }

    @Test
    void angus_itself_refuses_a_line_break_in_a_command() throws Exception {
        MailboxSettings settings = SettingsParser.parse(Mails.config("imap", document()), false);
        SmtpAccess access = new SmtpAccess(
                settings.smtp(),
                new Dialer(EgressPolicy.privateAllowed(), TlsTrust.with(List.of())),
                new Credentials(settings.smtpAccount(), AccessTokens.none()));
        SmtpConnection connection = access.signIn();
        assertThatThrownBy(() -> connection.command("RCPT TO:<a@b>\r\nRCPT TO:<c@d>"))
                .isInstanceOf(java.io.IOException.class);
        connection.abort();
        assertThat(fake.heard()).noneMatch(line -> line.contains("c@d"));
    }

    @Test
    void a_copy_in_the_sent_folder_is_made_afterwards_and_its_failure_sends_nothing() throws Exception {
        try (GreenMailServer server = GreenMailServer.start()) {
            server.createMailbox(Mails.USER, Mails.PASSWORD);
            server.createFolder(Mails.USER, "Sent");
            Map<String, Object> document = new LinkedHashMap<>(Mails.imap(server));
            document.put("smtp_port", fake.port());
            OutboundMessage message = message("Copied", "a@example.org");
            for (String folder : List.of("Sent", "Nowhere")) {
                document.put("sent_folder", folder);
                try (Channel channel = Mails.open(document)) {
                    Outbound outbound = channel.outbound().orElseThrow();
                    int before = fake.contents();
                    assertThat(outbound.send(message, message.recipients())).isInstanceOf(HandedOver.class);
                    Outbound.AfterSend copy = outbound.afterSend().orElseThrow();
                    if (folder.equals("Sent")) {
                        copy.run(message);
                        assertThat(server.messages(Mails.USER, "Sent"))
                                .singleElement()
                                .satisfies(bytes -> assertThat(new String(bytes, StandardCharsets.UTF_8))
                                        .contains("Message-ID: <fixed-id@tenant.example>", ".two dots"));
                    } else {
                        assertThatThrownBy(() -> copy.run(message)).isInstanceOf(ChannelException.class);
                    }
                    assertThat(fake.contents()).isEqualTo(before + 1);
                }
            }
        }
    }

    @Test
    void mail_for_anybody_lands_in_greenmail() throws ChannelException {
        try (GreenMailServer server = GreenMailServer.start()) {
            server.createMailbox(Mails.USER, Mails.PASSWORD);
            send(Mails.imap(server), message("Hello customer", "customer@example.org"));
            Mails.await(
                    "delivery", () -> !server.messages("customer@example.org").isEmpty());
            assertThat(RecordingIntake.subject(
                            server.messages("customer@example.org").get(0)))
                    .isEqualTo("Hello customer");
        }
    }

    @Test
    void credentials_are_said_as_the_standards_want_them() {
        String plain = Base64.getEncoder()
                .encodeToString(("\0" + Mails.USER + "\0" + Mails.PASSWORD).getBytes(StandardCharsets.UTF_8));
        failureOrNot(message("Auth", "a@example.org"));
        assertThat(fake.heard()).contains("AUTH PLAIN " + plain);
    }

    private void failureOrNot(OutboundMessage message) {
        try {
            send(message);
        } catch (ChannelException e) {
            throw new AssertionError(e);
        }
    }
}
