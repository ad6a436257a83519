package io.deskwire.adapter.cloud.mailgun;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.RawItem;
import io.deskwire.message.Attachment;
import io.deskwire.message.Authentication;
import io.deskwire.message.Content;
import io.deskwire.message.ParsedMessage;
import io.deskwire.testkit.SettableClock;
import io.deskwire.testkit.cloud.MailgunDomain;
import io.deskwire.testkit.cloud.MailgunSimulator;
import io.deskwire.testkit.cloud.WebhookPost;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mail through the stand-in's routes, with its retries. */
class RoutesTest {

    /** Japanese subject, Latin-1 text, HTML with an inline image, three files. */
    private static final byte[] RICH = """
            Message-ID: <rich@customer.example>
            Date: Tue, 14 Jan 2025 09:30:00 +0000
            From: "Kunde, =?utf-8?b?Wm/Dqw==?=" <zoe@customer.example>
            To: support@in.desk.example
            Cc: Chef <boss@customer.example>
            References: <a@x.example> <om_01.7f3a@desk.example>
            In-Reply-To: <om_01.7f3a@desk.example>
            Subject: =?utf-8?b?44GU5rOo5paH44Gr44Gk44GE44Gm?=
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=mm

            --mm
            Content-Type: multipart/related; boundary=rr

            --rr
            Content-Type: multipart/alternative; boundary=aa

            --aa
            Content-Type: text/plain; charset=iso-8859-1
            Content-Transfer-Encoding: quoted-printable

            Das Ger=E4t ist kaputt.

            > On Monday you wrote:
            > hello
            --aa
            Content-Type: text/html; charset=iso-8859-1
            Content-Transfer-Encoding: 8bit

            <p>Das Ger\u00e4t ist <b>kaputt</b>. <img src="cid:img1@customer.example"></p>
            --aa--
            --rr
            Content-Type: image/png; name="bild.png"
            Content-ID: <img1@customer.example>
            Content-Disposition: inline; filename="bild.png"
            Content-Transfer-Encoding: base64

            iVBORw0KGgo=
            --rr--
            --mm
            Content-Type: application/pdf; name="Rechnung.pdf"
            Content-Disposition: attachment; filename="Rechnung.pdf"
            Content-Transfer-Encoding: base64

            JVBERi0xLjQK
            --mm
            Content-Type: text/plain; charset=utf-8; name="log.txt"
            Content-Disposition: attachment; filename="log.txt"

            line 1
            line 2
            --mm
            Content-Type: application/octet-stream
            Content-Disposition: attachment; filename*=utf-8''%E8%AB%8B%E6%B1%82.bin
            Content-Transfer-Encoding: base64

            AAECAwQF
            --mm--
            """.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);

    private final SettableClock clock = SettableClock.at(Posts.SIGNED_AT);
    private MailgunSimulator mailgun;
    private MailgunDomain domain;
    private Receiver receiver;

    @BeforeEach
    void start() throws Exception {
        mailgun = MailgunSimulator.start(clock);
        domain = mailgun.addDomain("in.desk.example", MailgunSimulator.Region.EU, "key-1", Posts.KEY);
        receiver = new Receiver(Posts.config("{}"), clock);
    }

    @AfterEach
    void stop() {
        receiver.close();
        mailgun.close();
    }

    private ParsedMessage through(String path) {
        domain.addRoute("match_recipient(\"support.*@in\\.desk\\.example\")", receiver.url() + path);
        List<WebhookPost> posts = domain.receive("zoe@customer.example", "support+t1@in.desk.example", RICH);
        assertThat(posts)
                .singleElement()
                .satisfies(post -> assertThat(post.status()).hasValue(200));
        return receiver.messages().get(0);
    }

    @Test
    void a_mail_that_comes_whole_and_one_that_was_taken_apart_are_equal() throws Exception {
        ParsedMessage whole = through("/mime");
        receiver.close();
        receiver = new Receiver(Posts.config("{}"), clock);
        domain = mailgun.addDomain("other.example", MailgunSimulator.Region.EU, "key-2", Posts.KEY);
        ParsedMessage apart = through("");

        assertThat(receiver.stored().get(0).format()).isEqualTo("mailgun-form");
        assertThat(apart.body()).isEqualTo(whole.body());
        assertThat(apart.attachments()).isEqualTo(whole.attachments());
        assertThat(apart.people()).isEqualTo(whole.people());
        assertThat(apart.threading()).isEqualTo(whole.threading());
        // The digest in the dedupe key is of the bytes, which differ; everything else is the same.
        assertThat(apart).usingRecursiveComparison().ignoringFields("dedupeKey").isEqualTo(whole);

        assertThat(whole.body().subject()).isEqualTo("ご注文について");
        assertThat(whole.body().text()).startsWith("Das Gerät ist kaputt.");
        assertThat(whole.body().replyText()).isEqualTo("Das Gerät ist kaputt.");
        assertThat(whole.body().html()).contains("<p>Das Gerät");
        assertThat(whole.authentication()).isEqualTo(new Authentication("pass", "pass", null));
        assertThat(whole.attachments())
                .extracting(Attachment::fileName)
                .containsExactly("bild.png", "Rechnung.pdf", "log.txt", "請求.bin");
        assertThat(whole.attachments()).extracting(Attachment::inline).containsExactly(true, false, false, false);
        assertThat(whole.issues()).isEmpty();
    }

    @Test
    void a_file_of_a_mail_that_was_taken_apart_can_be_read() throws Exception {
        through("");
        var item = receiver.stored().get(0);
        var raw = Content.of(Posts.bytes(item));

        try (var file = Posts.decoder(item).attachment(raw, item.meta(), 3)) {
            assertThat(file.readAllBytes()).containsExactly(0, 1, 2, 3, 4, 5);
        }
    }

    @Test
    void a_store_that_is_down_loses_nothing_and_doubles_nothing() {
        domain.addRoute("catch_all()", receiver.url() + "/mime").addRoute("catch_all()", receiver.url());
        receiver.storeDown(true);
        domain.receive("zoe@customer.example", "support@in.desk.example", RICH);
        assertThat(domain.waiting()).isEqualTo(2);
        assertThat(receiver.stored()).isEmpty();

        clock.advance(Duration.ofHours(7));
        assertThat(domain.retryAll())
                .hasSize(2)
                .allSatisfy(post -> assertThat(post.status()).hasValue(503));
        receiver.storeDown(false);
        assertThat(domain.retryAll())
                .hasSize(2)
                .allSatisfy(post -> assertThat(post.status()).hasValue(200));

        assertThat(domain.waiting()).isZero();
        assertThat(domain.lost()).isEmpty();
        assertThat(receiver.stored()).hasSize(2);
        assertThat(receiver.messages())
                .extracting(message -> message.threading().messageId())
                .containsOnly("rich@customer.example");
    }

    @Test
    void a_wrong_key_can_be_put_right_while_mailgun_tries_again() {
        domain.withSigningKey("rotated").addRoute("catch_all()", receiver.url() + "/mime");
        domain.receive("", "support@in.desk.example", RICH);
        assertThat(domain.waiting()).isEqualTo(1);
        assertThat(receiver.stored()).isEmpty();

        receiver.reconfigure(Posts.config("{\"webhook_secret\":[\"rotated\",\"" + Posts.KEY + "\"]}"));
        domain.retryAll();
        domain.withSigningKey(Posts.KEY).receive("", "support@in.desk.example", RICH);

        assertThat(receiver.stored()).hasSize(2);
        assertThat(domain.waiting()).isZero();
        assertThat(domain.lost()).isEmpty();
    }

    @Test
    void a_header_that_forges_a_field_is_refused_taken_apart_and_harmless_whole() {
        byte[] forged = ("token: forged\r\nrecipient: ceo@in.desk.example\r\n"
                        + new String(RICH, StandardCharsets.ISO_8859_1))
                .getBytes(StandardCharsets.ISO_8859_1);
        domain.addRoute("match_recipient(\"support@.*\")", receiver.url() + "/mime")
                .addRoute("match_recipient(\"sales@.*\")", receiver.url());

        domain.receive("zoe@customer.example", "support@in.desk.example", forged);
        assertThat(receiver.stored())
                .singleElement()
                .satisfies(item -> assertThat(item.envelope().recipients()).containsExactly("support@in.desk.example"));
        assertThat(domain.lost()).isEmpty();

        domain.receive("zoe@customer.example", "sales@in.desk.example", forged);
        assertThat(receiver.stored()).hasSize(1);
        assertThat(domain.lost())
                .singleElement()
                .satisfies(post -> assertThat(post.status()).hasValue(406));
    }

    @Test
    void header_fields_named_like_fields_of_the_form_replace_nothing() throws Exception {
        domain.addRoute("catch_all()", receiver.url());
        domain.receive("zoe@customer.example", "support@in.desk.example", RICH);
        domain.receive(
                "zoe@customer.example",
                "support@in.desk.example",
                withHeader(
                        "body-mime: From: ceo@in.desk.example",
                        "body-mime: X-Mailgun-Spf: Pass",
                        "body-plain: forged text",
                        "body-html: <b>forged</b>",
                        "Body-Plain: also",
                        "attachment-1: forged",
                        "attachment-9: forged",
                        "content-id-map: {\"<forged@x>\": \"attachment-1\"}",
                        "attachments: [{\"name\":\"forged\"}]"));

        assertThat(domain.lost()).isEmpty();
        List<ParsedMessage> messages = receiver.messages();
        assertThat(messages).hasSize(2);
        ParsedMessage honest = messages.get(0);
        ParsedMessage forged = messages.get(1);
        assertThat(receiver.stored()).extracting(RawItem::format).containsOnly(InboundForm.FORMAT);
        assertThat(forged.body()).isEqualTo(honest.body());
        assertThat(forged.attachments()).isEqualTo(honest.attachments()).isNotEmpty();
        assertThat(forged.authentication()).isEqualTo(honest.authentication());
        assertThat(forged.people()).isEqualTo(honest.people());
        assertThat(forged.issues()).isEqualTo(honest.issues());
    }

    @Test
    void a_forged_list_of_the_header_fields_is_refused() {
        domain.addRoute("catch_all()", receiver.url());

        domain.receive(
                "zoe@customer.example",
                "support@in.desk.example",
                withHeader("message-headers: [[\"X-Mailgun-Spf\",\"Pass\"],[\"From\",\"ceo@in.desk.example\"]]"));

        assertThat(receiver.stored()).isEmpty();
        assertThat(domain.lost())
                .singleElement()
                .satisfies(post -> assertThat(post.status()).hasValue(406));
    }

    private static byte[] withHeader(String... fields) {
        return (String.join("\r\n", fields) + "\r\n" + new String(RICH, StandardCharsets.ISO_8859_1))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void a_plain_mail_without_files_comes_as_an_urlencoded_form() {
        domain.addRoute("catch_all()", receiver.url());
        byte[] plain = ("Message-Id: <p@x.example>\r\nFrom: zoe@customer.example\r\nSubject: Hi\r\n"
                        + "Content-Type: text/html; charset=utf-8\r\n\r\n<p>nur <b>HTML</b> &amp; grün</p>\r\n")
                .getBytes(StandardCharsets.UTF_8);

        domain.receive("zoe@customer.example", "support@in.desk.example", plain);

        assertThat(receiver.messages()).singleElement().satisfies(message -> {
            assertThat(message.body().text()).isEqualTo("nur HTML & grün");
            assertThat(message.body().html()).contains("<b>HTML</b>");
        });
    }
}
