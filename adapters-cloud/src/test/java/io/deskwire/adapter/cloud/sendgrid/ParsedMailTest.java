package io.deskwire.adapter.cloud.sendgrid;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.RawItem;
import io.deskwire.message.Address;
import io.deskwire.message.Attachment;
import io.deskwire.message.ParsedMessage;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParsedMailTest {

    @Test
    void the_vectors_mail_is_read() throws IOException {
        RawItem item = Documents.items(Vectors.mail().request()).get(0);
        ParsedMessage message = Documents.decoded(item);

        assertThat(item.envelope().recipients()).containsExactly("support+t-7f3a@in.desk.example");
        assertThat(message.body().text().strip()).isEqualTo("It\u2019s late \u2013 5 \u20ac");
        assertThat(message.people().from()).isEqualTo(Address.email("zoe@customer.example", "Zo\u00eb Kunde"));
        assertThat(message.body().subject()).isEqualTo("Caf\u00e9 order");
        assertThat(message.threading().messageId()).isEqualTo("m1@customer.example");
        assertThat(message.authentication().dkim()).isEqualTo("pass");
        assertThat(message.attachments()).singleElement().satisfies(file -> {
            assertThat(file.fileName()).isEqualTo("dot.gif");
            assertThat(file.contentType()).isEqualTo("image/gif");
            assertThat(file.size()).isEqualTo(42);
        });
        assertThat(Documents.attachment(item, 0)).startsWith("GIF89a".getBytes(StandardCharsets.US_ASCII));
    }

    /** As it was captured: four character sets in one mail. */
    @Test
    void each_field_has_a_character_set_of_its_own() throws IOException {
        Charset windows = Charset.forName("windows-1252");
        ParsedMessage message = decoded(new Posts()
                .field("headers", "Message-ID: <a@b>\nDate: Tue, 14 Jan 2025 09:30:00 +0000\n")
                .field("from", "Zo\u00eb <zoe@customer.example>")
                .field("subject", "Como usted pidi\u00f3", Charset.forName("IBM850"))
                .field("text", "Test the ESP\u2019s inbound charset handling\u2026", windows)
                .field("html", "<p>\u00bfEsto se ve como esperabas?</p>", StandardCharsets.ISO_8859_1)
                .field(
                        "charsets",
                        "{\"to\":\"UTF-8\",\"cc\":\"UTF-8\",\"html\":\"iso-8859-1\",\"subject\":\"cp850\","
                                + "\"from\":\"UTF-8\",\"text\":\"windows-1252\"}"));

        assertThat(message.body().subject()).isEqualTo("Como usted pidi\u00f3");
        assertThat(message.body().text().strip()).isEqualTo("Test the ESP\u2019s inbound charset handling\u2026");
        assertThat(message.body().html()).contains("<p>\u00bfEsto se ve");
        assertThat(message.people().from()).isEqualTo(Address.email("zoe@customer.example", "Zo\u00eb"));
    }

    @ParameterizedTest
    @CsvSource({
        "us-ascii, 92, \u2019",
        "iso-8859-1, 92, \u2019",
        "ISO-8859-1, e9, \u00e9",
        "cp-850, a2, \u00f3",
        "ks_c_5601-1987, b0a1, \uac00",
        "gb2312, b0a1, \u554a",
        "utf8, c3a9, \u00e9",
        "'\"utf-8\"', c3a9, \u00e9",
        "iso-8859-8-i, e0, \u05d0",
        "iso-8859-10, c3a9, \u00e9",
        "x-unknown, e9, \u00e9",
        "default, e9, \u00e9",
        "iso-2022-jp, 1b244224221b2842, \u3042",
        "'', c3a9, \u00e9"
    })
    void a_label_is_what_people_mean_by_it(String label, String hex, String expected) throws IOException {
        byte[] bytes = java.util.HexFormat.of().parseHex(hex);
        String latin = new String(bytes, StandardCharsets.ISO_8859_1);
        ParsedMessage message = decoded(new Posts()
                .field("headers", "From: a@b.example\n")
                .field("text", latin, StandardCharsets.ISO_8859_1)
                .field("charsets", "{\"text\":\"" + label.replace("\"", "\\\"") + "\"}"));

        assertThat(message.body().text().strip()).isEqualTo(expected);
    }

    @Test
    void without_a_map_of_character_sets_utf_8_is_tried_first() throws IOException {
        assertThat(decoded(new Posts().field("headers", "From: a@b.example\n").field("text", "\u00e9"))
                        .body()
                        .text()
                        .strip())
                .isEqualTo("\u00e9");
        assertThat(decoded(new Posts()
                                .field("headers", "From: a@b.example\n")
                                .field("charsets", "nonsense")
                                .field("text", "\u00e9", StandardCharsets.ISO_8859_1))
                        .body()
                        .text()
                        .strip())
                .isEqualTo("\u00e9");
    }

    @Test
    void files_keep_their_order_names_and_ids_whatever_the_form_calls_them() throws IOException {
        Posts post = new Posts()
                .field("headers", "From: a@b.example\nContent-Type: multipart/mixed; boundary=old\n")
                .field("html", "<img src=\"cid:logo@x\">")
                .field("attachments", "3")
                .field(
                        "attachment-info",
                        "{\"attachment1\":{\"filename\":\"..\\\\..\\\\x.exe\",\"type\":\"application/x-msdownload\"},"
                                + "\"attachment3\":{\"filename\":\"\u4ef6.txt\",\"type\":\"text/plain\",\"charset\":\"utf-8\"}}")
                .field("content-ids", "{\"<logo@x>\":\"attachment2\"}")
                .file("attachment1", "..\\..\\x.exe", "application/x-msdownload", new byte[] {1})
                .file("attachment2", "", "image/png", new byte[] {2, 2})
                .file("attachment3", "?.txt", "text/plain", new byte[] {'a', '\n'});
        RawItem item = Documents.items(post.request()).get(0);
        ParsedMessage message = Documents.decoded(item);

        assertThat(message.attachments()).extracting(Attachment::size).containsExactly(1L, 2L, 2L);
        assertThat(message.attachments().get(0).fileName())
                .doesNotContain("\\", "/")
                .endsWith("x.exe");
        assertThat(message.attachments().get(1).contentId()).isEqualTo("logo@x");
        assertThat(message.attachments().get(1).inline()).isTrue();
        assertThat(message.attachments().get(1).fileName()).isNotBlank();
        assertThat(message.attachments().get(2).fileName()).isEqualTo("\u4ef6.txt");
        assertThat(Documents.attachment(item, 1)).containsExactly(2, 2);
        assertThat(Documents.attachment(item, 2)).containsExactly('a', '\n');
    }

    @Test
    void a_mail_without_its_header_is_read_from_the_fields() throws IOException {
        ParsedMessage message = decoded(new Posts()
                .field("from", "Ann <ann@customer.example>")
                .field("to", "support@in.desk.example")
                .field("subject", "Hello\r\nBcc: x@y.example")
                .field("text", "text"));

        assertThat(message.people().from()).isEqualTo(Address.email("ann@customer.example", "Ann"));
        assertThat(message.people().bcc()).isEmpty();
        assertThat(message.people().to()).isEqualTo(List.of(Address.email("support@in.desk.example")));
        assertThat(message.issues())
                .anySatisfy(issue -> assertThat(issue.code()).isEqualTo("no-header"));
    }

    private static ParsedMessage decoded(Posts post) throws IOException {
        return Documents.decoded(Documents.items(post.request()).get(0));
    }
}
