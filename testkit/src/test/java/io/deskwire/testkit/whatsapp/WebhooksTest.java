package io.deskwire.testkit.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WebhooksTest {

    private static final MediaFile PICTURE = MediaFile.of(Peers.JPEG, "image/jpeg", "a.jpg");
    private Peers peers;

    @BeforeEach
    void start() throws IOException {
        peers = new Peers();
    }

    @AfterEach
    void stop() {
        peers.close();
    }

    static Stream<Arguments> messages() {
        return Stream.of(
                message("text", c -> c.text("Hi"), "text", "{\"body\":\"Hi\"}"),
                message(
                        "location",
                        c -> c.location(37.5, -122.25, "Here", null),
                        "location",
                        "{\"latitude\":37.5,\"longitude\":-122.25,\"name\":\"Here\"}"),
                message(
                        "contacts",
                        c -> c.contact("Barbara Johnson", "+1 650 555-9999"),
                        "contacts",
                        "[{\"name\":{\"first_name\":\"Barbara\",\"last_name\":\"Johnson\",\"formatted_name\":\"Barbara Johnson\"},\"phones\":[{\"phone\":\"+1 650 555-9999\",\"wa_id\":\"16505559999\",\"type\":\"MOBILE\"}]}]"),
                message(
                        "interactive",
                        c -> c.buttonReply("b", "B"),
                        "interactive",
                        "{\"type\":\"button_reply\",\"button_reply\":{\"id\":\"b\",\"title\":\"B\"}}"),
                message(
                        "interactive",
                        c -> c.listReply("l", "L", "D"),
                        "interactive",
                        "{\"type\":\"list_reply\",\"list_reply\":{\"id\":\"l\",\"title\":\"L\",\"description\":\"D\"}}"),
                message(
                        "interactive",
                        c -> c.flowReply("{\"a\":1}"),
                        "interactive",
                        "{\"type\":\"nfm_reply\",\"nfm_reply\":{\"name\":\"flow\",\"body\":\"Sent\",\"response_json\":\"{\\\"a\\\":1}\"}}"),
                message(
                        "interactive",
                        c -> c.callPermission(true),
                        "interactive",
                        "{\"type\":\"call_permission_reply\",\"call_permission_reply\":{\"response\":\"accept\",\"expiration_timestamp\":1780912800,\"response_source\":\"user_action\"}}"),
                message("button", c -> c.templateButton("p", "T"), "button", "{\"payload\":\"p\",\"text\":\"T\"}"),
                message(
                        "order",
                        c -> c.order("x1", 2, new BigDecimal("25.5"), "Love it"),
                        "order",
                        "{\"catalog_id\":\"194836987003835\",\"text\":\"Love it\",\"product_items\":[{\"product_retailer_id\":\"x1\",\"quantity\":2,\"item_price\":25.5,\"currency\":\"USD\"}]}"),
                message(
                        "reaction",
                        c -> c.reaction("wamid.a", "x"),
                        "reaction",
                        "{\"message_id\":\"wamid.a\",\"emoji\":\"x\"}"),
                message(
                        "reaction",
                        c -> c.reactionRemoved("wamid.a", true),
                        "reaction",
                        "{\"message_id\":\"wamid.a\",\"emoji\":\"\"}"),
                message(
                        "reaction",
                        c -> c.reactionRemoved("wamid.a", false),
                        "reaction",
                        "{\"message_id\":\"wamid.a\"}"),
                message(
                        "edit",
                        c -> c.edit("wamid.a", "New"),
                        "edit",
                        "{\"original_message_id\":\"wamid.a\",\"message\":{\"context\":{\"id\":\"M0\"},\"type\":\"text\",\"text\":{\"body\":\"New\"}}}"),
                message("revoke", c -> c.revoke("wamid.a"), "revoke", "{\"original_message_id\":\"wamid.a\"}"),
                message("unsupported", c -> c.unsupported("poll"), "unsupported", "{\"type\":\"poll\"}"),
                message(
                        "text",
                        c -> c.replyingTo("wamid.OUT").text("Yes"),
                        "context",
                        "{\"from\":\"15550783881\",\"id\":\"wamid.OUT\"}"),
                message("text", c -> c.forwarding(false).text("Yes"), "context", "{\"forwarded\":true}"),
                message("text", c -> c.forwarding(true).text("Yes"), "context", "{\"frequently_forwarded\":true}"),
                message("text", c -> c.inGroup("group-1").text("All?"), "group_id", "\"group-1\""),
                message("request_welcome", CustomerMessages::requestWelcome, "from", "\"16505551234\""),
                message("image", CustomerMessages::imageThatFailed, "image", "{\"mime_type\":\"image/jpeg\"}"),
                message(
                        "poll_of_2027",
                        c -> c.raw("poll_of_2027", Map.of("poll_of_2027", Map.of("a", 1))),
                        "poll_of_2027",
                        "{\"a\":1}"));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("messages")
    void a_message_of_every_type_is_pushed(
            String type, Function<SimulatedCustomer, String> writes, String field, String content) {
        String id = writes.apply(peers.maria());
        Map<String, Object> message = peers.lastMessage();
        assertThat(message)
                .containsEntry("type", type)
                .containsEntry("id", id)
                .containsEntry("from", "16505551234")
                .containsEntry("timestamp", String.valueOf(Peers.START.getEpochSecond()));
        assertThat(io.deskwire.json.Json.write(message.get(field))).isEqualTo(content);
        String body = peers.bodies().get(0);
        assertThat(Peers.at(body, "object")).isEqualTo("whatsapp_business_account");
        assertThat(Peers.at(body, "entry", 0, "id")).isEqualTo(Peers.WABA);
        assertThat(Peers.at(body, "entry", 0, "changes", 0, "value", "metadata", "phone_number_id"))
                .isEqualTo(Peers.NUMBER_ID);
        assertThat(Peers.at(body, "entry", 0, "changes", 0, "value", "contacts", 0, "profile", "name"))
                .isEqualTo("Maria");
    }

    @Test
    void files_of_every_kind_come_with_id_and_base_64_hash() {
        SimulatedCustomer maria = peers.maria();
        maria.image(PICTURE, "Broken");
        maria.video(PICTURE, null);
        maria.audio(PICTURE);
        maria.voice(PICTURE);
        maria.document(PICTURE, "Mine");
        maria.sticker(PICTURE);
        List<String> types = List.of("image", "video", "audio", "audio", "document", "sticker");
        for (int i = 0; i < types.size(); i++) {
            Map<String, Object> file = Trees.object(
                    Peers.at(peers.bodies().get(i), "entry", 0, "changes", 0, "value", "messages", 0, types.get(i)));
            assertThat(file).containsEntry("sha256", PICTURE.sha256Base64()).containsKey("id");
            assertThat(file.containsKey("filename")).isEqualTo(types.get(i).equals("document"));
        }
        assertThat(peers.bodies().get(3)).contains("\"voice\":true");
    }

    @Test
    void a_hidden_phone_number_is_nowhere_and_can_come_back() {
        SimulatedCustomer maria = peers.maria().hidePhone("maria").withParentUserId("US.ENT.1");
        maria.text("Hi");
        assertThat(peers.bodies().get(0)).doesNotContain("16505551234").contains("\"username\":\"@maria\"", "US.ENT.1");
        maria.showPhone().withoutUserId().text("Hi");
        assertThat(peers.bodies().get(1)).contains("\"wa_id\":\"16505551234\"").doesNotContain("from_user_id");
    }

    @Test
    void changes_of_number_id_and_identity_are_system_messages() {
        SimulatedCustomer maria = peers.maria();
        String before = maria.userId().orElseThrow();
        maria.changeNumber("+12195555358");
        Map<String, Object> system = Trees.object(peers.lastMessage().get("system"));
        assertThat(system)
                .containsEntry("wa_id", "12195555358")
                .containsEntry("previous_user_id", before)
                .containsEntry("type", "user_changed_number");
        assertThat(peers.lastMessage()).containsEntry("from", "16505551234");
        assertThat(peers.bodies().get(0)).doesNotContain("\"contacts\"");
        assertThat(maria.waId()).contains("12195555358");

        maria.changeUserId("US.2");
        assertThat(peers.lastMessage()).doesNotContainKey("from").containsKey("from_user_id");
        maria.changeIdentity();
        assertThat(peers.lastMessage()).containsKey("identity");
        assertThat(maria.windowOpen()).isFalse();
    }

    @Test
    void staff_messages_calls_and_errors_have_fields_of_their_own() {
        SimulatedCustomer maria = peers.maria();
        maria.staffWrites("We call you");
        maria.call();
        peers.number.pushError(130429, "Too many");
        peers.number.pushAccountChange("account_update", Map.of("event", "DISABLED_UPDATE"));
        assertThat(Peers.at(peers.bodies().get(0), "entry", 0, "changes", 0, "field"))
                .isEqualTo("smb_message_echoes");
        assertThat(Peers.at(peers.bodies().get(0), "entry", 0, "changes", 0, "value", "message_echoes", 0, "to"))
                .isEqualTo("16505551234");
        assertThat(Peers.at(peers.bodies().get(1), "entry", 0, "changes", 0, "field"))
                .isEqualTo("calls");
        assertThat(Peers.at(peers.bodies().get(2), "entry", 0, "changes", 0, "value", "errors", 0, "code"))
                .isEqualTo(130429L);
        assertThat(Peers.at(peers.bodies().get(3), "entry", 0, "time")).isEqualTo(Peers.START.getEpochSecond());
    }

    @Test
    void a_batch_goes_out_in_posts_of_a_thousand_grouped_by_number() {
        SimulatedNumber second = peers.whatsapp.addNumber(NumberSpec.of("200", "+49 30 1234567", Peers.WABA)
                .withAppSecret("app-secret-" + Peers.NUMBER_ID)
                .withWebhookUrl(peers.hookUrl));
        SimulatedCustomer maria = peers.maria();
        SimulatedCustomer ana = second.customer("+4915112345678", "Ana");
        peers.whatsapp.batch(() -> {
            for (int i = 0; i < 1100; i++) {
                maria.text("no " + i);
            }
            ana.text("me too");
        });
        assertThat(peers.bodies()).hasSize(2);
        assertThat((List<?>) Peers.at(peers.bodies().get(0), "entry", 0, "changes", 0, "value", "messages"))
                .hasSize(1000);
        assertThat((List<?>) Peers.at(peers.bodies().get(0), "entry", 0, "changes", 0, "value", "contacts"))
                .hasSize(1);
        assertThat(Peers.at(peers.bodies().get(1), "entry", 0, "changes", 1, "value", "metadata", "phone_number_id"))
                .isEqualTo("200");
        assertThat(second.pushes()).hasSize(1);
    }

    @Test
    void what_is_not_answered_with_200_is_kept_and_pushed_again() {
        peers.hookStatus = 503;
        peers.maria().text("Hi");
        assertThat(peers.number.undelivered())
                .singleElement()
                .satisfies(p -> assertThat(p.status()).hasValue(503));
        assertThat(peers.number.redeliver()).hasSize(1);
        assertThat(peers.number.undelivered()).hasSize(1);
        peers.hookStatus = 200;
        peers.number.redeliver();
        assertThat(peers.number.undelivered()).isEmpty();
        assertThat(peers.bodies()).hasSize(3).containsOnly(peers.bodies().get(0));

        peers.hookStatus = 500;
        peers.maria().text("Old");
        peers.clock.advance(Duration.ofDays(7));
        assertThat(peers.number.redeliver()).isEmpty();
        assertThat(peers.number.undelivered()).isEmpty();
    }

    @Test
    void one_push_is_repeated_by_many_threads() {
        peers.maria().text("Hi");
        List<Push> again = peers.number.repeat(peers.number.pushes().get(0), 40, 8);
        assertThat(again).hasSize(40).allMatch(Push::delivered);
        assertThat(peers.bodies()).hasSize(41).containsOnly(peers.bodies().get(0));
    }

    @Test
    void any_body_can_be_pushed_with_a_signature() {
        Push push = peers.number.push("{\"object\":\"page\"}");
        assertThat(push.delivered()).isTrue();
        assertThat(peers.arrived.get(0).header("x-hub-signature-256"))
                .isEqualTo(Signatures.meta("app-secret-" + Peers.NUMBER_ID, push.body()));
    }

    private static Arguments message(
            String type, Function<SimulatedCustomer, String> writes, String field, String content) {
        return Arguments.of(type, writes, field, content);
    }
}
