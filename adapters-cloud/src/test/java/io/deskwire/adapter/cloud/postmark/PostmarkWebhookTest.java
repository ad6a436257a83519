package io.deskwire.adapter.cloud.postmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.Channel;
import io.deskwire.channel.RawItem;
import io.deskwire.channel.WebhookChannel.Received;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.ChannelConfig;
import io.deskwire.message.Attachment;
import io.deskwire.message.Authentication;
import io.deskwire.message.ChannelEvent;
import io.deskwire.message.ParsedMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostmarkWebhookTest {

    private static final byte[] BODY = Posts.REPLY.getBytes(StandardCharsets.UTF_8);

    private static int status(ChannelConfig config, String authorization) {
        return Posts.receive(config, Posts.post(BODY, authorization)).answer().status();
    }

    private static ChannelConfig keys(String user, String password) {
        return Posts.config("{\"webhook_username\":" + user + ",\"webhook_password\":" + password + "}");
    }

    @Test
    void the_published_vectors_are_taken() {
        assertThat(status(
                        keys("\"postmark-hook\"", "\"correct horse battery\""),
                        "Basic cG9zdG1hcmstaG9vazpjb3JyZWN0IGhvcnNlIGJhdHRlcnk="))
                .isEqualTo(200);
        assertThat(status(keys("\"postmark-hook\"", "\"s3cr3t-Zoë\""), "basic cG9zdG1hcmstaG9vazpzM2NyM3QtWm/Dqw== "))
                .isEqualTo(200);
        assertThat(status(keys("\"hook\"", "\"a:b:c\""), Posts.basic("hook:a:b:c")))
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic cG9zdG1hcmstaG9vazpjb3JyZWN0IGhvcnNlIGJhdHRlcnj=",
                "Basic !!!",
                "Basic",
                "",
                "Bearer hook:word",
                "Basic aG9vaw==",
                "Basic aG9vazo=",
                "Basic OndvcmQ=",
                "Basic b3RoZXI6d29yZA==",
                "Basic aG9vazpvdGhlcg=="
            })
    void anything_else_is_refused_so_that_postmark_tries_again(String authorization) {
        Received received = Posts.receive(Posts.config("{}"), Posts.post(BODY, authorization));

        assertThat(received).isInstanceOf(Received.Refused.class);
        assertThat(received.answer().status()).isEqualTo(401);
        assertThat(received.answer().body()).isEmpty();
    }

    @Test
    void two_headers_prove_nothing() {
        WebhookRequest good = Posts.post(Posts.REPLY);
        WebhookRequest twice = new WebhookRequest(
                "POST",
                good.url(),
                Map.of(),
                Map.of("authorization", List.of(Posts.basic("hook:word"), Posts.basic("hook:word"))),
                good.body(),
                good.receivedAt());

        assertThat(Posts.receive(Posts.config("{}"), twice).answer().status()).isEqualTo(401);
    }

    @Test
    void while_they_are_changed_both_pairs_are_taken() {
        ChannelConfig both = keys("[\"new\",\"hook\"]", "[\"secret\",\"word\"]");

        assertThat(status(both, Posts.basic("new:secret"))).isEqualTo(200);
        assertThat(status(both, Posts.basic("hook:word"))).isEqualTo(200);
        assertThat(status(both, Posts.basic("hook:other"))).isEqualTo(401);
    }

    @Test
    void without_a_password_nothing_is_taken_and_nothing_lost() {
        ChannelConfig none = Posts.config("{\"webhook_password\":null,\"verification\":\"observe\"}");
        PostmarkSettings settings = SettingsParser.parse(none);
        PostmarkSettings enforcing = new PostmarkSettings(
                settings.channelName(),
                settings.apiKey(),
                null,
                settings.webhookUsernames(),
                List.of(),
                settings.addresses(),
                "outbound",
                settings.apiBase(),
                null,
                false);

        assertThat(receive(enforcing).answer().status()).isEqualTo(503);
        assertThat(((Received.Items) receive(settings)).unproven()).contains("not configured");
    }

    private static Received receive(PostmarkSettings settings) {
        try {
            return new PostmarkWebhook(settings).receive(Posts.post(Posts.REPLY));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void a_reply_is_read_with_everything_that_postmark_says_of_it() {
        RawItem item = Posts.item(Posts.post(Posts.REPLY));

        assertThat(item.sourceKey()).isEqualTo("mail:22c74902-a0c1-4511-804f-341342852c90");
        assertThat(item.format()).isEqualTo("postmark-json");
        assertThat(item.envelope().sender()).isEqualTo("zoe@customer.example");
        assertThat(item.envelope().recipients()).containsExactly("support+t-7f3a@in.desk.example");
        assertThat(item.meta()).doesNotContainKey(RawItem.FOREIGN);
        ParsedMessage message = Posts.decoded(item);
        assertThat(message.body().subject()).isEqualTo("Re: Café order");
        assertThat(message.body().replyText()).isEqualTo("Thanks!");
        assertThat(message.body().html()).contains("cid:s1@x");
        assertThat(Objects.requireNonNull(message.people().from()).name()).isEqualTo("Zoë Kunde");
        assertThat(message.people().to().get(0).value()).isEqualTo("support+t-7f3a@in.desk.example");
        assertThat(message.threading().messageId()).isEqualTo("m6@customer.example");
        assertThat(message.threading().inReplyTo()).containsExactly("0a129aee-e1cd-480d-b08d-4f48548ff48d@mtasv.net");
        assertThat(message.threading().references()).hasSize(2);
        assertThat(message.threading().providerMessageId()).isEqualTo("22c74902-a0c1-4511-804f-341342852c90");
        assertThat(message.authentication()).isEqualTo(new Authentication("pass", "pass", null));
        assertThat(message.sentAt()).isEqualTo("2025-01-14T09:30:00Z");
        assertThat(message.attachments()).singleElement().satisfies(file -> {
            assertThat(file.fileName()).isEqualTo("dot.gif");
            assertThat(file.size()).isEqualTo(42);
            assertThat(file.inline()).isTrue();
        });
        assertThat(message.issues()).isEmpty();
    }

    @Test
    void only_the_return_path_on_top_is_the_envelope_sender() {
        String forged = Posts.REPLY.replace(
                "{\"Name\": \"MIME-Version\"",
                "{\"Name\": \"Return-Path\", \"Value\": \"<ceo@desk.example>\"}, {\"Name\": \"MIME-Version\"");
        assertThat(Posts.item(Posts.post(forged)).envelope().sender()).isEqualTo("zoe@customer.example");

        String none = forged.replace("{\"Name\": \"Return-Path\", \"Value\": \"<zoe@customer.example>\"},", "");
        RawItem item = Posts.item(Posts.post(none));
        assertThat(item.envelope().sender()).isNull();
        assertThat(item.meta()).doesNotContainKey("envelope_sender");

        RawItem automatic = Posts.item(Posts.post(Posts.REPLY.replace("\"<zoe@customer.example>\"", "\"<>\"")));
        assertThat(automatic.envelope().sender()).isEmpty();
        assertThat(automatic.meta()).containsEntry("envelope_sender", "");
    }

    @Test
    void the_topmost_spam_verdict_counts() {
        String spam = Posts.REPLY
                .replace("\"X-Spam-Status\", \"Value\": \"No\"", "\"X-Spam-Status\", \"Value\": \"Yes\"")
                .replace("\"-0.1\"", "\"7.2\"")
                .replace(
                        "{\"Name\": \"MIME-Version\"",
                        "{\"Name\": \"X-Spam-Status\", \"Value\": \"No\"}, {\"Name\": \"MIME-Version\"")
                .replace("\"Pass (sender", "\"SoftFail (sender")
                .replace("DKIM_VALID", "DKIM_INVALID");

        RawItem item = Posts.item(Posts.post(spam));

        assertThat(item.meta())
                .containsEntry("spam", "Postmark takes it for spam (score 7.2)")
                .containsEntry("spf", "softfail")
                .containsEntry("dkim", "fail");
    }

    @Test
    void the_sample_of_the_check_button_opens_no_ticket() {
        String sample = Posts.REPLY.replace("22c74902-a0c1-4511-804f-341342852c90", InboundPost.NO_ID);

        Received received = Posts.receive(Posts.config("{}"), Posts.post(sample));

        assertThat(received).isInstanceOf(Received.Nothing.class);
        assertThat(received.answer().status()).isEqualTo(200);
    }

    @Test
    void a_file_whose_bytes_stand_under_the_other_name_is_read() {
        ParsedMessage message = Posts.message(Posts.REPLY.replace("\"Content\":", "\"Data\":"));

        assertThat(message.attachments()).extracting(Attachment::size).containsExactly(42L);
        assertThat(message.issues()).isEmpty();
    }

    @Test
    void a_file_that_did_not_come_is_told() {
        ParsedMessage message = Posts.message(Posts.REPLY.replace("\"Content\":", "\"Elsewhere\":"));

        assertThat(message.issues()).extracting(issue -> issue.code()).contains("attachment-missing");
    }

    @Test
    void types_that_nobody_promised_harm_nothing() {
        String odd = """
                {"From":7,"FromFull":[],"ToFull":{"Email":null},"OriginalRecipient":["a@b.example"],"MessageID":12,
                 "Headers":{"Name":"Subject","Value":{"@at":0,"@length":99999999}},"TextBody":null,"HtmlBody":true,
                 "Attachments":"none","RawEmail":{"@at":-1,"@length":5}}""";

        RawItem item = Posts.item(Posts.post(odd));

        assertThat(item.sourceKey()).isEqualTo("mail:12");
        assertThat(Posts.decoded(item).event()).isNull();
    }

    @Test
    void what_is_no_json_is_kept_and_told() {
        RawItem item = Posts.item(Posts.post("{\"From\": "));

        assertThat(item.sourceKey()).startsWith("event:sha256-");
        assertThat(Posts.decoded(item).event())
                .isInstanceOfSatisfying(
                        ChannelEvent.Notice.class,
                        notice -> assertThat(notice.topic()).isEqualTo("unreadable"));
    }

    @Test
    void only_posts_are_taken() {
        WebhookRequest post = Posts.post(Posts.REPLY);
        WebhookRequest get =
                new WebhookRequest("GET", post.url(), Map.of(), post.headers(), post.body(), post.receivedAt());

        assertThat(Posts.receive(Posts.config("{}"), get).answer().status()).isEqualTo(405);
    }

    @Test
    void at_an_address_of_several_channels_mail_finds_its_own() throws Exception {
        WebhookRequest request = Posts.post(Posts.REPLY);
        assertThat(Posts.TYPE.webhookKeys(request)).containsExactly("address:support@in.desk.example");
        try (Channel channel = Posts.TYPE.open(Posts.config("{}"), Posts.context());
                Channel other = Posts.TYPE.open(
                        Posts.config(
                                "{\"email_address\":\"sales@in.desk.example\",\"inbound_address\":\"x1@inbound.pm.example\"}"),
                        Posts.context())) {
            assertThat(channel.webhook().orElseThrow().keys())
                    .containsExactlyInAnyOrder("address:support@in.desk.example", "channel:acme/mail");
            assertThat(other.webhook().orElseThrow().keys()).contains("address:x1@inbound.pm.example");
            Received.Items items =
                    (Received.Items) other.webhook().orElseThrow().receive(request);
            assertThat(items.items().get(0).meta()).containsEntry(RawItem.FOREIGN, "address:support@in.desk.example");
        }
        assertThat(Posts.TYPE.webhookKeys(Posts.post("no json"))).isEmpty();
        assertThat(Posts.TYPE.webhookKeys(
                        Posts.post("{\"RecordType\":\"Open\",\"Metadata\":{\"desk_channel\":\"bolt/mail\"}}")))
                .containsExactly("channel:bolt/mail");
    }

    @Test
    void a_mail_to_several_channels_names_them_all() throws Exception {
        String both = "Sales+x@in.desk.example, support+t-7f3a@in.desk.example,jobs@in.desk.example";
        WebhookRequest request =
                Posts.post(Posts.REPLY.replace("support+t-7f3a@in.desk.example\", \"Subject", both + "\", \"Subject"));
        RawItem item = Posts.item(request);

        assertThat(item.envelope().recipients()).hasSize(3).contains("support+t-7f3a@in.desk.example");
        assertThat(item.meta())
                .doesNotContainKey(RawItem.FOREIGN)
                .containsEntry(RawItem.ALSO, "address:sales@in.desk.example address:jobs@in.desk.example");
        assertThat(Posts.TYPE.webhookKeys(request))
                .containsExactlyInAnyOrder(
                        "address:support@in.desk.example",
                        "address:sales@in.desk.example",
                        "address:jobs@in.desk.example");
        try (Channel other =
                Posts.TYPE.open(Posts.config("{\"email_address\":\"info@in.desk.example\"}"), Posts.context())) {
            Received.Items items =
                    (Received.Items) other.webhook().orElseThrow().receive(request);
            assertThat(items.items().get(0).meta())
                    .containsEntry(RawItem.FOREIGN, "address:sales@in.desk.example")
                    .containsEntry(RawItem.ALSO, "address:support@in.desk.example address:jobs@in.desk.example");
            assertThat(items.items().get(0).sourceKey()).isEqualTo(item.sourceKey());
        }
        assertThat(Posts.item(Posts.post(Posts.REPLY)).meta()).doesNotContainKey(RawItem.ALSO);
    }

    @Test
    void a_mail_of_many_files_finds_its_channel_too() throws Exception {
        String file = "{\"Name\":\"a\",\"Content\":\"" + "A".repeat(60_000) + "\"},";
        String many = Posts.REPLY.replace("\"Attachments\": [", "\"Attachments\": [" + file.repeat(150));

        assertThat(Posts.TYPE.webhookKeys(Posts.post(many))).containsExactly("address:support@in.desk.example");
        assertThat(Posts.message(many).attachments()).hasSize(151);
    }
}
