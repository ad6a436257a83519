package io.deskwire.adapter.cloud.ses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.deskwire.adapter.cloud.common.ChannelMark;
import io.deskwire.channel.RawItem;
import io.deskwire.json.Json;
import io.deskwire.message.Address;
import io.deskwire.message.Annotation;
import io.deskwire.message.ChannelEvent;
import io.deskwire.message.Content;
import io.deskwire.message.DeliveryReport;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.ParsedMessage;
import io.deskwire.mime.MimeDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What notifications become: mails, pointers, events, notices. */
class SesNotificationsTest {

    private static final String OURS = "dw.abc+def.1@desk.example";
    private static final String SES_ID = "0102019465aa-1111-2222-3333-444455556666-000000";
    private static final String TAG =
            Base64.getUrlEncoder().withoutPadding().encodeToString(OURS.getBytes(StandardCharsets.UTF_8));

    private static final String INLINE = """
            {"notificationType":"Received","receipt":{"timestamp":"2025-01-14T09:31:00.000Z","processingTimeMillis":88,
            "recipients":["support@in.desk.example"],"spamVerdict":{"status":"FAIL"},"virusVerdict":{"status":"PASS"},
            "spfVerdict":{"status":"FAIL"},"dkimVerdict":{"status":"GRAY"},"dmarcVerdict":{"status":"PROCESSING_FAILED"},
            "dmarcPolicy":"quarantine","action":{"type":"SNS","encoding":"BASE64"}},"mail":{"timestamp":
            "2025-01-14T09:31:00.000Z","source":"","messageId":"zz1","destination":["other@desk.example"],
            "headersTruncated":"true","headers":[],"commonHeaders":{"from":["a@b.example"],"subject":"Hi"}},"content":
            "RnJvbTogYUBiLmV4YW1wbGUNClRvOiBzdXBwb3J0QGluLmRlc2suZXhhbXBsZQ0KU3ViamVjdDogSGkNCg0KSGkNCg=="}
            """;

    private static final String SETUP = "\"AMAZON_SES_SETUP_NOTIFICATION\"";
    private static final CertificateSource NONE = address -> {
        throw new IOException("not asked for");
    };

    @Test
    void a_mail_that_comes_inline_is_the_mail_itself_with_envelope_and_verdicts() throws Exception {
        RawItem item = only(items(INLINE));

        assertThat(item.format()).isEqualTo(MimeDecoder.FORMAT);
        assertThat(text(item))
                .isEqualTo("From: a@b.example\r\nTo: support@in.desk.example\r\nSubject: Hi\r\n\r\nHi\r\n");
        assertThat(item.envelope().sender()).isEmpty();
        assertThat(item.envelope().recipients()).containsExactly("support@in.desk.example");
        assertThat(item.receivedAt()).isEqualTo(Instant.parse("2025-01-14T09:31:00Z"));
        assertThat(item.meta())
                .containsEntry("envelope_sender", "")
                .containsEntry("provider_message_id", "zz1")
                .containsEntry("spf", "fail")
                .containsEntry("dkim", "neutral")
                .containsEntry("dmarc", "temperror")
                .containsKey("spam")
                .doesNotContainKey("virus");
        ParsedMessage parsed = new MimeDecoder().decode(Content.of(bytes(item)), item.meta());
        assertThat(parsed.authentication().spf()).isEqualTo("fail");
        assertThat(parsed.notes()).anyMatch(note -> note.contains("spam"));
    }

    @Test
    void utf_8_content_and_every_spelling_of_base64_are_read() throws Exception {
        for (String encoding : List.of("BASE64", "Base64", "base-64")) {
            assertThat(text(only(items(INLINE.replace("BASE64", encoding))))).startsWith("From: a@b.example");
        }
        String plain =
                INLINE.replaceAll("\"content\":\\s*\"[^\"]*\"", "\"content\":\"Subject: Grüße\\\\r\\\\n\\\\r\\\\nHi\"");
        for (String encoding : List.of("UTF8", "UTF-8", "")) {
            assertThat(text(only(items(plain.replace("BASE64", encoding))))).isEqualTo("Subject: Grüße\r\n\r\nHi");
        }
        // What is said to be base64 and is not is shown rather than lost.
        assertThat(text(only(items(INLINE.replace("RnJvbTog", "R"))))).isNotEmpty();
    }

    @Test
    void two_rules_about_one_mail_make_one_item_for_each_set_of_recipients() {
        RawItem first = only(items(INLINE));
        RawItem other = only(items(INLINE.replace("support@in.desk", "sales@in.desk")));

        assertThat(only(items(INLINE)).sourceKey()).isEqualTo(first.sourceKey());
        assertThat(other.sourceKey()).isNotEqualTo(first.sourceKey());
    }

    @Test
    void a_mail_in_a_bucket_is_a_pointer() {
        RawItem item = only(items(stored("desk-inbound-mail", "inbound/abc")));

        assertThat(item.format()).isEqualTo(NotificationSplitter.FORMAT);
        assertThat(item.meta()).containsKey(RawItem.ELSEWHERE);
        assertThat(item.envelope().recipients()).containsExactly("support@desk.example");
    }

    @Test
    void mail_for_another_address_of_a_shared_topic_is_named_as_such() {
        RawItem foreign = only(items(INLINE));
        assertThat(foreign.meta()).containsEntry(RawItem.FOREIGN, Vectors.TOPIC + "#support@in.desk.example");

        RawItem own = only(items(INLINE.replace("support@in.desk", "Support+ab1@desk")));
        assertThat(own.meta()).doesNotContainKey(RawItem.FOREIGN);
    }

    @Test
    void a_mail_to_the_addresses_of_several_channels_names_the_others() {
        String both = INLINE.replace(
                "\"support@in.desk.example\"", "\"Support+x@desk.example\",\"sales@desk.example\",\"a b@x.example\"");

        Map<String, String> support = only(items(both)).meta();
        assertThat(support)
                .doesNotContainKeys(RawItem.FOREIGN, RawItem.ANYBODYS)
                .containsEntry(
                        RawItem.ALSO, Vectors.TOPIC + "#sales@desk.example " + Vectors.TOPIC + "#a%20b@x.example");
        assertThat(only(itemsAt("sales@desk.example", both)).meta())
                .containsEntry(
                        RawItem.ALSO, Vectors.TOPIC + "#support@desk.example " + Vectors.TOPIC + "#a%20b@x.example");
        assertThat(new SesWebhook(Documents.settings(Map.of("email_address", "sales@desk.example")), NONE).keys())
                .contains(Vectors.TOPIC + "#sales@desk.example");
        // Whom it is not for, and who takes everything.
        assertThat(only(itemsAt("third@desk.example", both)).meta())
                .containsEntry(RawItem.FOREIGN, Vectors.TOPIC + "#support@desk.example");
        assertThat(only(itemsAt("", both)).meta()).doesNotContainKeys(RawItem.FOREIGN, RawItem.ALSO);
    }

    @Test
    void what_names_no_channel_is_anybodys() {
        String bounce = event("Bounce", "\"bounce\":{\"bounceType\":\"Permanent\",\"bouncedRecipients\":[]}");
        for (String message : List.of(bounce, "some words", "{\"a\":1}", INLINE.replace("\"zz1\"", SETUP))) {
            assertThat(only(items(message)).meta())
                    .containsKey(RawItem.ANYBODYS)
                    .doesNotContainKey(RawItem.FOREIGN);
        }
        for (String confirmation : List.of("sns-subscription-v2.json", "sns-unsubscribe-v2.json")) {
            byte[] body = Vectors.bytes(confirmation);
            SnsEnvelope envelope = SnsEnvelope.of(body).orElseThrow();
            assertThat(only(splitter().split(envelope, body, Vectors.NOW, true)).meta())
                    .containsKey(RawItem.ANYBODYS);
        }
        String own = "\"desk_channel\":[\"" + ChannelMark.of("acme", "mail") + "\"],\"desk_msg\"";
        assertThat(only(items(bounce.replace("\"desk_msg\"", own))).meta())
                .doesNotContainKeys(RawItem.ANYBODYS, RawItem.FOREIGN);
        // Somebody else's tag of that name.
        String other = "\"desk_channel\":[\"helpdesk\"],\"desk_msg\"";
        assertThat(only(items(bounce.replace("\"desk_msg\"", other))).meta()).containsKey(RawItem.ANYBODYS);
    }

    @Test
    void a_mail_that_nobody_kept_is_told_to_those_it_was_for() {
        String lambda = INLINE.replaceAll(",\\s*\"content\":\\s*\"[^\"]*\"", "").replace("\"SNS\"", "\"Lambda\"");

        assertThat(only(items(lambda)).meta())
                .containsEntry(RawItem.FOREIGN, Vectors.TOPIC + "#support@in.desk.example")
                .doesNotContainKey(RawItem.ANYBODYS);
    }

    @Test
    void what_sets_ses_up_is_a_notice_and_no_mail() throws Exception {
        String object = stored("desk-inbound-mail", "inbound/AMAZON_SES_SETUP_NOTIFICATION");
        for (String message : List.of(
                object,
                INLINE.replace("\"zz1\"", "\"AMAZON_SES_SETUP_NOTIFICATION\""),
                "Successfully validated SNS topic for Amazon SES event publishing.")) {
            RawItem item = only(items(message));
            assertThat(item.meta()).doesNotContainKey(RawItem.ELSEWHERE);
            ChannelEvent event = decoded(item).event();
            assertThat(event).isInstanceOf(ChannelEvent.Notice.class);
            assertThat(new SesNotices().read((ChannelEvent.Notice) Objects.requireNonNull(event), Vectors.NOW))
                    .isNull();
        }
    }

    @Test
    void a_mail_without_content_and_an_ended_subscription_are_alarms() throws Exception {
        String lambda = INLINE.replaceAll(",\\s*\"content\":\\s*\"[^\"]*\"", "").replace("\"SNS\"", "\"Lambda\"");

        assertThat(alarm(decoded(only(items(lambda))))).contains("Lambda").contains("S3 action");
        byte[] ended = Vectors.bytes("sns-unsubscribe-v2.json");
        SnsEnvelope envelope = SnsEnvelope.of(ended).orElseThrow();
        RawItem item = only(splitter().split(envelope, ended, Vectors.NOW, true));
        assertThat(alarm(decoded(item))).contains(Vectors.TOPIC);
        assertThat(String.valueOf(decoded(item))).doesNotContain(String.valueOf(envelope.token()));
    }

    @Test
    void an_offered_subscription_is_a_pointer_only_when_it_is_proven() {
        byte[] offer = Vectors.bytes("sns-subscription-v2.json");
        SnsEnvelope envelope = SnsEnvelope.of(offer).orElseThrow();

        assertThat(only(splitter().split(envelope, offer, Vectors.NOW, true)).meta())
                .containsKey(RawItem.ELSEWHERE);
        assertThat(only(splitter().split(envelope, offer, Vectors.NOW, false)).meta())
                .isEmpty();
    }

    @Test
    void a_bounce_names_each_recipient_our_id_and_the_id_on_the_wire() throws Exception {
        ParsedMessage bounce = decoded(only(items(event(
                "Bounce",
                "\"bounce\":{\"bounceType\":\"Permanent\",\"bounceSubType\":\"General\",\"bouncedRecipients\":["
                        + "{\"emailAddress\":\"gone@customer.example\",\"action\":\"failed\",\"status\":\"5.1.1\","
                        + "\"diagnosticCode\":\"smtp; 550 5.1.1 user unknown\"},"
                        + "{\"emailAddress\":\"Two <gone2@customer.example>\"}],"
                        + "\"timestamp\":\"2025-01-14T09:40:00.000Z\",\"feedbackId\":\"f\"}"))));

        assertThat(bounce.event()).isInstanceOf(ChannelEvent.StatusUpdate.class);
        assertThat(bounce.reports()).hasSize(2).allSatisfy(report -> {
            assertThat(report.originalMessageId()).isEqualTo(OURS);
            assertThat(report.providerMessageId()).isEqualTo(SES_ID + "@eu-west-1.amazonses.com");
            assertThat(report.status()).isEqualTo(DeliveryStatus.BOUNCED);
            assertThat(report.at()).isEqualTo(Instant.parse("2025-01-14T09:40:00Z"));
        });
        DeliveryReport first = bounce.reports().get(0);
        assertThat(first.recipient()).isEqualTo(Address.email("gone@customer.example"));
        assertThat(first.code()).isEqualTo("5.1.1");
        assertThat(first.reason()).contains("hard bounce").contains("user unknown");
        assertThat(bounce.reports().get(1).recipient()).isEqualTo(Address.email("gone2@customer.example"));
    }

    @Test
    void the_kinds_of_bounces_are_told_apart() {
        assertThat(BounceMeaning.of("Permanent", "NoEmail").words()).contains("hard");
        assertThat(BounceMeaning.of("Transient", "MailboxFull").words()).contains("soft");
        assertThat(BounceMeaning.of("Transient", "MessageTooLarge").words()).contains("content");
        assertThat(BounceMeaning.of("Undetermined", "Undetermined").status()).isEqualTo(DeliveryStatus.BOUNCED);
        assertThat(BounceMeaning.of(null, null).status()).isEqualTo(DeliveryStatus.BOUNCED);
        assertThat(BounceMeaning.of("Permanent", "Suppressed").status()).isEqualTo(DeliveryStatus.REJECTED);
        assertThat(BounceMeaning.of("Permanent", "OnAccountSuppressionList").status())
                .isEqualTo(DeliveryStatus.REJECTED);
    }

    @Test
    void every_other_status_is_read() throws Exception {
        assertThat(statuses("Send", "\"send\":{}")).containsExactly(DeliveryStatus.SENT, DeliveryStatus.SENT);
        assertThat(statuses("Delivery", "\"delivery\":{\"recipients\":[\"a@x.example\"],\"smtpResponse\":\"250 ok\"}"))
                .containsExactly(DeliveryStatus.DELIVERED);
        assertThat(statuses(
                        "Complaint",
                        "\"complaint\":{\"complainedRecipients\":[{\"emailAddress\":\"a@x.example\"},"
                                + "{\"emailAddress\":\"b@x.example\"},{\"emailAddress\":\"c@x.example\"}],"
                                + "\"complaintSubType\":null,\"complaintFeedbackType\":\"abuse\"}"))
                .containsExactly(DeliveryStatus.COMPLAINED, DeliveryStatus.COMPLAINED, DeliveryStatus.COMPLAINED);
        assertThat(statuses(
                        "Complaint",
                        "\"complaint\":{\"complainedRecipients\":[{\"emailAddress\":\"a@x.example\"}],"
                                + "\"complaintSubType\":\"OnAccountSuppressionList\"}"))
                .containsExactly(DeliveryStatus.REJECTED);
        assertThat(statuses("Reject", "\"reject\":{\"reason\":\"Bad content\"}"))
                .containsExactly(DeliveryStatus.REJECTED, DeliveryStatus.REJECTED);
        assertThat(statuses("Rendering Failure", "\"failure\":{\"errorMessage\":\"no such name\"}"))
                .containsExactly(DeliveryStatus.FAILED, DeliveryStatus.FAILED);
    }

    @Test
    void what_is_no_status_is_an_engagement_or_a_notice() throws Exception {
        String delay = event(
                "DeliveryDelay",
                "\"deliveryDelay\":{\"delayType\":\"MailboxFull\",\"delayedRecipients\":["
                        + "{\"emailAddress\":\"a@x.example\",\"diagnosticCode\":\"452 full\"},"
                        + "{\"emailAddress\":\"b@x.example\"}]}");
        List<RawItem> delays = items(delay);
        assertThat(delays).hasSize(2).extracting(RawItem::sourceKey).doesNotHaveDuplicates();
        List<ChannelEvent.Engagement> engagements = new ArrayList<>();
        for (RawItem item : delays) {
            engagements.add((ChannelEvent.Engagement)
                    Objects.requireNonNull(decoded(item).event()));
        }
        assertThat(engagements)
                .extracting(
                        ChannelEvent.Engagement::kind,
                        ChannelEvent.Engagement::recipient,
                        ChannelEvent.Engagement::text)
                .containsExactly(
                        tuple(Annotation.Kind.DELAYED, Address.email("a@x.example"), "MailboxFull: 452 full"),
                        tuple(Annotation.Kind.DELAYED, Address.email("b@x.example"), "MailboxFull"));

        assertThat(engagement("Open", "\"open\":{\"userAgent\":\"Mozilla/5.0\"}")
                        .text())
                .contains("machine");
        assertThat(engagement("Open", "\"open\":{\"userAgent\":\"Mozilla/5.0 (Windows NT 10.0)\"}")
                        .text())
                .isNull();
        ChannelEvent.Engagement click = engagement("Click", "\"click\":{\"link\":\"https://x.example/\"}");
        assertThat(click.kind()).isEqualTo(Annotation.Kind.CLICKED);
        assertThat(click.text()).isEqualTo("https://x.example/");
        // Two people got it, and nobody says which of them it was.
        assertThat(click.recipient()).isNull();
        assertThat(engagement(
                                "Subscription",
                                "\"subscription\":{\"contactList\":\"news\",\"newTopicPreferences\":{\"unsubscribeAll\":true}}")
                        .kind())
                .isEqualTo(Annotation.Kind.UNSUBSCRIBED);

        for (String ignored : List.of(
                event("Subscription", "\"subscription\":{\"newTopicPreferences\":{\"unsubscribeAll\":false}}"),
                event(
                        "Complaint",
                        "\"complaint\":{\"complaintFeedbackType\":\"not-spam\",\"complainedRecipients\":["
                                + "{\"emailAddress\":\"a@x.example\"}]}"),
                event("Teleported", "\"teleported\":{}"))) {
            ParsedMessage parsed = decoded(only(items(ignored)));
            assertThat(parsed.event()).isInstanceOf(ChannelEvent.Notice.class);
            assertThat(parsed.reports()).isEmpty();
        }
    }

    @Test
    void identity_feedback_without_tags_is_told_by_our_header_or_the_id_on_the_wire() throws Exception {
        String feedback = event("Delivery", "\"delivery\":{\"recipients\":[\"a@x.example\"]}")
                .replace("eventType", "notificationType")
                .replaceAll("\"tags\":\\{[^}]*\\}", "\"commonHeaders\":{\"messageId\":\"<" + "own@desk.example>\"}");

        DeliveryReport report = decoded(only(items(feedback))).reports().get(0);

        assertThat(report.originalMessageId()).isEqualTo("own@desk.example");
        assertThat(report.providerMessageId()).isEqualTo(SES_ID + "@eu-west-1.amazonses.com");
    }

    @Test
    void our_id_comes_back_out_of_tags_of_any_length() {
        for (String id : List.of("a@b", "?>~~~?>@b", OURS, "ü".repeat(50) + "@" + "d".repeat(250) + ".example")) {
            Map<String, Object> tags = new HashMap<>(Map.of("ses:operation", List.of("SendEmail")));
            MessageTags.of(id, ChannelMark.of("acme", "mail")).forEach(tag -> {
                assertThat(String.valueOf(tag.get("Name"))).matches("[A-Za-z0-9_-]{1,256}");
                assertThat(String.valueOf(tag.get("Value"))).matches("[A-Za-z0-9_-]{1,256}");
                tags.put(String.valueOf(tag.get("Name")), List.of(tag.get("Value")));
            });
            assertThat(MessageTags.read(tags)).contains(id);
            assertThat(MessageTags.channelMark(Map.of("mail", Map.of("tags", tags))))
                    .isEqualTo(ChannelMark.of("acme", "mail"));
        }
        assertThat(MessageTags.read(Map.of("desk_msg", List.of("om 02!")))).isEmpty();
    }

    private static String event(String type, String part) {
        return "{\"eventType\":\"" + type + "\"," + part + ",\"mail\":{\"timestamp\":\"2025-01-14T09:39:58.000Z\","
                + "\"messageId\":\"" + SES_ID + "\",\"destination\":[\"a@x.example\",\"b@x.example\"],"
                + "\"tags\":{\"desk_msg\":[\"" + TAG + "\"]}}}\n";
    }

    private static String stored(String bucket, String key) {
        return Json.write(Map.of(
                "notificationType",
                "Received",
                "mail",
                Map.of("messageId", "abc", "source", "zoe@customer.example"),
                "receipt",
                Map.of(
                        "recipients",
                        List.of("support@desk.example"),
                        "action",
                        Map.of("type", "S3", "bucketName", bucket, "objectKey", key))));
    }

    private static List<DeliveryStatus> statuses(String type, String part) throws IOException {
        return decoded(only(items(event(type, part)))).reports().stream()
                .map(DeliveryReport::status)
                .toList();
    }

    private static ChannelEvent.Engagement engagement(String type, String part) throws IOException {
        ChannelEvent event = decoded(only(items(event(type, part)))).event();
        assertThat(event).isInstanceOf(ChannelEvent.Engagement.class);
        return (ChannelEvent.Engagement) Objects.requireNonNull(event);
    }

    private static String alarm(ParsedMessage parsed) {
        ChannelEvent event = Objects.requireNonNull(parsed.event());
        return Objects.requireNonNull(new SesNotices().read((ChannelEvent.Notice) event, Vectors.NOW));
    }

    private static NotificationSplitter splitter() {
        return new NotificationSplitter(Documents.settings(Map.of()));
    }

    private static List<RawItem> items(String message) {
        byte[] body = Vectors.signed(Vectors.notification(Vectors.TOPIC, "id-1", message, Vectors.NOW));
        return splitter().split(SnsEnvelope.of(body).orElseThrow(), body, Vectors.NOW, true);
    }

    private static List<RawItem> itemsAt(String address, String message) {
        byte[] body = Vectors.signed(Vectors.notification(Vectors.TOPIC, "id-1", message, Vectors.NOW));
        return new NotificationSplitter(Documents.settings(Map.of("email_address", address)))
                .split(SnsEnvelope.of(body).orElseThrow(), body, Vectors.NOW, true);
    }

    private static RawItem only(List<RawItem> items) {
        assertThat(items).hasSize(1);
        return items.get(0);
    }

    private static ParsedMessage decoded(RawItem item) throws IOException {
        return new SnsDecoder().decode(Content.of(bytes(item)), item.meta());
    }

    private static String text(RawItem item) throws IOException {
        return new String(bytes(item), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(RawItem item) throws IOException {
        try (InputStream in = item.body().open()) {
            return in.readAllBytes();
        }
    }
}
