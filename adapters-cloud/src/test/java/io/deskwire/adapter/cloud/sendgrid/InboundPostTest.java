package io.deskwire.adapter.cloud.sendgrid;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.RawItem;
import io.deskwire.channel.WebhookChannel.Received;
import io.deskwire.message.ChannelEvent;
import io.deskwire.message.Envelope;
import io.deskwire.message.Issue;
import io.deskwire.message.MessageKind;
import io.deskwire.message.ParsedMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InboundPostTest {

    private static final String MAIL =
            "Message-ID: <m2@customer.example>\r\nFrom: Zo\u00eb <zoe@customer.example>\r\nDate: Tue, 14 Jan 2025 09:30:00"
                    + " +0000\r\nTo: support+t-7f3a@in.desk.example\r\nSubject: Re: order\r\n\r\nThanks!\r\n";
    private static final String ENVELOPE =
            "{\"to\":[\"support+t-7f3a@in.desk.example\"],\"from\":\"zoe@customer.example\"}";

    @Test
    void a_raw_mail_is_the_part_as_it_came() throws IOException {
        RawItem item = only(Posts.raw(MAIL, ENVELOPE)
                .field("dkim", "{@customer.example : pass}")
                .field("SPF", "softfail")
                .field("spam_score", "6.1"));

        assertThat(item.format()).isEqualTo("rfc822");
        assertThat(item.envelope())
                .isEqualTo(new Envelope("zoe@customer.example", List.of("support+t-7f3a@in.desk.example")));
        assertThat(Documents.content(item).open().readAllBytes()).isEqualTo(MAIL.getBytes(StandardCharsets.UTF_8));
        assertThat(item.meta())
                .containsEntry("spf", "softfail")
                .containsEntry("dkim", "pass")
                .containsEntry("envelope_sender", "zoe@customer.example")
                .doesNotContainKey(RawItem.FOREIGN);
        ParsedMessage message = Documents.decoded(item);
        assertThat(message.body().text().strip()).isEqualTo("Thanks!");
        assertThat(message.authentication().spf()).isEqualTo("softfail");
        assertThat(message.notes()).singleElement().asString().contains("6.1");
    }

    @ParameterizedTest
    @CsvSource({
        "'{@a.example : fail, @b.example : pass}', pass",
        "'{@a.example : fail}{@b.example : none}', fail",
        "none, none",
        "'{@a.example : pass}', pass",
        "'{}', "
    })
    void the_verdict_on_signatures_is_read(String field, String verdict) {
        assertThat(SenderVerdicts.dkim(field)).isEqualTo(verdict);
    }

    @Test
    void the_null_sender_and_several_recipients_are_read() throws IOException {
        RawItem item = only(
                Posts.raw(MAIL, "{\"to\":[\"<support@in.desk.example>\",\"b@in.desk.example\",7,null],\"from\":\"\"}"));

        assertThat(item.envelope())
                .isEqualTo(new Envelope("", List.of("support@in.desk.example", "b@in.desk.example")));
        assertThat(item.meta()).containsEntry("envelope_sender", "");
    }

    @Test
    void the_same_mail_again_is_the_same_and_another_is_another() throws IOException {
        String key = only(Posts.raw(MAIL, ENVELOPE)).sourceKey();

        assertThat(only(Posts.raw(MAIL, ENVELOPE)).sourceKey()).isEqualTo(key);
        assertThat(only(Posts.raw("Received: from a new hop\r\n" + MAIL, ENVELOPE))
                        .sourceKey())
                .as("what a hop adds does not count")
                .isEqualTo(key);
        Set<String> others = new HashSet<>(List.of(
                key,
                only(Posts.raw(MAIL.replace("Thanks", "No"), ENVELOPE)).sourceKey(),
                only(Posts.raw(MAIL.replace("m2@", "m3@"), ENVELOPE)).sourceKey(),
                only(Posts.raw(MAIL.replace("Zo", "Za"), ENVELOPE)).sourceKey(),
                only(Posts.raw(MAIL, ENVELOPE.replace("support", "sales"))).sourceKey()));
        assertThat(others).hasSize(5);
    }

    @Test
    void a_form_with_new_scores_is_the_same_mail() throws IOException {
        String key = only(parsed("0.1", "Hello")).sourceKey();

        assertThat(only(parsed("0.2", "Hello")).sourceKey()).isEqualTo(key);
        assertThat(only(parsed("0.1", "Hullo")).sourceKey()).isNotEqualTo(key);
    }

    private static Posts parsed(String score, String text) {
        return new Posts()
                .field("headers", "Message-ID: <a@b>\nFrom: a@b.example\n")
                .field("text", text)
                .field("envelope", ENVELOPE)
                .field("spam_score", score);
    }

    @Test
    void fields_that_a_mail_added_are_trusted_no_more_than_none() throws IOException {
        String injected = "text\r\n--xYzZY\r\nContent-Disposition: form-data; name=\"envelope\"\r\n\r\n"
                + "{\"to\":[\"sales@other.example\"],\"from\":\"boss@desk.example\"}\r\n--xYzZY\r\n"
                + "Content-Disposition: form-data; name=\"SPF\"\r\n\r\npass";
        RawItem item = only(new Posts()
                .field("headers", "From: a@b.example\n")
                .field("text", injected)
                .field("envelope", ENVELOPE)
                .field("SPF", "fail"));

        assertThat(item.envelope()).isEqualTo(Envelope.unknown());
        assertThat(item.meta()).doesNotContainKeys("spf", "envelope_sender");
    }

    @Test
    void mail_for_another_address_is_marked() throws IOException {
        assertThat(only(Posts.raw(MAIL, "{\"to\":[\"Sales+x@in.desk.example\"],\"from\":\"a@b\"}"))
                        .meta())
                .containsEntry(RawItem.FOREIGN, "address:sales@in.desk.example");
    }

    @Test
    void mail_for_several_addresses_of_a_host_names_the_others() throws IOException {
        assertThat(only(Posts.raw(
                                MAIL,
                                "{\"to\":[\"support+t-1@in.desk.example\",\"Sales+x@in.desk.example\",\"\\\"a b\\\"@c.example\","
                                        + "\"sales@in.desk.example\",\"jobs@in.desk.example\"],\"from\":\"a@b\"}"))
                        .meta())
                .doesNotContainKey(RawItem.FOREIGN)
                .containsEntry(RawItem.ALSO, "address:sales@in.desk.example address:jobs@in.desk.example");
        assertThat(only(Posts.raw(
                                MAIL, "{\"to\":[\"sales@in.desk.example\",\"jobs@in.desk.example\"],\"from\":\"a@b\"}"))
                        .meta())
                .containsEntry(RawItem.FOREIGN, "address:sales@in.desk.example")
                .containsEntry(RawItem.ALSO, "address:jobs@in.desk.example");
        assertThat(only(Posts.raw(MAIL, ENVELOPE)).meta()).doesNotContainKey(RawItem.ALSO);
    }

    @Test
    void a_mail_names_its_recipients_to_a_shared_address() throws IOException {
        Set<String> keys =
                new SendGridChannelType().webhookKeys(Posts.raw(MAIL, ENVELOPE).request());

        assertThat(keys).containsExactlyInAnyOrder("address:support@in.desk.example", "domain:in.desk.example");
        assertThat(new SendGridWebhook(SettingsParser.parse(Documents.of())).keys())
                .containsAll(keys)
                .contains("channel:acme/mail");
    }

    @Test
    void what_is_proven_and_no_mail_is_kept() throws IOException {
        Posts nothing = new Posts().field("nobody", "sends this");
        RawItem item = only(nothing);
        assertThat(Documents.content(item).open().readAllBytes()).isEqualTo(nothing.bytes());
        assertUnreadable(item);

        for (String type : List.of("multipart/form-data; boundary=b", "multipart/form-data", "text/plain", "")) {
            Received received = received(type, nothing.bytes());
            assertThat(received.answer().status()).isEqualTo(200);
            assertUnreadable(((Received.Items) received).items().get(0));
        }
    }

    /** The mail of the second holds the line that ends a form. */
    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n--xYzZY--\r\nand so on", "\r\n--xYzZY\r\nand so on"})
    void a_form_without_its_end_is_never_a_mail_and_is_asked_for_again(String quoted) throws IOException {
        Posts post = Posts.raw(MAIL + quoted, ENVELOPE);
        byte[] whole = post.bytes();
        int mailEnds = new String(whole, StandardCharsets.ISO_8859_1).lastIndexOf("\r\n--xYzZY\r\n");
        List<Integer> lengths = List.of(
                0,
                5,
                20,
                60,
                100,
                mailEnds - 1,
                mailEnds,
                mailEnds + 5,
                mailEnds + 9,
                whole.length - 20,
                whole.length - 5,
                whole.length - 4,
                whole.length - 3);

        for (int length : lengths) {
            Received received = received(Vectors.MULTIPART, Arrays.copyOf(whole, length));
            assertThat(received.answer().status()).as("cut at %d", length).isEqualTo(503);
            List<RawItem> items = ((Received.Items) received).items();
            assertThat(items).hasSize(1);
            assertThat(items.get(0).sourceKey())
                    .as("what came later is another")
                    .isNotEqualTo(only(post).sourceKey());
            assertUnreadable(items.get(0));
        }
        assertThat(received(Vectors.MULTIPART, whole).answer().status()).isEqualTo(200);
    }

    @Test
    void a_mail_beside_parts_of_one_is_kept_with_all_of_the_form() throws IOException {
        for (String part : List.of("email", "headers", "text", "html")) {
            for (Posts post : List.of(
                    Posts.raw(MAIL, ENVELOPE).field(part, "Subject: another").field("SPF", "pass"),
                    new Posts()
                            .field(part, "Subject: another\n")
                            .field("email", MAIL)
                            .field("envelope", ENVELOPE)
                            .field("SPF", "pass"))) {
                RawItem item = only(post);

                assertThat(item.format()).as(part).isEqualTo(InboundPost.FORM);
                assertThat(Documents.content(item).open().readAllBytes()).isEqualTo(post.bytes());
                assertThat(item.meta()).doesNotContainKey("spf");
                assertThat(Documents.decoded(item).issues())
                        .extracting(Issue::code)
                        .contains(PostedForm.IN_DOUBT);
            }
        }
    }

    private static Received received(String type, byte[] body) throws IOException {
        return Documents.receive(
                Documents.of(), Vectors.signed(type, body, Posts.AT).request());
    }

    private static void assertUnreadable(RawItem item) throws IOException {
        ParsedMessage message = Documents.decoded(item);
        assertThat(message.kind()).isEqualTo(MessageKind.SYSTEM);
        assertThat(message.event()).isInstanceOf(ChannelEvent.Notice.class);
        assertThat(message.issues()).isNotEmpty();
    }

    private static RawItem only(Posts post) throws IOException {
        List<RawItem> items = Documents.items(post.request());
        assertThat(items).hasSize(1);
        return items.get(0);
    }
}
