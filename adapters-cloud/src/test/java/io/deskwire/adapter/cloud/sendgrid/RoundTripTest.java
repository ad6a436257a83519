package io.deskwire.adapter.cloud.sendgrid;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.Channel;
import io.deskwire.channel.SendResult;
import io.deskwire.message.Address;
import io.deskwire.message.ChannelEvent;
import io.deskwire.message.Content;
import io.deskwire.message.DeliveryReport;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.MessageKind;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.message.ParsedMessage;
import io.deskwire.mime.MimeComposer;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.testkit.cloud.SendGridMail;
import io.deskwire.testkit.cloud.Trouble;
import io.deskwire.testkit.cloud.WebhookPost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Through the stand-in, which loses and repeats as the real one does. */
class RoundTripTest {

    private static final String ANN = "ann@customer.example";
    private static final String SUPPORT = "support@in.tenant.example";

    @Test
    void a_mail_is_the_same_message_raw_and_parsed() throws Exception {
        try (Desk desk = new Desk()) {
            byte[] mail = mail("raw and parsed");
            assertThat(status(desk.account.receive(mail, ANN, SUPPORT))).isEqualTo(200);
            desk.account.switches().raw(false);
            assertThat(status(desk.account.receive(mail, ANN, SUPPORT))).isEqualTo(200);

            List<ParsedMessage> messages = desk.messages();
            assertThat(messages).hasSize(2);
            ParsedMessage raw = messages.get(0);
            ParsedMessage parsed = messages.get(1);
            assertThat(raw.body().subject()).isEqualTo("\u4ef6\u540d: raw and parsed");
            assertThat(raw.attachments()).hasSize(4);
            assertThat(parsed)
                    .usingRecursiveComparison()
                    // Covers the parts' headers, which the form does not have.
                    .ignoringFields("dedupeKey")
                    .isEqualTo(raw);
        }
    }

    @Test
    void a_latin_1_mail_is_the_same_message_raw_and_parsed() throws Exception {
        try (Desk desk = new Desk()) {
            byte[] mail = ("Message-ID: <latin@customer.example>\r\nDate: Mon, 02 Mar 2026 11:00:00 +0000\r\n"
                            + "From: Ann <ann@customer.example>\r\nTo: support@in.tenant.example\r\n"
                            + "Subject: =?ISO-2022-JP?B?GyRCN29MPhsoQg==?=\r\nMIME-Version: 1.0\r\n"
                            + "Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
                            + "Gr\u00fc\u00dfe\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1);
            desk.account.receive(mail, ANN, SUPPORT);
            desk.account.switches().raw(false);
            desk.account.receive(mail, ANN, SUPPORT);

            List<ParsedMessage> messages = desk.messages();
            assertThat(messages).hasSize(2).allSatisfy(message -> {
                assertThat(message.body().text().strip()).isEqualTo("Gr\u00fc\u00dfe");
                assertThat(message.body().subject()).isEqualTo("\u4ef6\u540d");
                assertThat(message.authentication().dkim()).isEqualTo("pass");
            });
            assertThat(messages.get(1))
                    .usingRecursiveComparison()
                    .ignoringFields("dedupeKey")
                    .isEqualTo(messages.get(0));
        }
    }

    @Test
    void a_forwarded_mail_stays_one_file() throws Exception {
        String forwarded = "From: bo@customer.example\r\nSubject: inner\r\n\r\ninner text\r\n";
        List<ParsedMessage> messages = rawAndParsed("multipart/mixed; boundary=b", """
                --b
                Content-Type: text/plain; charset=utf-8

                see below
                --b
                Content-Type: message/rfc822
                Content-Disposition: attachment; filename="inner.eml"

                """ + forwarded + "--b--\n");

        assertThat(messages).hasSize(2).allSatisfy(message -> {
            assertThat(message.body().text().strip()).isEqualTo("see below");
            assertThat(message.attachments()).singleElement().satisfies(file -> {
                assertThat(file.fileName()).isEqualTo("inner.eml");
                assertThat(file.contentType()).isEqualTo("message/rfc822");
            });
        });
    }

    @Test
    void a_bounce_is_a_bounce_raw_and_parsed() throws Exception {
        List<ParsedMessage> messages = rawAndParsed("multipart/report; report-type=delivery-status; boundary=b", """
                        --b
                        Content-Type: text/plain

                        It came back.
                        --b
                        Content-Type: message/delivery-status

                        Reporting-MTA: dns; mx.customer.example

                        Final-Recipient: rfc822; gone@customer.example
                        Action: failed
                        Status: 5.1.1

                        --b--
                        """);

        assertThat(messages).hasSize(2).allSatisfy(message -> {
            assertThat(message.kind()).isEqualTo(MessageKind.BOUNCE);
            assertThat(message.reports()).singleElement().satisfies(report -> {
                assertThat(report.status()).isEqualTo(DeliveryStatus.BOUNCED);
                assertThat(report.recipient()).isEqualTo(Address.email("gone@customer.example"));
            });
        });
    }

    private static List<ParsedMessage> rawAndParsed(String type, String body) throws Exception {
        String mail = "Message-ID: <x@customer.example>\nFrom: a@customer.example\nTo: " + SUPPORT
                + "\nSubject: x\nMIME-Version: 1.0\nContent-Type: " + type + "\n\n" + body;
        byte[] bytes = mail.replaceAll("\r?\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        try (Desk desk = new Desk()) {
            desk.account.receive(bytes, "", SUPPORT);
            desk.account.switches().raw(false);
            desk.account.receive(bytes, "", SUPPORT);
            return desk.messages();
        }
    }

    @Test
    void what_comes_while_the_store_is_away_comes_again_once() throws Exception {
        try (Desk desk = new Desk()) {
            desk.storeIsThere = false;
            desk.account.receive(mail("one"), ANN, SUPPORT);
            desk.account.switches().raw(false);
            desk.account.receive(mail("two"), ANN, SUPPORT);
            assertThat(desk.account.waiting()).isEqualTo(2);

            desk.clock.advance(Duration.ofHours(71));
            desk.storeIsThere = true;
            assertThat(desk.account.retryAll())
                    .extracting(RoundTripTest::status)
                    .containsOnly(200);

            assertThat(desk.messages()).hasSize(2);
            assertThat(desk.account.lost()).isEmpty();
            assertThat(desk.account.waiting()).isZero();
        }
    }

    @Test
    void a_mail_without_a_key_waits_for_the_key_and_one_with_a_wrong_key_is_lost() throws Exception {
        try (Desk desk = new Desk()) {
            desk.config = desk.config("webhook_secret", "", "event_webhook_secret", "");
            desk.account.receive(mail("one"), ANN, SUPPORT);
            assertThat(desk.account.waiting()).isEqualTo(1);
            desk.config = desk.config();
            desk.account.retryAll();
            assertThat(desk.stored()).hasSize(1);

            desk.account.rotateKeys();
            desk.account.receive(mail("two"), ANN, SUPPORT);
            assertThat(desk.account.lost()).hasSize(1);
            desk.config = desk.config();
            desk.account.receive(mail("three"), ANN, SUPPORT);
            assertThat(desk.stored()).hasSize(2);
        }
    }

    @Test
    void an_answer_is_sent_and_its_events_tell_what_became_of_it() throws Exception {
        try (Desk desk = new Desk();
                Channel channel = desk.open()) {
            OutboundMessage message = message().build();
            SendResult.HandedOver result =
                    (SendResult.HandedOver) channel.outbound().orElseThrow().send(message, message.recipients());
            SendGridMail mail = desk.account.sent().get(0);
            assertThat(result.providerMessageId()).isEqualTo(mail.id());

            assertThat(status(desk.account.deliver(mail))).isEqualTo(200);
            desk.account.deliver(mail);
            desk.account.bounce(mail, ANN);
            desk.account.post(List.of(desk.account.event("open", mail, ANN, Map.of("sg_machine_open", true))));

            List<ParsedMessage> events = desk.messages();
            assertThat(events.stream().flatMap(event -> event.reports().stream()))
                    .allSatisfy(report -> {
                        assertThat(report.originalMessageId()).isEqualTo(message.messageId());
                        assertThat(report.providerMessageId()).isEqualTo(result.providerMessageId());
                    })
                    .extracting(DeliveryReport::status)
                    .containsExactly(
                            DeliveryStatus.SENT,
                            DeliveryStatus.DELIVERED,
                            DeliveryStatus.SENT,
                            DeliveryStatus.DELIVERED,
                            DeliveryStatus.BOUNCED);
            assertThat(events.get(events.size() - 1).event())
                    .isInstanceOfSatisfying(ChannelEvent.Engagement.class, open -> {
                        assertThat(open.originalMessageId()).isEqualTo(message.messageId());
                        assertThat(open.text()).isEqualTo("by a machine");
                    });
        }
    }

    @Test
    void events_that_were_not_taken_come_again_as_the_same() throws Exception {
        try (Desk desk = new Desk();
                Channel channel = desk.open()) {
            OutboundMessage message = message().build();
            channel.outbound().orElseThrow().send(message, message.recipients());
            desk.storeIsThere = false;
            desk.account.deliver(desk.account.sent().get(0));
            desk.clock.advance(Duration.ofHours(23));
            desk.storeIsThere = true;
            desk.account.retryAll();
            desk.account.retryAll();

            assertThat(desk.stored()).hasSize(2);
        }
    }

    @Test
    void an_attempt_nobody_heard_the_end_of_is_settled_by_its_event() throws Exception {
        try (Desk desk = new Desk();
                Channel channel = desk.open()) {
            desk.sendgrid.misbehave(Trouble.htmlPageAfterAccepting(502), "/v3/mail/send", 1);
            OutboundMessage message = message().build();

            assertThat(channel.outbound().orElseThrow().send(message, message.recipients()))
                    .isInstanceOf(SendResult.Uncertain.class);

            assertThat(desk.account.sent()).hasSize(1);
            SendGridMail mail = desk.account.sent().get(0);
            desk.account.post(List.of(desk.account.event("processed", mail, ANN, Map.of())));
            assertThat(desk.messages().get(0).reports()).singleElement().satisfies(report -> {
                assertThat(report.originalMessageId()).isEqualTo(message.messageId());
                assertThat(report.status()).isEqualTo(DeliveryStatus.SENT);
            });
        }
    }

    @Test
    void the_password_of_the_address_is_shown() throws Exception {
        try (Desk desk = new Desk()) {
            desk.account.switches().signed(false);
            desk.account.withWebhook("in.tenant.example", desk.webhook("user:pass@"));
            desk.config = desk.config(
                    "webhook_secret",
                    "",
                    "event_webhook_secret",
                    "",
                    "webhook_username",
                    "user",
                    "webhook_password",
                    "pass");

            assertThat(status(desk.account.receive(mail("one"), ANN, SUPPORT))).isEqualTo(200);
        }
    }

    private static io.deskwire.testkit.OutboundSample message() {
        return MessageSamples.outbound()
                .channel("acme", "support")
                .from("support@tenant.example")
                .to(ANN);
    }

    private static int status(WebhookPost post) {
        OptionalInt status = post.status();
        return status.orElse(0);
    }

    /** Text, HTML with an inline image, three files, a Japanese subject. */
    private static byte[] mail(String what) throws IOException {
        OutboundMessage message = MessageSamples.outbound()
                .messageId(what.replace(' ', '-') + "@customer.example")
                .from(ANN)
                .to(SUPPORT)
                .subject("\u4ef6\u540d: " + what)
                .text("Gr\u00fc\u00dfe\n" + what)
                .html("<p>Gr\u00fc\u00dfe <img src=\"cid:logo@x\"></p>")
                .attach(new OutboundAttachment("logo.png", "image/png", "logo@x", bytes(300, 1)))
                .attach(new OutboundAttachment("data.bin", "application/octet-stream", null, bytes(70_000, 2)))
                .attach(new OutboundAttachment("\u4ef6.pdf", "application/pdf", null, bytes(1000, 3)))
                .attach(MessageSamples.textFile("note.txt", "line\r\n--xYzZ\r\nend"))
                .build();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new MimeComposer().write(message, out);
        return out.toByteArray();
    }

    private static Content bytes(int length, int seed) {
        byte[] bytes = new byte[length];
        new java.util.Random(seed).nextBytes(bytes);
        return Content.of(bytes);
    }
}
