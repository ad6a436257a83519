package io.deskwire.adapter.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.WebhookRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WebhookKeysTest {

    private static Set<String> keys(byte[] body, String type) throws IOException {
        WebhookRequest request = Documents.post(body, Map.of("content-type", List.of(type)));
        return new WhatsAppChannelType().webhookKeys(request);
    }

    private static Set<String> json(String name) throws IOException {
        return keys(Bodies.read(name), "application/json");
    }

    @Test
    void a_message_names_its_number_and_not_the_account() throws IOException {
        assertThat(json("in/text.json")).containsExactlyInAnyOrder("id:106540352242922", "number:15550783881");
    }

    @Test
    void news_of_the_account_names_the_account() throws IOException {
        assertThat(json("in/template-status-approved.json")).containsExactly("account:102290129340398");
        assertThat(json("in/phone-quality-update.json"))
                .containsExactlyInAnyOrder("account:102290129340398", "number:15550783881");
        // One change without a number among others that have one.
        assertThat(json("in/batch-mixed.json"))
                .containsExactlyInAnyOrder(
                        "id:106540352242922",
                        "number:15550783881",
                        "id:999999999999999",
                        "number:15550999999",
                        "account:102290129340398");
    }

    @Test
    void what_customers_write_names_nothing() throws IOException {
        String body =
                Bodies.envelope("{\"id\":\"m\",\"text\":{\"body\":\"\\\"phone_number_id\\\":\\\"666\\\" \\\\\"}}");
        assertThat(keys(body.getBytes(StandardCharsets.UTF_8), "application/json"))
                .containsExactlyInAnyOrder("id:106540352242922", "number:15550783881");
    }

    @Test
    void order_and_spaces_do_not_matter() throws IOException {
        String body =
                "{ \"entry\" : [ { \"changes\" : [ { \"field\" : \"account_update\" , \"value\" : { \"id\" : 5 } } ] ,"
                        + "\n\t\"id\" : 77 } , { \"id\" : \"78\" } ] , \"object\" : \"x\" , \"id\":\"79\" }";
        assertThat(keys(body.getBytes(StandardCharsets.UTF_8), "application/json"))
                .containsExactlyInAnyOrder("account:77", "account:78");
    }

    @Test
    void a_form_names_the_numbers() throws IOException {
        assertThat(keys(Bodies.read("twilio/image.form"), "application/x-www-form-urlencoded"))
                .containsExactlyInAnyOrder("number:15550783881", "number:16505551234");
        assertThat(keys("AccountSid=AC1".getBytes(StandardCharsets.UTF_8), "application/x-www-form-urlencoded"))
                .containsExactly("account:AC1");
    }

    @Test
    void channels_are_found_by_what_they_have() {
        assertThat(Documents.webhook(Documents.channel(Documents.META)).keys())
                .containsExactlyInAnyOrder("id:106540352242922", "number:15550783881", "account:102290129340398");
        assertThat(Documents.webhook(Documents.channel(Documents.DIALOG)).keys())
                .containsExactly("number:15550783881");
        assertThat(Documents.webhook(Documents.channel(Documents.TWILIO)).keys())
                .containsExactlyInAnyOrder("number:15550783881", "account:ACbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    }

    @Test
    void any_bytes_are_looked_through_in_bounded_time() throws IOException {
        assertThat(keys("{\"phone_number_id\":".repeat(400_000).getBytes(StandardCharsets.UTF_8), "x/y"))
                .isEmpty();
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            many.append("\"phone_number_id\":\"").append(i).append("\",");
        }
        assertThat(keys(many.toString().getBytes(StandardCharsets.UTF_8), "x/y"))
                .hasSize(100);
        Random random = new Random(1);
        byte[] body = Bodies.read("in/batch-mixed.json");
        for (int round = 0; round < 2000; round++) {
            byte[] odd = Arrays.copyOf(body, random.nextInt(body.length));
            for (int flips = 0; flips < 5 && odd.length > 0; flips++) {
                odd[random.nextInt(odd.length)] = (byte) "\"\\{}[]:, \0".charAt(random.nextInt(10));
            }
            assertThat(keys(odd, "application/json")).allMatch(key -> key.length() < 140);
        }
    }
}
