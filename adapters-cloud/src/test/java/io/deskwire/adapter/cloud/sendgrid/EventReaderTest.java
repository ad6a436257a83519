package io.deskwire.adapter.cloud.sendgrid;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.RawItem;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Address;
import io.deskwire.message.Annotation;
import io.deskwire.message.ChannelEvent;
import io.deskwire.message.DeliveryReport;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.MessageKind;
import io.deskwire.message.ParsedMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventReaderTest {

    private static final Instant AT = Instant.ofEpochSecond(1_736_850_000);

    @Test
    void the_vectors_two_events_are_two_items() throws IOException {
        List<RawItem> items = Documents.items(Vectors.events().request());

        assertThat(items)
                .extracting(RawItem::sourceKey)
                .containsExactly("event:ZGVsaXZlcmVkLTAtMQ", "event:Ym91bmNlLTAtMg");
        assertThat(Documents.decoded(items.get(0)).reports())
                .containsExactly(new DeliveryReport(
                        "om_01",
                        "aBcDeFgHiJkLmNoPqRsTuV",
                        Address.email("zoe@customer.example"),
                        DeliveryStatus.DELIVERED,
                        null,
                        "250 2.0.0 OK",
                        Instant.ofEpochSecond(1_736_847_100),
                        null));
        ParsedMessage bounce = Documents.decoded(items.get(1));
        assertThat(bounce.kind()).isEqualTo(MessageKind.BOUNCE);
        assertThat(bounce.reports())
                .containsExactly(new DeliveryReport(
                        "om_02",
                        "wXyZaBcDeFgHiJkLmNoPqR",
                        Address.email("gone@customer.example"),
                        DeliveryStatus.BOUNCED,
                        "5.1.1",
                        "Invalid Address: 550 5.1.1 no such user",
                        Instant.ofEpochSecond(1_736_847_101),
                        FailureKind.PERMANENT));
    }

    @ParameterizedTest
    @CsvSource({
        "'\"event\":\"processed\"', SENT, , ",
        "'\"event\":\"delivered\",\"response\":\"250 OK\"', DELIVERED, 250 OK, ",
        "'\"event\":\"bounce\",\"type\":\"blocked\",\"reason\":\"421 busy\"', BOUNCED, blocked: 421 busy, TRANSIENT",
        "'\"event\":\"bounce\",\"type\":\"expired\"', BOUNCED, expired, TRANSIENT",
        "'\"event\":\"bounce\",\"reason\":\"550 no\"', BOUNCED, 550 no, PERMANENT",
        "'\"event\":\"dropped\",\"reason\":\"Unsubscribed Address\"', REJECTED, Unsubscribed Address, PERMANENT",
        "'\"event\":\"spamreport\"', COMPLAINED, , "
    })
    void an_event_is_a_status(String fields, DeliveryStatus status, String reason, FailureKind failure)
            throws IOException {
        ParsedMessage parsed = event(fields);

        assertThat(parsed.event()).isEqualTo(new ChannelEvent.StatusUpdate());
        assertThat(parsed.sentAt()).isEqualTo(AT);
        assertThat(parsed.reports())
                .containsExactly(new DeliveryReport(
                        "om@desk.example",
                        "aBc",
                        Address.email("zoe@customer.example"),
                        status,
                        null,
                        reason,
                        AT,
                        failure));
    }

    @ParameterizedTest
    @CsvSource({
        "'\"event\":\"open\"', OPENED, ",
        "'\"event\":\"open\",\"sg_machine_open\":true', OPENED, by a machine",
        "'\"event\":\"click\",\"url\":\"https://desk.example/\"', CLICKED, https://desk.example/",
        "'\"event\":\"deferred\",\"response\":\"451 later\",\"attempt\":\"3\"', DELAYED, 451 later",
        "'\"event\":\"unsubscribe\"', UNSUBSCRIBED, ",
        "'\"event\":\"group_unsubscribe\",\"asm_group_id\":7', UNSUBSCRIBED, "
    })
    void what_people_and_machines_do_with_a_message_is_no_status(String fields, Annotation.Kind kind, String text)
            throws IOException {
        ParsedMessage parsed = event(fields);

        assertThat(parsed.reports()).isEmpty();
        assertThat(parsed.event())
                .isEqualTo(new ChannelEvent.Engagement(
                        "om@desk.example", "aBc", kind, Address.email("zoe@customer.example"), text));
        assertThat(parsed.sentAt()).isEqualTo(AT);
    }

    @ParameterizedTest
    @CsvSource({"group_resubscribe", "account_status_change", "something_new"})
    void what_nobody_knows_is_a_notice(String name) throws IOException {
        ParsedMessage parsed = event("\"event\":\"" + name + "\"");

        assertThat(parsed.kind()).isEqualTo(MessageKind.SYSTEM);
        assertThat(parsed.event())
                .isInstanceOfSatisfying(
                        ChannelEvent.Notice.class,
                        notice -> assertThat(notice.topic()).isEqualTo(name));
    }

    @Test
    void an_event_without_sendgrids_id_is_told_by_ours() throws IOException {
        ParsedMessage parsed = decoded(
                "{\"event\":\"bounce\",\"email\":\"a@b.example\",\"timestamp\":\"1736850000\",\"desk_msg\":\"om\",\"category\":[\"a\"]}");

        assertThat(parsed.reports()).singleElement().satisfies(report -> {
            assertThat(report.originalMessageId()).isEqualTo("om");
            assertThat(report.providerMessageId()).isNull();
            assertThat(report.at()).isEqualTo(AT);
        });
    }

    @Test
    void odd_values_are_read_as_nothing() throws IOException {
        ParsedMessage parsed = decoded(
                "{\"event\":\"delivered\",\"email\":\"a\\r\\nb@c\",\"timestamp\":1e40,\"sg_message_id\":\".x\",\"desk_msg\":7,\"response\":{}}");

        assertThat(parsed.reports())
                .containsExactly(new DeliveryReport("7", null, null, DeliveryStatus.DELIVERED, null, null, null, null));
    }

    @Test
    void a_poison_element_harms_none_of_the_others() throws IOException {
        String batch = "[{\"event\":\"open\",\"sg_event_id\":\"1\"},\r\n{\"event\":nonsense},\r\n7,\"te,x]t\\\"\","
                + "{\"event\":\"click\",\"sg_event_id\":\"2\"}]\r\n";
        List<RawItem> items =
                Documents.items(Vectors.signed("application/json", batch.getBytes(StandardCharsets.UTF_8), AT)
                        .request());

        assertThat(items).hasSize(5);
        assertThat(items.get(0).sourceKey()).isEqualTo("event:1");
        assertThat(items.get(4).sourceKey()).isEqualTo("event:2");
        for (RawItem item : items.subList(1, 4)) {
            assertThat(Documents.decoded(item).issues())
                    .singleElement()
                    .satisfies(issue -> assertThat(issue.code()).isEqualTo("not-an-event"));
        }
    }

    @Test
    void a_single_object_is_an_event_and_an_empty_array_is_none() throws IOException {
        assertThat(items("{\"event\":\"open\",\"sg_event_id\":\"1\"}")).hasSize(1);
        assertThat(items("[]\r\n")).isEmpty();
        assertThat(items("\uFEFF[{\"sg_event_id\":\"1\"}]")).hasSize(1);
        assertThat(items("nobody sends this")).hasSize(1);
    }

    @Test
    void events_of_another_channel_are_marked() throws IOException {
        List<RawItem> items = items("[{\"sg_event_id\":\"1\",\"desk_channel\":\"acme/mail\"},"
                + "{\"sg_event_id\":\"2\",\"desk_channel\":\"bolt/mail\"}]");

        assertThat(items.get(0).meta()).isEmpty();
        assertThat(items.get(1).meta()).containsEntry(RawItem.FOREIGN, "channel:bolt/mail");
    }

    @Test
    void an_event_names_its_channel_to_a_shared_address() throws IOException {
        assertThat(new SendGridChannelType()
                        .webhookKeys(Vectors.signed(
                                        "application/json",
                                        "[{\"desk_channel\":\"acme/mail\"},{\"desk_channel\" : \"bolt/mail\"}]"
                                                .getBytes(StandardCharsets.UTF_8),
                                        AT)
                                .request()))
                .containsExactlyInAnyOrder("channel:acme/mail", "channel:bolt/mail");
    }

    private static List<RawItem> items(String body) throws IOException {
        return Documents.items(Vectors.signed("application/json", body.getBytes(StandardCharsets.UTF_8), AT)
                .request());
    }

    private static ParsedMessage event(String fields) throws IOException {
        return decoded("{" + fields + ",\"email\":\"zoe@customer.example\",\"timestamp\":1736850000,"
                + "\"sg_event_id\":\"e\",\"desk_msg\":\"om@desk.example\",\"sg_message_id\":\"aBc.recvd-1.0\"}");
    }

    private static ParsedMessage decoded(String event) throws IOException {
        return Documents.decoded(items("[" + event + "]").get(0));
    }
}
