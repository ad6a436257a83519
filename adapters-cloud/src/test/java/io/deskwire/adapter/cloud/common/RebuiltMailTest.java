package io.deskwire.adapter.cloud.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.message.Attachment;
import io.deskwire.message.Content;
import io.deskwire.message.MessageKind;
import io.deskwire.message.ParsedMessage;
import io.deskwire.mime.MimeDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RebuiltMailTest {

    private static ParsedMessage decoded(RebuiltMail mail) throws Exception {
        assertThat(mail.open().readAllBytes()).hasSize((int) mail.length());
        return new MimeDecoder().decode(mail, Map.of());
    }

    @Test
    void what_was_taken_apart_is_whole_again() throws Exception {
        ParsedMessage message = decoded(RebuiltMail.builder()
                .header("Message-Id", "<m1@customer.example>")
                .header("From", "=?utf-8?b?Wm/DqyBLdW5kZQ==?= <zoe@customer.example>")
                .header("Subject", "ご注文\n について")
                .header("Content-Type", "text/plain; charset=koi8-r")
                .header("MIME-Version", "7")
                .header("Bad Name", "x")
                .text(Content.of("caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1)), "iso-8859-1")
                .html(Pieces.text("<p>café <img src=\"cid:img1@x\"></p>"), "utf-8")
                .attachment("Bild \"1\".png", "image/png; name=x", "<img1@x>", Content.of(new byte[] {1, 2, 3}))
                .attachment(null, "multipart/mixed; boundary=q", null, Pieces.text("--q\r\n\r\ninner\r\n--q--"))
                .attachment("notes.txt", "text/plain; charset=\"utf-8\"", null, Pieces.text("note"))
                .build());

        assertThat(message.threading().messageId()).isEqualTo("m1@customer.example");
        assertThat(message.people().from())
                .isNotNull()
                .satisfies(from -> assertThat(from.name()).isEqualTo("Zoë Kunde"));
        assertThat(message.body().subject()).isEqualTo("ご注文 について");
        assertThat(message.body().text()).isEqualTo("café");
        assertThat(message.body().html()).contains("cid:img1@x");
        assertThat(message.attachments())
                .extracting(Attachment::contentType)
                .containsExactly("image/png", "application/octet-stream", "text/plain");
        assertThat(message.attachments()).extracting(Attachment::inline).containsExactly(true, false, false);
        assertThat(message.attachments().get(0).fileName()).contains("Bild").endsWith(".png");
        assertThat(message.attachments().get(0).contentId()).isEqualTo("img1@x");
        assertThat(message.issues()).isEmpty();
    }

    @Test
    void a_value_cannot_begin_another_field_or_a_body() throws Exception {
        ParsedMessage message = decoded(RebuiltMail.builder()
                .header("Subject", "a\r\nBcc: victim@x\r\n\r\nbody")
                .text(Pieces.text("text"), "evil\"\r\nX: y")
                .build());

        assertThat(message.people().bcc()).isEmpty();
        assertThat(message.body().text()).isEqualTo("text");
    }

    @Test
    void a_header_block_is_taken_field_by_field() throws Exception {
        ParsedMessage message = decoded(RebuiltMail.builder()
                .headerBlock(
                        "Subject: =?utf-8?q?caf=C3=A9?=\n and more\nContent-Type: multipart/mixed;\n boundary=x\nX: y\n\nFrom: a@b.example\n"
                                .getBytes(StandardCharsets.UTF_8))
                .text(Pieces.text("text"), "utf-8")
                .build());

        assertThat(message.body().subject()).isEqualTo("café and more");
        assertThat(message.body().text()).isEqualTo("text");
        assertThat(message.people().from()).isNotNull();
    }

    @Test
    void a_report_stays_a_report() throws Exception {
        ParsedMessage message = decoded(RebuiltMail.builder()
                .header("From", "MAILER-DAEMON@mx.example")
                .header("Content-Type", "multipart/report; report-type=delivery-status; boundary=b")
                .text(Pieces.text("could not be delivered"), "utf-8")
                .attachment(
                        null,
                        "message/delivery-status",
                        null,
                        Pieces.text("Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; gone@x.example\r\n"
                                + "Action: failed\r\nStatus: 5.1.1\r\n"))
                .build());

        assertThat(message.kind()).isEqualTo(MessageKind.BOUNCE);
        assertThat(message.reports()).hasSize(1);
    }
}
