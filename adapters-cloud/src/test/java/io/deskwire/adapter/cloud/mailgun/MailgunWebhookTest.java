package io.deskwire.adapter.cloud.mailgun;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.RawItem;
import io.deskwire.channel.WebhookChannel.Received;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.message.Authentication;
import io.deskwire.message.Issue;
import io.deskwire.message.ParsedMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailgunWebhookTest {

    private static final String MAIL = "Received: from mail.customer.example by mxa.mailgun.org;\r\n"
            + " Tue, 14 Jan 2025 09:30:00 -0000\r\nX-Mailgun-Incoming: Yes\r\nX-Mailgun-Sflag: Yes\r\n"
            + "X-Mailgun-Sscore: 7.1\r\nX-Mailgun-Spf: SoftFail\r\nX-Mailgun-Dkim-Check-Result: Pass\r\n"
            + "Message-Id: <m3@customer.example>\r\nX-Mailgun-Spf: Pass\r\n"
            + "From: =?utf-8?b?Wm/DqyBLdW5kZQ==?= <zoe@customer.example>\r\nSubject: Re: order\r\n\r\nThanks!\r\n"
            + "X-Mailgun-Sscore: 0\r\n";

    private static List<String> whole() {
        return new ArrayList<>(List.of(
                "recipient",
                "support+t-7f3a@in.desk.example",
                "sender",
                "zoe@customer.example",
                "from",
                "Zoë Kunde <zoe@customer.example>",
                "subject",
                "Re: order",
                "timestamp",
                Posts.TIMESTAMP,
                "token",
                Posts.TOKEN,
                "signature",
                Posts.SIGNATURE,
                "body-mime",
                MAIL));
    }

    private static WebhookRequest post(List<String> fields) {
        return Posts.form(fields.toArray(String[]::new));
    }

    @Test
    void a_whole_mail_is_stored_as_it_is_with_envelope_and_verdicts() {
        RawItem item = Posts.item(Posts.config("{}"), post(whole()));

        assertThat(item.format()).isEqualTo("rfc822");
        assertThat(new String(Posts.bytes(item), StandardCharsets.UTF_8)).isEqualTo(MAIL);
        assertThat(item.body().expectedLength()).isEqualTo(MAIL.length());
        assertThat(item.envelope().sender()).isEqualTo("zoe@customer.example");
        assertThat(item.envelope().recipients()).containsExactly("support+t-7f3a@in.desk.example");
        assertThat(item.receivedAt()).isEqualTo(Posts.SIGNED_AT);
        assertThat(item.sourceKey()).isEqualTo("token:" + Posts.TOKEN);
        assertThat(item.meta()).doesNotContainKey(RawItem.FOREIGN);
        ParsedMessage message = Posts.decoded(item);
        assertThat(message.authentication()).isEqualTo(new Authentication("softfail", "pass", null));
        assertThat(message.notes()).containsExactly("Mailgun takes it for spam (score 7.1)");
        assertThat(message.threading().messageId()).isEqualTo("m3@customer.example");
    }

    @Test
    void bytes_that_are_no_utf_8_stay_what_they_are() {
        byte[] body = ("recipient=support%40in.desk.example&timestamp=" + Posts.TIMESTAMP + "&token=" + Posts.TOKEN
                        + "&signature=" + Posts.SIGNATURE
                        + "&body-mime=Subject:+x%0d%0aContent-Type:+text/plain;+charset=iso-8859-1%0d%0a%0d%0acaf%e9")
                .getBytes(StandardCharsets.US_ASCII);

        RawItem item = Posts.item(
                Posts.config("{}"), Posts.request("application/x-www-form-urlencoded", body, Posts.SIGNED_AT));

        assertThat(Posts.decoded(item).body().text()).isEqualTo("café");
    }

    @Test
    void the_null_sender_is_told_apart_from_an_unknown_one() {
        List<String> fields = whole();
        fields.set(3, "<>");
        assertThat(Posts.item(Posts.config("{}"), post(fields)).envelope().sender())
                .isEmpty();

        fields.remove(3);
        fields.remove(2);
        assertThat(Posts.item(Posts.config("{}"), post(fields)).envelope().sender())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"timestamp", "token", "signature", "recipient", "sender"})
    void a_field_of_mailguns_own_that_stands_there_twice_is_refused_for_good(String name) {
        List<String> fields = whole();
        fields.addAll(List.of(name, "another"));
        Received received = Posts.receive(Posts.config("{}"), post(fields));

        assertThat(received).isInstanceOf(Received.Refused.class);
        assertThat(received.answer().status()).isEqualTo(406);
        assertThat(((Received.Refused) received).reason()).contains(name).contains("/mime");
    }

    @Test
    void the_same_value_twice_and_a_header_of_a_like_name_do_no_harm() {
        List<String> fields = whole();
        fields.addAll(List.of("token", Posts.TOKEN, "Signature", "a mail header", "Sender", "boss@customer.example"));

        assertThat(Posts.item(Posts.config("{}"), post(fields)).envelope().sender())
                .isEqualTo("zoe@customer.example");
    }

    @Test
    void another_body_with_a_token_that_was_used_is_the_same_item() {
        List<String> forged = whole();
        forged.set(forged.size() - 1, "Subject: forged\r\n\r\nforged");

        assertThat(Posts.item(Posts.config("{}"), post(forged)).sourceKey())
                .isEqualTo(Posts.item(Posts.config("{}"), post(whole())).sourceKey());
    }

    @Test
    void what_is_stale_or_signed_by_another_is_refused_and_may_be_tried_again() {
        WebhookRequest late =
                Posts.form(Posts.SIGNED_AT.plus(Duration.ofHours(9)).plusSeconds(60), whole().toArray(String[]::new));

        assertThat(Posts.receive(Posts.config("{}"), late).answer().status()).isEqualTo(401);
        Received other = Posts.receive(Posts.config("{\"webhook_secret\":\"other\"}"), post(whole()));
        assertThat(other).isInstanceOf(Received.Refused.class);
        assertThat(other.answer().status()).isEqualTo(401);
    }

    @Test
    void either_of_two_keys_will_do() {
        assertThat(Posts.receive(
                        Posts.config("{\"webhook_secret\":[\"new-key\",\"" + Posts.KEY + "\"]}"), post(whole())))
                .isInstanceOf(Received.Items.class);
    }

    @Test
    void without_a_key_nothing_is_proven_and_observing_says_so() {
        MailgunSettings settings =
                SettingsParser.parse(Posts.config("{\"webhook_secret\":null,\"verification\":\"observe\"}"));
        Received seen =
                Posts.receive(Posts.config("{\"webhook_secret\":null,\"verification\":\"observe\"}"), post(whole()));

        assertThat(((Received.Items) seen).unproven()).isEqualTo("no signing key is configured");
        assertThat(((Received.Items) seen).items().get(0).sourceKey()).startsWith("body:");
        assertThat(new Verification(settings).refused("no key").answer().status())
                .isEqualTo(503);
        assertThat(Posts.TYPE.check(Posts.config("{\"webhook_secret\":null}")))
                .anyMatch(problem -> problem.path().equals("config.webhook_secret"));
    }

    @Test
    void mail_for_another_address_is_marked_as_such() {
        List<String> fields = whole();
        fields.set(1, "sales@in.desk.example");

        assertThat(Posts.item(Posts.config("{}"), post(fields)).meta())
                .containsEntry(RawItem.FOREIGN, "address:sales@in.desk.example");
        assertThat(Posts.item(Posts.config("{\"email_address\":null}"), post(fields))
                        .meta())
                .doesNotContainKey(RawItem.FOREIGN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"signature\":{\"timestamp\":\"1736847000\",\"token\":5,\"signature\":\"x\"}}",
                "{\"signature\":{\"timestamp\":\"1736847000\",\"token\":null,\"signature\":[\"x\"]}}",
                "{\"signature\":\"none\",\"event-data\":{}}",
                "{\"event-data\":{}}",
                "{\"signature\":{\"timestamp\":{},\"token\":[],\"signature\":{}}}"
            })
    void a_proof_of_the_wrong_types_is_a_clean_refusal(String json) {
        Received received = Posts.receive(Posts.config("{}"), Posts.event(json));

        assertThat(received).isInstanceOf(Received.Refused.class);
        assertThat(received.answer().status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "not json", "{\"a\":"})
    void what_is_neither_form_nor_object_is_refused_for_good(String body) {
        assertThat(Posts.receive(Posts.config("{}"), Posts.event(body)).answer().status())
                .isEqualTo(406);
    }

    @Test
    void an_event_in_the_old_form_is_refused_for_good_once_it_is_proven() {
        List<String> old = List.of(
                "event", "dropped", "timestamp", Posts.TIMESTAMP, "token", Posts.TOKEN, "signature", Posts.SIGNATURE);

        assertThat(Posts.receive(Posts.config("{}"), post(old)).answer().status())
                .isEqualTo(406);
        assertThat(Posts.receive(Posts.config("{\"webhook_secret\":\"x\"}"), post(old))
                        .answer()
                        .status())
                .isEqualTo(401);
    }

    @Test
    void mail_from_a_route_that_stores_says_which_files_are_missing() {
        List<String> stored = List.of(
                "recipient",
                "support@in.desk.example",
                "sender",
                "zoe@customer.example",
                "body-plain",
                "See the file\n\n---------- Forwarded message ---------\nFrom: Ann <ann@other.example>\nSubject: It\n\nHere.",
                "message-headers",
                "[[\"From\",\"zoe@customer.example\"]]",
                "attachments",
                "[{\"url\":\"https://evil.example/x\",\"name\":\"a.pdf\",\"size\":7}]",
                "timestamp",
                Posts.TIMESTAMP,
                "token",
                Posts.TOKEN,
                "signature",
                Posts.SIGNATURE);

        ParsedMessage message = Posts.decoded(Posts.item(Posts.config("{}"), post(stored)));

        assertThat(message.body().text()).startsWith("See the file");
        assertThat(Objects.requireNonNull(
                                Objects.requireNonNull(message.forward()).from())
                        .value())
                .as("what else was read stays beside the issue")
                .isEqualTo("ann@other.example");
        assertThat(message.issues()).extracting(Issue::code).contains("files-left-at-mailgun");
        assertThat(message.issues().get(0).detail()).contains("a.pdf").contains("forward()");
    }

    @Test
    void a_form_without_its_end_is_asked_for_again() {
        byte[] cut = "--b\r\nContent-Disposition: form-data; name=\"body-mime\"\r\n\r\nSubject: Hi\r\n\r\nHal"
                .getBytes(StandardCharsets.US_ASCII);

        Received received = Posts.receive(
                Posts.config("{}"), Posts.request("multipart/form-data; boundary=b", cut, Posts.SIGNED_AT));

        assertThat(received).isInstanceOf(Received.Refused.class);
        assertThat(received.answer().status()).isEqualTo(503);
    }

    @Test
    void no_body_makes_it_fail() throws Exception {
        Random random = new Random(9);
        List<String> types = List.of(
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=b",
                "application/json",
                "",
                "x/y;;=");
        byte[] form = all(post(whole()));
        for (int i = 0; i < 500; i++) {
            byte[] body = random.nextBoolean() ? form.clone() : new byte[random.nextInt(200)];
            for (int c = random.nextInt(20); c >= 0 && body.length > 0; c--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            WebhookRequest request = Posts.request(types.get(i % types.size()), body, Posts.SIGNED_AT);

            assertThat(Posts.receive(Posts.config("{}"), request).answer().status())
                    .isIn(200, 401, 406, 503);
            assertThat(Posts.TYPE.webhookKeys(request)).hasSizeLessThan(50);
        }
    }

    private static byte[] all(WebhookRequest request) throws IOException {
        try (InputStream in = request.body().open()) {
            return in.readAllBytes();
        }
    }

    @Test
    void a_request_names_its_channel() throws Exception {
        assertThat(Posts.TYPE.webhookKeys(post(whole())))
                .containsExactlyInAnyOrder("address:support@in.desk.example", "domain:in.desk.example");
        assertThat(Posts.TYPE.webhookKeys(Posts.event("""
                {"event-data":{"domain":{"name":"In.desk.example"},"envelope":{"sender":"x@mail.example"},
                 "message":{"headers":{"message-id":"m1@desk.example","from":"Support <s@from.example>"}}}}""")))
                .containsExactlyInAnyOrder(
                        "domain:in.desk.example", "domain:mail.example", "domain:desk.example", "domain:from.example");
        assertThat(Posts.TYPE.webhookKeys(Posts.event("no json"))).isEmpty();
    }
}
