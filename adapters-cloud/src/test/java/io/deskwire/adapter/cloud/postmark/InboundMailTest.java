package io.deskwire.adapter.cloud.postmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.RawItem;
import io.deskwire.config.ChannelConfig;
import io.deskwire.json.Json;
import io.deskwire.message.Attachment;
import io.deskwire.message.Authentication;
import io.deskwire.message.Content;
import io.deskwire.message.ParsedMessage;
import io.deskwire.testkit.SettableClock;
import io.deskwire.testkit.cloud.PostmarkServer;
import io.deskwire.testkit.cloud.PostmarkSimulator;
import io.deskwire.testkit.cloud.WebhookPost;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mail through the stand-in's inbound webhook, with its retries. */
class InboundMailTest {

    /** Japanese subject, Latin-1 text, HTML with an inline image, three files. */
    private static final String RICH = """
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
            Content-Transfer-Encoding: quoted-printable

            <p>Das Ger=E4t ist <b>kaputt</b>. <img src=3D"cid:img1@customer.example"></p>
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
            Content-Transfer-Encoding: base64

            bGluZSAxCmxpbmUgMgo=
            --mm
            Content-Type: application/octet-stream
            Content-Disposition: attachment; filename*=utf-8''%E8%AB%8B%E6%B1%82.bin
            Content-Transfer-Encoding: base64

            AAECAwQF
            --mm--
            """;

    private final SettableClock clock = SettableClock.at(Posts.NOW);
    private PostmarkSimulator postmark;
    private PostmarkServer server;
    private Receiver receiver;

    @BeforeEach
    void start() throws Exception {
        postmark = PostmarkSimulator.start(clock);
        server = postmark.addServer("server-token", "in.desk.example");
        receiver = new Receiver(Posts.config("{}"), clock);
        server.withInboundHook(receiver.url());
    }

    @AfterEach
    void stop() {
        receiver.close();
        postmark.close();
    }

    private static byte[] latin1(String mail) {
        return mail.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private WebhookPost receive(byte[] mail) {
        return server.receive("zoe@customer.example", "support+t1@in.desk.example", mail);
    }

    private ParsedMessage through(boolean raw, byte[] mail) {
        server.withRawEmail(raw);
        assertThat(receive(mail).status()).hasValue(200);
        List<ParsedMessage> messages = receiver.messages();
        return messages.get(messages.size() - 1);
    }

    @Test
    void a_mail_that_comes_whole_and_one_that_was_taken_apart_are_equal() throws Exception {
        ParsedMessage whole = through(true, latin1(RICH));
        ParsedMessage apart = through(false, latin1(RICH));

        assertThat(receiver.stored()).extracting(RawItem::format).containsExactly("rfc822", "postmark-json");
        assertThat(apart.body()).isEqualTo(whole.body());
        assertThat(apart.attachments()).isEqualTo(whole.attachments());
        // The digest in the dedupe key is of the bytes, and Postmark gives each post an id; everything else is the
        // same.
        assertThat(apart)
                .usingRecursiveComparison()
                .ignoringFields("dedupeKey", "threading.providerMessageId")
                .isEqualTo(whole);

        assertThat(whole.body().subject()).isEqualTo("ご注文について");
        assertThat(whole.body().text()).startsWith("Das Gerät ist kaputt.");
        assertThat(whole.body().replyText()).isEqualTo("Das Gerät ist kaputt.");
        assertThat(whole.body().html()).contains("<p>Das Gerät");
        assertThat(Objects.requireNonNull(whole.people().from()).name()).isEqualTo("Kunde, Zoë");
        assertThat(whole.authentication()).isEqualTo(new Authentication("pass", "pass", null));
        assertThat(whole.attachments())
                .extracting(Attachment::fileName)
                .containsExactly("bild.png", "Rechnung.pdf", "log.txt", "請求.bin");
        assertThat(whole.attachments()).extracting(Attachment::inline).containsExactly(true, false, false, false);
        assertThat(whole.issues()).isEmpty();
    }

    @Test
    void a_mail_whose_bytes_did_not_survive_json_is_read_from_its_parts() {
        byte[] eightBit = latin1(RICH.replace("Ger=E4t", "Ger\u00e4t")
                .replace("=3D", "=")
                .replace("Transfer-Encoding: quoted-printable", "Transfer-Encoding: 8bit"));

        ParsedMessage message = through(true, eightBit);

        assertThat(receiver.stored().get(0).format()).isEqualTo("postmark-json");
        assertThat(message.body().text()).startsWith("Das Gerät ist kaputt.");
        assertThat(message.body().html()).contains("Das Gerät");
        assertThat(message.attachments()).hasSize(4);
        assertThat(message.issues()).extracting(issue -> issue.code()).containsExactly("raw-mail-damaged");
    }

    @Test
    void a_mail_in_utf_8_survives_json() {
        byte[] utf8 = ("Message-ID: <u@x.example>\r\nFrom: zoe@customer.example\r\nSubject: Hi\r\n"
                        + "Content-Type: text/plain; charset=\"UTF-8\"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
                        + "Grüße 😀 件\r\n")
                .getBytes(StandardCharsets.UTF_8);

        assertThat(through(true, utf8).body().text().strip()).isEqualTo("Grüße 😀 件");
        assertThat(receiver.stored().get(0).format()).isEqualTo("rfc822");
    }

    @Test
    void a_file_of_a_mail_that_was_taken_apart_can_be_read() throws Exception {
        through(false, latin1(RICH));
        RawItem item = receiver.stored().get(0);
        Content raw = Content.of(Posts.bytes(item));

        try (InputStream file = Posts.decoder(item).attachment(raw, item.meta(), 3)) {
            assertThat(file.readAllBytes()).containsExactly(0, 1, 2, 3, 4, 5);
        }
    }

    @Test
    void a_store_that_is_down_loses_nothing_and_doubles_nothing() {
        receiver.storeDown(true);
        assertThat(receive(latin1(RICH)).status()).hasValue(503);
        for (int i = 0; i < 9; i++) {
            assertThat(server.retryAll())
                    .singleElement()
                    .satisfies(post -> assertThat(post.status()).hasValue(503));
        }
        receiver.storeDown(false);
        assertThat(server.retryAll())
                .singleElement()
                .satisfies(post -> assertThat(post.status()).hasValue(200));

        assertThat(server.lost()).isEmpty();
        assertThat(server.waiting()).isZero();
        assertThat(receiver.stored()).hasSize(1);
        server.post(server.posts().get(0).body());
        assertThat(receiver.stored()).hasSize(1);
    }

    @Test
    void a_wrong_password_can_be_put_right_while_postmark_tries_again() throws Exception {
        server.withInboundHook(receiver.url().replace(":word@", ":rotated@"));
        assertThat(receive(latin1(RICH)).status()).hasValue(401);
        assertThat(server.lost()).isEmpty();
        assertThat(server.waiting()).isEqualTo(1);
        assertThat(receiver.stored()).isEmpty();

        ChannelConfig both = Posts.config("{\"webhook_password\":[\"rotated\",\"word\"]}");
        try (Receiver mended = new Receiver(both, clock)) {
            server.withInboundHook(mended.url().replace(":word@", ":rotated@"));
            assertThat(receive(latin1(RICH)).status()).hasValue(200);
            server.withInboundHook(mended.url());
            assertThat(receive(latin1(RICH)).status()).hasValue(200);
            assertThat(mended.stored()).hasSize(2);
        }
    }

    @Test
    void large_files_are_read_from_where_they_stand() throws Exception {
        byte[] file = new byte[3_000_001];
        new java.util.Random(5).nextBytes(file);
        Map<String, Object> mail = new LinkedHashMap<>(Json.lenient().parseObject(Posts.REPLY));
        mail.put("TextBody", "ü\t\"\\/".repeat(40_000));
        mail.put(
                "Attachments",
                List.of(
                        Map.of(
                                "Name",
                                "a.bin",
                                "Content",
                                Base64.getEncoder().encodeToString(file),
                                "ContentType",
                                "application/octet-stream"),
                        Map.of("Name", "b.txt", "Content", "Yg==", "ContentType", "text/plain")));
        // As writers for .NET do.
        String escaped = Json.write(mail).replace("+", "\\u002B").replace("ü", "\\u00fc");

        RawItem item = Posts.item(Posts.post(escaped));
        ParsedMessage message = Posts.decoded(item);

        assertThat(message.body().text()).startsWith("ü\t\"\\/ü");
        assertThat(message.attachments()).extracting(Attachment::size).containsExactly(3_000_001L, 1L);
        try (InputStream read = Posts.decoder(item).attachment(Content.of(Posts.bytes(item)), item.meta(), 0)) {
            assertThat(read.readAllBytes()).isEqualTo(file);
        }
    }
}
