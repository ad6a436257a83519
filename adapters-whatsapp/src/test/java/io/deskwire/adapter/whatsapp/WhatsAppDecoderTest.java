package io.deskwire.adapter.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.RawItem;
import io.deskwire.message.Address;
import io.deskwire.message.Address.Kind;
import io.deskwire.message.ChannelEvent;
import io.deskwire.message.Issue;
import io.deskwire.message.MessageKind;
import io.deskwire.message.ParsedMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class WhatsAppDecoderTest {

    static List<String> bodiesOfOneElement() {
        return Bodies.names().stream()
                .filter(name -> !Bodies.isForm(name) && !name.contains("unwrapped"))
                .filter(name -> Bodies.items(name, Bodies.read(name)).size() == 1)
                .toList();
    }

    /** Who reads a captured body sees what the intake would see. */
    @ParameterizedTest
    @MethodSource("bodiesOfOneElement")
    void a_captured_body_and_its_item_are_the_same_message(String name) {
        ParsedMessage item = Bodies.decode(Bodies.items(name, Bodies.read(name)).get(0));
        ParsedMessage whole = Bodies.decode(new String(Bodies.read(name), StandardCharsets.UTF_8));
        assertThat(whole).usingRecursiveComparison().ignoringFields("dedupeKey").isEqualTo(item);
    }

    @Test
    void of_a_captured_body_with_many_elements_the_first_is_shown_and_the_rest_is_counted() {
        ParsedMessage whole = Bodies.decode(new String(Bodies.read("in/batch-mixed.json"), StandardCharsets.UTF_8));
        assertThat(whole.body().text()).isEqualTo("second");
        assertThat(whole.issues()).extracting(Issue::code).containsExactly("more-elements");
        assertThat(whole.issues().get(0).detail()).contains("8 elements");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "'\"1749416383\"', 2025-06-08T20:59:43Z",
                "1749416383, 2025-06-08T20:59:43Z",
                "'\"1749416383000\"', 2025-06-08T20:59:43Z",
                "1749416383123, 2025-06-08T20:59:43.123Z",
                "1749416383.5, 2025-06-08T20:59:43.500Z",
                "'\"17494163830000000\"', -",
                "0, -",
                "-5, -",
                "'\"soon\"', -",
                "null, -",
                "1e400, -"
            })
    void a_time_is_read_in_every_form_and_an_absurd_one_is_none(String written, Instant expected) {
        ParsedMessage message = Bodies.decode(Bodies.envelope(
                "{\"id\":\"m\",\"from\":\"16505551234\",\"timestamp\":" + written + ",\"text\":{\"body\":\"x\"}}"));
        assertThat(message.sentAt()).isEqualTo(expected);
        assertThat(message.issues().stream().anyMatch(issue -> issue.code().equals("unreadable-time")))
                .isEqualTo(expected == null);
    }

    @Test
    void a_user_id_in_the_place_of_the_number_is_told_by_its_form() {
        ParsedMessage message = Bodies.decode(
                Bodies.envelope(
                        "{\"id\":\"m\",\"from\":\"US.13491208655302741918\",\"timestamp\":\"1749416383\",\"text\":{\"body\":\"x\"}}"));
        assertThat(message.people().from())
                .isEqualTo(new Address(Kind.BUSINESS_USER_ID, "US.13491208655302741918", null));
    }

    @Test
    void a_number_that_the_network_knows_otherwise_is_an_alias() {
        ParsedMessage message = Bodies.decode("""
                {"object":"whatsapp_business_account","entry":[{"changes":[{"field":"messages","value":{
                "contacts":[{"wa_id":"551187654321","user_id":"BR.1","profile":{"name":"A\\r\\nBcc: b"}}],
                "messages":[{"id":"m","from":"5511987654321","from_user_id":"BR.1","timestamp":"1749416383","type":"text",
                "text":{"body":"x"}}]}}]}]}""");
        assertThat(message.people().from()).isEqualTo(Address.phone("+5511987654321", "A Bcc: b"));
        assertThat(message.people().aliases())
                .extracting(Address::key)
                .containsExactly("phone:+551187654321", "business_user_id:br.1");
    }

    @Test
    void a_message_without_anybody_still_is_one() {
        ParsedMessage message = Bodies.decode(Bodies.envelope("{\"type\":\"text\",\"text\":{\"body\":\"hello?\"}}"));
        assertThat(message.kind()).isEqualTo(MessageKind.MESSAGE);
        assertThat(message.people().from()).isNull();
        assertThat(message.body().text()).isEqualTo("hello?");
        assertThat(message.issues())
                .extracting(Issue::code)
                .containsExactly("missing-id", "unreadable-time", "no-sender");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"type\":\"reaction\",\"reaction\":{\"emoji\":\"x\"}}', reaction",
        "'{\"type\":\"edit\",\"edit\":{\"message\":{\"type\":\"text\",\"text\":{\"body\":\"x\"}}}}', edit",
        "'{\"type\":\"revoke\",\"revoke\":null}', revoke",
        "'{\"type\":\"system\",\"system\":{\"type\":\"moon_phase\",\"body\":\"x\"}}', system",
        "'{\"type\":\"request_welcome\"}', request_welcome"
    })
    void an_event_about_nothing_is_a_notice(String element, String topic) {
        ParsedMessage message = Bodies.decode(Bodies.envelope(element));
        assertThat(message.kind()).isEqualTo(MessageKind.SYSTEM);
        assertThat(message.event())
                .isInstanceOfSatisfying(
                        ChannelEvent.Notice.class,
                        notice -> assertThat(notice.topic()).isEqualTo(topic));
    }

    @Test
    void a_forwarded_message_with_a_context_answers_nothing() {
        ParsedMessage message = Bodies.decode(Bodies.envelope(
                "{\"id\":\"m\",\"context\":{\"forwarded\":true,\"from\":\"1\"},\"text\":{\"body\":\"x\"}}"));
        assertThat(message.threading().inReplyTo()).isEmpty();
        assertThat(message.notes()).containsExactly("Forwarded");
    }

    @Test
    void a_payload_that_is_not_ours_is_no_reference() {
        for (String payload : List.of("cancel", "x".repeat(600) + "dw1")) {
            ParsedMessage message = Bodies.decode(Bodies.envelope(
                    "{\"id\":\"m\",\"type\":\"button\",\"button\":{\"text\":\"t\",\"payload\":\"" + payload + "\"}}"));
            assertThat(message.threading().references()).isEmpty();
        }
    }

    @Test
    void all_errors_of_a_failed_status_are_kept() {
        ParsedMessage message = Bodies.decode("""
                {"statuses":[{"id":"o","status":"failed","timestamp":"1749416383","errors":[{"code":"131026","title":"Undeliverable"},
                {"code":7,"message":"More","error_data":"plain"},null,"odd"]}]}""");
        assertThat(message.reports()).hasSize(1);
        assertThat(message.reports().get(0).code()).isEqualTo("131026");
        assertThat(message.reports().get(0).reason()).startsWith("Undeliverable. ");
        assertThat(message.issues()).extracting(Issue::detail).containsExactly("7 More: plain", "");
    }

    @Test
    void two_items_of_one_body_never_share_a_key_unless_they_are_the_same() {
        for (String name : Bodies.names()) {
            List<String> keys = Bodies.items(name, Bodies.read(name)).stream()
                    .map(RawItem::sourceKey)
                    .distinct()
                    .toList();
            List<String> dedupe = Bodies.items(name, Bodies.read(name)).stream()
                    .map(item -> Bodies.decode(item).dedupeKey())
                    .distinct()
                    .toList();
            assertThat(dedupe).as(name).hasSameSizeAs(keys);
        }
    }
}
