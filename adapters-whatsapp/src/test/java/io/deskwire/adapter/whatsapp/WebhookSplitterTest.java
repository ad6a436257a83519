package io.deskwire.adapter.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.RawItem;
import io.deskwire.json.Json;
import io.deskwire.message.Address;
import io.deskwire.message.ChannelEvent;
import io.deskwire.message.MessageKind;
import io.deskwire.message.ParsedMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSplitterTest {

    private static List<RawItem> split(String body) {
        return new WebhookSplitter(Bodies.OWN).split(body.getBytes(StandardCharsets.UTF_8), Bodies.RECEIVED);
    }

    private static List<String> keys(List<RawItem> items) {
        return items.stream().map(RawItem::sourceKey).toList();
    }

    @Test
    void a_mixed_batch_loses_nothing_and_comes_in_order() {
        List<RawItem> items = Bodies.items("in/batch-mixed.json", Bodies.read("in/batch-mixed.json"));
        assertThat(keys(items).subList(0, 7))
                .containsExactly(
                        "message:wamid.B1",
                        "message:wamid.B1",
                        "message:wamid.B2",
                        "foreign:message:wamid.C1",
                        "message:wamid.B3",
                        "status:wamid.OUT001:sent",
                        "status:wamid.OUT001:read");
        assertThat(items).hasSize(8);
    }

    @Test
    void an_item_holds_its_element_its_contact_and_what_stood_around_it() {
        String body = """
                {"object":"whatsapp_business_account","extra":1,"entry":[{"id":"9","time":5,"more":2,"changes":[{"field":"messages",
                "future":3,"value":{"metadata":{"phone_number_id":"106540352242922"},"unheard":{"of":4},
                "contacts":[{"wa_id":"1111111"},{"wa_id":"2222222","profile":{"name":"B"}},{"wa_id":"3333333"}],
                "messages":[{"id":"a","from":"2222222","new":5,"timestamp":"1750000000","type":"text","text":{"body":"x"}}],
                "statuses":[{"id":"b","status":"sent","recipient_id":"1111111"}]}}]}]}""";
        List<RawItem> items = split(body);
        assertThat(Json.lenient().parse(Bodies.bytes(items.get(0))))
                .isEqualTo(Json.lenient().parse("""
                {"object":"whatsapp_business_account","extra":1,"entry":[{"id":"9","time":5,"more":2,"changes":[{"field":"messages",
                "future":3,"value":{"metadata":{"phone_number_id":"106540352242922"},"unheard":{"of":4},
                "contacts":[{"wa_id":"2222222","profile":{"name":"B"}}],"unmatched_contacts":[{"wa_id":"3333333"}],
                "messages":[{"id":"a","from":"2222222","new":5,"timestamp":"1750000000","type":"text","text":{"body":"x"}}]}}]}]}"""));
        assertThat(new String(Bodies.bytes(items.get(1)), StandardCharsets.UTF_8))
                .contains("1111111")
                .doesNotContain("2222222")
                .doesNotContain("3333333");
        assertThat(Bodies.decode(items.get(0)).people().from()).isEqualTo(Address.phone("+2222222", "B"));
    }

    @Test
    void messages_come_by_their_time_and_what_has_none_comes_after_them() {
        String body = Bodies.envelope("""
                {"id":"late","timestamp":"1750000002"},{"id":"never"},{"id":"early","timestamp":1750000001000},
                {"id":"same1","timestamp":"1750000002"},{"id":"odd","timestamp":{}}""");
        assertThat(keys(split(body)))
                .containsExactly("message:early", "message:late", "message:same1", "message:never", "message:odd");
    }

    @Test
    void the_same_trouble_of_the_number_is_news_on_another_day() {
        byte[] body = Bodies.read("webhook/value-error.json");
        WebhookSplitter splitter = new WebhookSplitter(Bodies.OWN);
        String today = splitter.split(body, Bodies.RECEIVED).get(0).sourceKey();
        assertThat(splitter.split(body, Bodies.RECEIVED.plusSeconds(60)).get(0).sourceKey())
                .isEqualTo(today);
        RawItem tomorrow =
                splitter.split(body, Bodies.RECEIVED.plus(Duration.ofDays(1))).get(0);
        assertThat(tomorrow.sourceKey()).isNotEqualTo(today);
        assertThat(Bodies.decode(tomorrow).dedupeKey()).isEqualTo("wa:" + tomorrow.sourceKey());
    }

    @Test
    void ids_that_fit_no_database_key_are_named_by_their_hash() {
        List<RawItem> items = split(Bodies.envelope("{\"id\":\"" + "x".repeat(3000)
                + "\"},{\"id\":\"a\\u0000b\"},{\"id\":\"ü\"},{\"id\":12345678901234567890}"));
        assertThat(keys(items)).allMatch(key -> key.length() < 300 && key.matches("[!-~]+"));
        assertThat(keys(items)).doesNotHaveDuplicates().contains("message:12345678901234567890");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "no json",
                "{\"object\":\"whatsapp_business_account\",\"entry\":[",
                "[]",
                "null",
                "17",
                "{}",
                "{\"object\":\"page\",\"entry\":[{\"id\":\"1\",\"messaging\":[{}]}]}",
                "{\"something\":\"else\"}"
            })
    void a_body_that_is_nothing_we_know_becomes_one_item_that_says_so(String body) {
        List<RawItem> items = split(body);
        assertThat(items).hasSize(1);
        assertThat(Bodies.bytes(items.get(0))).isEqualTo(body.getBytes(StandardCharsets.UTF_8));
        ParsedMessage parsed = Bodies.decode(items.get(0));
        assertThat(parsed.kind()).isEqualTo(MessageKind.SYSTEM);
        assertThat(parsed.event())
                .isInstanceOfSatisfying(
                        ChannelEvent.Notice.class,
                        notice -> assertThat(notice.topic()).isEqualTo("unreadable"));
        assertThat(parsed.issues()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"object\":\"whatsapp_business_account\",\"entry\":[]}",
                "{\"object\":\"whatsapp_business_account\",\"entry\":null}",
                "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"1\",\"changes\":[]}]}",
                "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"1\",\"changes\":[{\"field\":\"messages\","
                        + "\"value\":{\"metadata\":{},\"messages\":[],\"statuses\":null}}]}]}"
            })
    void a_body_that_tells_nothing_makes_no_item(String body) {
        assertThat(split(body)).isEmpty();
    }

    @Test
    void a_number_is_told_by_its_id_and_by_its_digits_while_the_id_is_not_known() {
        OwnNumber byDigits = new OwnNumber(null, "15550783881");
        assertThat(byDigits.isMeant(metadata("999", "+1 555-078-3881"))).isTrue();
        assertThat(byDigits.isMeant(metadata("106540352242922", "15550999999"))).isFalse();
        assertThat(Bodies.OWN.isMeant(metadata("106540352242922", "15550999999")))
                .isTrue();
        assertThat(Bodies.OWN.isMeant(metadata("999", "15550783881"))).isFalse();
        assertThat(Bodies.OWN.isMeant(Map.of())).isTrue();
    }

    private static Map<String, Object> metadata(String id, String display) {
        return Map.of("metadata", Map.of("phone_number_id", id, "display_phone_number", display));
    }

    @Test
    void a_thousand_updates_in_three_megabytes_become_a_thousand_items() {
        String filler = "é".repeat(1400);
        String body = Bodies.envelope(IntStream.range(0, 1000)
                .mapToObj(i -> "{\"id\":\"wamid." + i + "\",\"from\":\"16505551234\",\"timestamp\":\""
                        + (1750000000 - i) + "\",\"type\":\"text\",\"text\":{\"body\":\"" + filler + "\"}}")
                .collect(Collectors.joining(",")));
        assertThat(body.getBytes(StandardCharsets.UTF_8).length).isGreaterThan(2_800_000);
        List<RawItem> items = split(body);
        assertThat(items).hasSize(1000);
        assertThat(items.get(0).sourceKey()).isEqualTo("message:wamid.999");
        assertThat(Bodies.decode(items.get(500)).body().text()).isEqualTo(filler);
    }
}
