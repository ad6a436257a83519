package io.deskwire.adapter.cloud.mailgun;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.adapter.cloud.common.ChannelMark;
import io.deskwire.channel.Channel;
import io.deskwire.channel.RawItem;
import io.deskwire.config.ChannelConfig;
import io.deskwire.message.Address;
import io.deskwire.message.Annotation;
import io.deskwire.message.ChannelEvent;
import io.deskwire.message.Content;
import io.deskwire.message.DeliveryReport;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.MessageKind;
import io.deskwire.message.ParsedMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventDecoderTest {

    private static final String FAILED = """
            {"signature":{"timestamp":"1736847200","token":"fedcba98765432100123456789abcdeffedcba987654321001",
              "signature":"a5fbfc9b2cfd3f80d3126a1ee98a84c9f166d1c0a9b135f6a9e85ea33f4625a7"},
             "event-data":{"event":"failed","severity":"permanent","reason":"bounce","id":"xK7yTQ2rT0-aa11",
              "timestamp":1736847199.204811,"recipient":"gone@customer.example",
              "message":{"headers":{"to":"gone@customer.example","message-id":"om_02.9c1d@desk.example"},"size":2210},
              "delivery-status":{"code":550,"enhanced-code":"5.1.1","message":"5.1.1 no such user","description":""},
              "user-variables":{"desk_msg":"om_02"}}}""";

    private static ParsedMessage decoded(String json) throws Exception {
        return new EventDecoder().decode(Content.of(json.getBytes(StandardCharsets.UTF_8)), Map.of());
    }

    private static ParsedMessage data(String data) throws Exception {
        return decoded("{\"signature\":{\"token\":\"t1\"},\"event-data\":{\"recipient\":\"zoe@customer.example\","
                + "\"timestamp\":1736847300.1,\"message\":{\"headers\":{\"message-id\":\"om_01@desk.example\"}},"
                + "\"user-variables\":[]," + data + "}}");
    }

    @Test
    void a_signed_bounce_is_stored_verbatim_and_reports_on_our_message() throws Exception {
        RawItem item = Posts.item(Posts.config("{}"), Posts.event(FAILED));

        assertThat(item.sourceKey()).isEqualTo("token:fedcba98765432100123456789abcdeffedcba987654321001");
        assertThat(new String(Posts.bytes(item), StandardCharsets.UTF_8)).isEqualTo(FAILED);
        ParsedMessage message = Posts.decoded(item);
        assertThat(message.kind()).isEqualTo(MessageKind.BOUNCE);
        assertThat(message.event()).isEqualTo(new ChannelEvent.StatusUpdate());
        assertThat(message.reports())
                .containsExactly(new DeliveryReport(
                        "om_02",
                        "om_02.9c1d@desk.example",
                        Address.email("gone@customer.example"),
                        DeliveryStatus.BOUNCED,
                        "5.1.1",
                        "hard bounce (bounce): 5.1.1 no such user",
                        Instant.parse("2025-01-14T09:33:19.204811Z")));
    }

    @Test
    void an_event_says_whose_message_it_is_about() throws Exception {
        assertThat(Posts.item(Posts.config("{}"), Posts.event(FAILED)).meta())
                .containsKey(RawItem.ANYBODYS)
                .doesNotContainKey(RawItem.FOREIGN);
        String sibling = ChannelMark.of("acme", "sales");
        String marked = FAILED.replace("{\"desk_msg\"", "{\"desk_channel\":\"" + sibling + "\",\"desk_msg\"");
        assertThat(Posts.item(Posts.config("{}"), Posts.event(marked)).meta())
                .containsEntry(RawItem.FOREIGN, "channel:" + sibling)
                .doesNotContainKey(RawItem.ANYBODYS);
        assertThat(Posts.TYPE.webhookKeys(Posts.event(marked))).contains("channel:" + sibling);
        try (Channel channel = Posts.TYPE.open(
                ChannelConfig.of("acme", "sales", "mailgun", Posts.config("{}").config(), null), Posts.context())) {
            assertThat(channel.webhook().orElseThrow().keys()).contains("channel:" + sibling);
        }
        // Somebody else's variable of that name.
        assertThat(Posts.item(
                                Posts.config("{}"),
                                Posts.event(FAILED.replace("{\"desk_msg\"", "{\"desk_channel\":\"x\",\"desk_msg\"")))
                        .meta())
                .containsKey(RawItem.ANYBODYS);
    }

    @Test
    void a_parent_accounts_signature_proves_it_too() {
        String event = """
                {"signature":{"timestamp":1736847000,"token":"%s","signature":"%s",
                 "parent-signature":"4d703d37f98e5b0737f89fe44c9def685e0c04fb63a3bfbac61db17fe338b6fd"},
                 "event-data":{"event":"delivered"}}""".formatted(Posts.TOKEN, "0".repeat(64));

        assertThat(Posts.item(
                                Posts.config("{\"webhook_secret\":\"test-parent-key-fedcba9876543210\"}"),
                                Posts.event(event))
                        .receivedAt())
                .isEqualTo(Posts.SIGNED_AT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"event\":\"accepted\"|SENT|",
                "\"event\":\"delivered\",\"delivery-status\":null|DELIVERED|",
                "\"event\":\"complained\"|COMPLAINED|",
                "\"event\":\"rejected\",\"reject\":{\"reason\":\"Spam\"}|REJECTED|",
                "\"event\":\"failed\",\"severity\":\"permanent\",\"reason\":\"suppress-bounce\",\"delivery-status\":{\"code\":605}|REJECTED|605",
                "\"event\":\"failed\",\"severity\":\"permanent\",\"delivery-status\":{\"code\":\"607\"}|REJECTED|607",
                "\"event\":\"failed\",\"severity\":\"permanent\",\"reason\":\"suppress-unsubscribe\"|REJECTED|",
                "\"event\":\"failed\",\"severity\":\"permanent\",\"reason\":\"old\",\"delivery-status\":{\"code\":499}|BOUNCED|499",
                "\"event\":\"failed\",\"severity\":\"permanent\",\"reason\":\"espblock\"|BOUNCED|",
                "\"event\":\"failed\",\"severity\":\"permanent\",\"reason\":\"generic\",\"delivery-status\":{\"code\":498}|BOUNCED|498",
                "\"event\":\"failed\"|BOUNCED|"
            })
    void each_outcome_is_a_status(String data, DeliveryStatus status, String code) throws Exception {
        DeliveryReport report = data(data).reports().get(0);

        assertThat(report.status()).isEqualTo(status);
        assertThat(report.code()).isEqualTo(code);
        assertThat(report.originalMessageId()).isNull();
        assertThat(report.providerMessageId()).isEqualTo("om_01@desk.example");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"event\":\"failed\",\"severity\":\"temporary\",\"delivery-status\":{\"code\":450,\"message\":\"greylisted\"}|DELAYED|not yet: greylisted",
                "\"event\":\"opened\",\"client-info\":{\"bot\":\"\"}|OPENED|",
                "\"event\":\"opened\",\"client-info\":{\"bot\":\"gmail\"},\"delivery-status\":null|OPENED|by a machine",
                "\"event\":\"clicked\",\"url\":\"https://x.example/\"|CLICKED|https://x.example/",
                "\"event\":\"clicked\",\"url\":\"https://x.example/\",\"client-info\":{\"bot\":\"b\"}|CLICKED|https://x.example/ (by a machine)",
                "\"event\":\"unsubscribed\"|UNSUBSCRIBED|"
            })
    void what_is_no_outcome_stands_beside_the_message(String data, Annotation.Kind kind, String text) throws Exception {
        ParsedMessage message = data(data);

        assertThat(message.reports()).isEmpty();
        assertThat(message.event())
                .isEqualTo(new ChannelEvent.Engagement(
                        null, "om_01@desk.example", kind, Address.email("zoe@customer.example"), text));
        assertThat(message.sentAt()).isEqualTo(Instant.parse("2025-01-14T09:35:00.100Z"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}",
                "{\"event-data\":[]}",
                "{\"event-data\":{\"event\":7,\"timestamp\":\"later\",\"recipient\":\"a b@c\",\"message\":null}}",
                "{\"event-data\":{\"event\":\"stored\",\"timestamp\":1e999}}",
                "{\"event-data\":{\"event\":\"failed\",\"timestamp\":-1,\"user-variables\":[],\"delivery-status\":\"x\"}}",
                "[1]",
                "nothing"
            })
    void nothing_that_is_in_it_can_break_it(String json) throws Exception {
        ParsedMessage message = decoded(json);

        assertThat(message.event()).isNotNull();
        assertThat(message.dedupeKey()).isNotBlank();
    }

    @Test
    void an_event_for_lists_is_kept_as_a_notice() throws Exception {
        assertThat(data("\"event\":\"list_member_uploaded\"").event())
                .isInstanceOfSatisfying(
                        ChannelEvent.Notice.class,
                        notice -> assertThat(notice.topic()).isEqualTo("mailgun.list_member_uploaded"));
    }
}
