package io.deskwire.adapter.cloud.postmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.RawItem;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Annotation;
import io.deskwire.message.ChannelEvent;
import io.deskwire.message.DeliveryReport;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.MessageKind;
import io.deskwire.message.ParsedMessage;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {

    private static final String ID = "0a129aee-e1cd-480d-b08d-4f48548ff48d";
    private static final String BOUNCE = """
            {"RecordType":"Bounce","MessageStream":"outbound","ID":4323372036854775807,"Type":"HardBounce","TypeCode":1,
             "Name":"Hard bounce","Tag":"helpdesk","MessageID":"%s","Metadata":{"desk_msg":"om_02@desk.example"},
             "ServerID":23,"Description":"unknown user","Details":"smtp;550 5.1.1 no such user",
             "Email":"gone@customer.example","From":"support@desk.example",
             "BouncedAt":"2025-01-14T04:31:50.3963933-05:00","DumpAvailable":true,"Inactive":true,"CanActivate":true,
             "Subject":"Re: order"}""".formatted(ID);
    private static final String SUBSCRIPTION = """
            {"RecordType":"SubscriptionChange","MessageID":"%s","ServerID":23,"MessageStream":"outbound",
             "ChangedAt":"2025-01-14T12:00:00Z","Recipient":"zoe@customer.example","Origin":"Recipient",
             "SuppressSending":true,"SuppressionReason":"ManualSuppression","Tag":"helpdesk",
             "Metadata":{"desk_msg":"om_01@desk.example"}}""".formatted(ID);

    private static DeliveryReport report(String json) {
        ParsedMessage message = Posts.message(json);
        assertThat(message.event()).isEqualTo(new ChannelEvent.StatusUpdate());
        assertThat(message.reports()).hasSize(1);
        return message.reports().get(0);
    }

    private static ChannelEvent.Notice notice(String json) {
        ParsedMessage message = Posts.message(json);
        assertThat(message.kind()).isEqualTo(MessageKind.SYSTEM);
        return (ChannelEvent.Notice) Objects.requireNonNull(message.event());
    }

    private static ChannelEvent.Engagement engagement(String json) {
        return (ChannelEvent.Engagement)
                Objects.requireNonNull(Posts.message(json).event());
    }

    @Test
    void a_hard_bounce_names_our_message_the_recipient_and_why() {
        RawItem item = Posts.item(Posts.post(BOUNCE));
        DeliveryReport report = report(BOUNCE);

        assertThat(item.sourceKey()).isEqualTo("event:bounce:4323372036854775807");
        assertThat(item.format()).isEqualTo("postmark-event");
        assertThat(report.originalMessageId()).isEqualTo("om_02@desk.example");
        assertThat(report.providerMessageId()).isEqualTo(ID);
        assertThat(Objects.requireNonNull(report.recipient()).value()).isEqualTo("gone@customer.example");
        assertThat(report.status()).isEqualTo(DeliveryStatus.BOUNCED);
        assertThat(report.failure()).isEqualTo(FailureKind.PERMANENT);
        assertThat(report.code()).isEqualTo("5.1.1");
        assertThat(report.reason())
                .startsWith("Hard bounce: smtp;550 5.1.1 no such user")
                .contains("reactivated");
        assertThat(report.at()).isEqualTo(Instant.parse("2025-01-14T09:31:50.3963933Z"));
        assertThat(Posts.message(BOUNCE).kind()).isEqualTo(MessageKind.BOUNCE);
        assertThat(Posts.message(BOUNCE).dedupeKey()).isEqualTo("postmark-event:bounce:4323372036854775807");
    }

    @ParameterizedTest
    @CsvSource({
        "HardBounce, BOUNCED",
        "SoftBounce, BOUNCED",
        "SpamNotification, COMPLAINED",
        "SpamComplaint, COMPLAINED",
        "VirusNotification, BOUNCED",
        "BadEmailAddress, REJECTED",
        "ManuallyDeactivated, REJECTED",
        "Blocked, REJECTED",
        "DMARCPolicy, REJECTED",
        "Unconfirmed, REJECTED",
        "SMTPApiError, FAILED",
        "TemplateRenderingFailed, FAILED"
    })
    void each_type_of_bounce_has_its_status_by_its_name(String type, DeliveryStatus status) {
        assertThat(report(BOUNCE.replace("\"HardBounce\"", "\"" + type + "\"")).status())
                .isEqualTo(status);
    }

    @Test
    void a_soft_bounce_is_temporary_by_kind() {
        assertThat(report(BOUNCE.replace("HardBounce", "SoftBounce")).failure()).isEqualTo(FailureKind.TRANSIENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Transient", "DnsError", "OpenRelayTest"})
    void what_postmark_goes_on_trying_is_delayed(String type) {
        ChannelEvent.Engagement delayed = engagement(BOUNCE.replace("HardBounce", type));

        assertThat(delayed.kind()).isEqualTo(Annotation.Kind.DELAYED);
        assertThat(delayed.originalMessageId()).isEqualTo("om_02@desk.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Subscribe",
                "AutoResponder",
                "AddressChange",
                "ChallengeVerification",
                "InboundError",
                "Unknown",
                "New"
            })
    void other_types_say_nothing_of_the_message(String type) {
        assertThat(notice(BOUNCE.replace("HardBounce", type)).topic()).isEqualTo("Bounce." + type);
    }

    @Test
    void mail_that_postmark_could_not_post_raises_an_alarm() {
        ChannelEvent.Notice notice = notice(BOUNCE.replace("HardBounce", "InboundError"));

        assertThat(new PostmarkNotices().read(notice, Posts.NOW)).contains("inbound activity");
        assertThat(new PostmarkNotices().read(notice(BOUNCE.replace("HardBounce", "Unknown")), Posts.NOW))
                .isNull();
    }

    @Test
    void an_unsubscription_by_bounce_may_name_nobody() {
        String bare = """
                {"RecordType":"Bounce","ID":9,"Type":"Unsubscribe","MessageID":"%s"}""".formatted(ID);

        ChannelEvent.Engagement event = engagement(bare);

        assertThat(event.kind()).isEqualTo(Annotation.Kind.UNSUBSCRIBED);
        assertThat(event.recipient()).isNull();
        assertThat(event.providerMessageId()).isEqualTo(ID);
    }

    @Test
    void ids_beyond_53_bits_stay_apart() {
        String other = BOUNCE.replace("4323372036854775807", "4323372036854775806");
        String larger = BOUNCE.replace("4323372036854775807", "18446744073709551615");

        assertThat(Posts.item(Posts.post(other)).sourceKey()).isEqualTo("event:bounce:4323372036854775806");
        assertThat(Posts.item(Posts.post(larger)).sourceKey()).isEqualTo("event:bounce:18446744073709551615");
    }

    @Test
    void a_delivery_is_told_by_message_recipient_and_time() {
        String delivery = """
                {"RecordType":"Delivery","ServerId":23,"MessageID":"%s","Recipient":"Zoe@customer.example",
                 "DeliveredAt":"2025-01-14T09:30:05Z","Details":"smtp;250 2.0.0 OK",
                 "Metadata":{"desk_msg":"om_01@desk.example","desk_channel":"acme/mail"}}""".formatted(ID);

        assertThat(report(delivery).status()).isEqualTo(DeliveryStatus.DELIVERED);
        assertThat(report(delivery).code()).isEqualTo("2.0.0");
        RawItem item = Posts.item(Posts.post(delivery));
        assertThat(item.sourceKey()).isEqualTo("event:delivery:" + ID + ":zoe@customer.example:2025-01-14T09:30:05Z");
        assertThat(item.meta()).isEmpty();
        assertThat(Posts.item(Posts.post(delivery.replace("acme/mail", "bolt/mail")))
                        .meta())
                .containsEntry(RawItem.FOREIGN, "channel:bolt/mail");
    }

    @Test
    void a_long_id_is_put_together_again() {
        String id = "x".repeat(150) + "@desk.example";
        var metadata = Correlation.of(id, "acme/mail");

        assertThat(metadata.values())
                .allSatisfy(value -> assertThat(value.toString()).hasSizeLessThanOrEqualTo(80));
        assertThat(metadata.keySet()).allSatisfy(name -> assertThat(name).hasSizeLessThanOrEqualTo(20));
        assertThat(Correlation.messageId(java.util.Map.of("Metadata", metadata)))
                .isEqualTo(id);
        assertThat(Correlation.channelMark("acme/" + "ü".repeat(9))).matches("[0-9a-f]{64}");
    }

    @Test
    void a_complaint_an_open_and_a_click_are_told_apart() {
        assertThat(report(BOUNCE.replace("\"RecordType\":\"Bounce\"", "\"RecordType\":\"SpamComplaint\""))
                        .status())
                .isEqualTo(DeliveryStatus.COMPLAINED);
        String open = """
                {"RecordType":"Open","MessageID":"%s","Recipient":"zoe@customer.example",
                 "ReceivedAt":"2025-01-14T09:30:05.1234567Z","UserAgent":"Mozilla/5.0"}""".formatted(ID);
        ChannelEvent.Engagement opened = engagement(open);
        assertThat(opened.kind()).isEqualTo(Annotation.Kind.OPENED);
        assertThat(opened.text()).isEqualTo("by a machine");
        assertThat(engagement(open.replace("5.0", "5.0 (X11)")).text()).isNull();
        ChannelEvent.Engagement clicked =
                engagement(open.replace("\"Open\"", "\"Click\",\"OriginalLink\":\"https://desk.example/a\""));
        assertThat(clicked.kind()).isEqualTo(Annotation.Kind.CLICKED);
        assertThat(clicked.text()).isEqualTo("https://desk.example/a");
    }

    @Test
    void a_change_of_subscription_is_read_by_its_reason() {
        assertThat(engagement(SUBSCRIPTION).kind()).isEqualTo(Annotation.Kind.UNSUBSCRIBED);
        assertThat(report(SUBSCRIPTION.replace("ManualSuppression", "SpamComplaint"))
                        .status())
                .isEqualTo(DeliveryStatus.COMPLAINED);
        assertThat(report(SUBSCRIPTION.replace("ManualSuppression", "HardBounce"))
                        .status())
                .isEqualTo(DeliveryStatus.BOUNCED);
        notice(SUBSCRIPTION.replace("true", "false"));
        notice(SUBSCRIPTION.replace("\"Recipient\",", "\"Admin\","));
        notice(SUBSCRIPTION.replace("\"ManualSuppression\"", "null"));
    }

    @Test
    void what_nobody_knows_yet_is_kept_as_a_notice() {
        String unknown = "{\"RecordType\":\"Carrier pigeon\",\"MessageID\":\"" + ID + "\",\"Deep\":{\"a\":1}}";

        ChannelEvent.Notice notice = notice(unknown);

        assertThat(notice.topic()).isEqualTo("Carrier pigeon");
        assertThat(notice.details()).containsKey("MessageID").doesNotContainKey("Deep");
        assertThat(Posts.item(Posts.post(unknown)).sourceKey()).startsWith("event:sha256-");
        assertThat(notice("{}").topic()).isEqualTo("unreadable");
    }

    @Test
    void a_time_that_is_none_is_left_out() {
        assertThat(report(BOUNCE.replace("2025-01-14T04:31:50.3963933-05:00", "yesterday"))
                        .at())
                .isNull();
        assertThat(report(BOUNCE.replace("2025-01-14T04", "+999999-01-14T04")).at())
                .isNull();
    }
}
