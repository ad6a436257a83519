package io.deskwire.adapter.cloud.sendgrid;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.RawItem;
import io.deskwire.message.Envelope;
import io.deskwire.message.Issue;
import io.deskwire.message.ParsedMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mails that hold SendGrid's boundary, which is always the same. */
class PostedFormTest {

    private static final String ENVELOPE = "{\"to\":[\"support@in.desk.example\"],\"from\":\"zoe@customer.example\"}";
    private static final String FORGED = "Message-ID: <forged@desk.example>\r\nFrom: boss@desk.example\r\n"
            + "To: support@in.desk.example\r\nSubject: forged\r\n\r\npay\r\n";
    private static final String HEADER = "Message-ID: <m2@customer.example>\r\nFrom: zoe@customer.example\r\n"
            + "To: support@in.desk.example\r\nSubject: real\r\n\r\n";

    private static String injected(String name, String value) {
        return "\r\n--xYzZY\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value;
    }

    private static Posts apart(String text) {
        return new Posts()
                .field("headers", HEADER.replace("\r\n", "\n").strip() + "\n")
                .field("text", text)
                .field("envelope", ENVELOPE)
                .field("dkim", "{@attacker.example : pass}")
                .field("SPF", "pass");
    }

    private static Posts whole(String mail) {
        return new Posts()
                .field("dkim", "{@attacker.example : pass}")
                .field("email", mail)
                .field("to", "support@in.desk.example")
                .field("from", "zoe@customer.example")
                .field("envelope", ENVELOPE)
                .field("SPF", "pass");
    }

    @Test
    void a_text_cannot_put_another_mail_in_the_place_of_its_own() throws IOException {
        RawItem item = inDoubt(apart("Hello" + injected("email", FORGED)));
        ParsedMessage message = Documents.decoded(item);

        assertThat(message.body().subject()).isEqualTo("real");
        assertThat(Objects.requireNonNull(message.people().from()).value()).isEqualTo("zoe@customer.example");
        assertThat(message.body().text()).startsWith("Hello").contains("pay");
    }

    @Test
    void a_text_cannot_hide_the_fields_behind_it() throws IOException {
        RawItem item = inDoubt(apart("Hello"
                + injected("envelope", "{\"to\":[\"sales@other.example\"],\"from\":\"boss@desk.example\"}")
                + injected("SPF", "pass")
                + "\r\n--xYzZY--\r\n"));

        assertThat(item.envelope()).isEqualTo(Envelope.unknown());
        assertThat(Documents.decoded(item).body().text()).contains("Hello", "boss@desk.example");
    }

    @Test
    void a_closing_line_in_a_text_ends_nothing() throws IOException {
        RawItem item = inDoubt(apart("Hello\r\n--xYzZY--\r\nand goodbye"));

        assertThat(item.envelope().recipients()).containsExactly("support@in.desk.example");
        assertThat(Documents.decoded(item).body().text()).contains("and goodbye");
    }

    /** Such as somebody's who asks about Inbound Parse. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n--xYzZY\r\nContent-Disposition: form-data; name=\"to\"\r\n\r\na@b.example\r\n--xYzZY--\r\n",
                "\r\n--xYzZY\r\nContent-Disposition: form-data; name=\"headers\"\r\n\r\nFrom: a\r\n",
                "\r\n--xYzZY\r\nContent-Disposition: form-data; name=\"cc\"\r\n\r\nx"
                        + "\r\n--xYzZY\r\nContent-Disposition: form-data; name=\"envelope\"\r\n\r\n{}"
                        + "\r\n--xYzZY\r\nContent-Disposition: form-data; name=\"cc\"\r\n\r\ny\r\n",
                "\r\n--xYzZY\r\nContent-Disposition: form-data; name=\"my own\"\r\n\r\nx\r\n",
                "\r\n--xYzZY\r\nContent-Disposition: form-data; name=\"to\"; filename=\"a\"\r\n\r\nx\r\n",
                "\r\n--xYzZY\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\nSubject: x\r\n\r\ny\r\n",
                "\r\n--xYzZY\r\nno header\r\n",
                "\r\n--xYzZY\r\n\r\n",
                "\r\n--xYzZY--\r\n"
            })
    void a_raw_mail_that_quotes_a_post_is_whole(String quoted) throws IOException {
        String text = "Look:\r\n" + quoted + "What is that?";
        RawItem item = inDoubt(whole(HEADER + text));
        ParsedMessage message = Documents.decoded(item);

        assertThat(message.threading().messageId()).isEqualTo("m2@customer.example");
        assertThat(message.body().text().strip())
                .isEqualTo(text.replace("\r\n", "\n").strip());
    }

    @Test
    void files_of_a_mail_in_doubt_can_be_read() throws IOException {
        String file = "a\r\n--xYzZY\r\nContent-Disposition: form-data; name=\"to\"\r\n\r\nb";
        RawItem item = inDoubt(whole(HEADER.replace("\r\n\r\n", "\r\n")
                + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=q\r\n\r\n--q\r\n\r\nHello\r\n"
                + "--q\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment\r\n\r\n" + file
                + "\r\n--q--\r\n"));

        assertThat(Documents.attachment(item, 0)).isEqualTo(file.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void files_of_the_same_name_are_no_doubt() throws IOException {
        RawItem item = Documents.items(apart("Hello")
                        .file("file", "a", "text/plain", new byte[] {1})
                        .file("file", "b", "text/plain", new byte[] {2, 2})
                        .request())
                .get(0);

        assertThat(item.meta()).containsEntry("spf", "pass");
        assertThat(Documents.decoded(item).attachments()).hasSize(2);
        assertThat(Documents.decoded(item).issues()).isEmpty();
    }

    @Test
    void a_field_that_nobody_knows_is_told() throws IOException {
        RawItem item =
                Documents.items(apart("Hello").field("new", "x").request()).get(0);

        assertThat(item.meta()).containsEntry("spf", "pass");
        assertThat(Documents.decoded(item).issues()).extracting(Issue::code).containsExactly("unknown-field");
    }

    @Test
    void a_form_that_begins_with_a_field_of_no_name_is_read() throws IOException {
        RawItem item = inDoubt(new Posts()
                .field("", "x")
                .field("headers", HEADER.replace("\r\n", "\n").strip() + "\n")
                .field("text", "Hello")
                .field("envelope", ENVELOPE)
                .field("SPF", "pass"));

        assertThat(Documents.decoded(item).body().subject()).isEqualTo("real");
    }

    @Test
    void the_same_post_again_is_the_same_mail() throws IOException {
        Posts post = whole(HEADER + "x" + injected("email", FORGED));

        assertThat(inDoubt(post).sourceKey())
                .isEqualTo(inDoubt(post).sourceKey())
                .startsWith("mail:sha256-");
    }

    /** The whole form is kept, the verdicts are left out, and the mail says so. */
    private static RawItem inDoubt(Posts post) throws IOException {
        List<RawItem> items = Documents.items(post.request());
        assertThat(items).hasSize(1);
        RawItem item = items.get(0);
        assertThat(Documents.content(item).open().readAllBytes()).isEqualTo(post.bytes());
        assertThat(item.meta()).doesNotContainKeys("spf", "dkim");
        assertThat(Documents.decoded(item).issues()).extracting(Issue::code).contains(PostedForm.IN_DOUBT);
        return item;
    }
}
