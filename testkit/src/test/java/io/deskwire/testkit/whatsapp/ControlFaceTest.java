package io.deskwire.testkit.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlFaceTest {

    private Peers peers;
    private String url;

    @BeforeEach
    void start() throws IOException {
        peers = new Peers();
        url = peers.whatsapp.baseUrl() + "/simulator/messages";
    }

    @AfterEach
    void stop() {
        peers.close();
    }

    @Test
    void curl_plays_the_customer_and_reads_the_answer() throws Exception {
        // What curl -d sends: no JSON content type.
        HttpResponse<String> played =
                peers.postForm(url, "{\"from\":\"+16505551234\",\"name\":\"Maria\",\"text\":\"Where is it?\"}");
        assertThat(Peers.at(played, "webhook")).isEqualTo("answered 200");
        assertThat(peers.lastMessage()).containsEntry("id", Peers.at(played, "id"));

        peers.sendText("On its way");
        peers.whatsapp.settle();
        HttpResponse<String> received = peers.get(url);
        assertThat((List<?>) Peers.at(received, "messages")).hasSize(1);
        assertThat(Peers.at(received, "messages", 0, "text")).isEqualTo("On its way");
        assertThat(Peers.at(received, "messages", 0, "to")).isEqualTo("+16505551234");
        assertThat(Peers.at(received, "messages", 0, "status")).isEqualTo("delivered");
        assertThat((List<?>) Peers.at(peers.get(url + "?to=%2B49301234567"), "messages"))
                .isEmpty();

        String id = Peers.text(received, "messages", 0, "id");
        peers.post(
                url, "{\"from\":\"+16505551234\",\"type\":\"reaction\",\"message_id\":\"" + id + "\",\"emoji\":\"x\"}");
        assertThat(peers.lastMessage()).containsEntry("type", "reaction");
        peers.post(url, "{\"from\":\"+16505551234\",\"text\":\"Thanks\",\"reply_to\":\"" + id + "\"}");
        assertThat(Trees.object(peers.lastMessage().get("context"))).containsEntry("id", id);
    }

    @Test
    void a_file_comes_in_base_64_and_a_place_in_numbers() throws Exception {
        String jpeg = Base64.getEncoder().encodeToString(Peers.JPEG);
        peers.post(
                url,
                "{\"to\":\"+15550783881\",\"from\":\"+16505551234\",\"type\":\"image\",\"base64\":\"" + jpeg
                        + "\",\"content_type\":\"image/jpeg\",\"caption\":\"Broken\"}");
        assertThat(Trees.object(peers.lastMessage().get("image")))
                .containsEntry("caption", "Broken")
                .containsEntry("sha256", MediaFile.of(Peers.JPEG, "x", null).sha256Base64());
        peers.post(
                url,
                "{\"to\":\"" + Peers.NUMBER_ID
                        + "\",\"from\":\"+16505551234\",\"type\":\"location\",\"latitude\":1.5,\"longitude\":2}");
        assertThat(peers.lastMessage()).containsEntry("type", "location");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "no JSON",
                "{\"from\":\"Maria\",\"text\":\"x\"}",
                "{\"from\":\"+16505551234\"}",
                "{\"from\":\"+16505551234\",\"type\":\"poll\"}",
                "{\"from\":\"+16505551234\",\"to\":\"+999999999\",\"text\":\"x\"}",
                "{\"from\":\"+16505551234\",\"type\":\"image\",\"base64\":\"?\"}",
                "{\"from\":\"+16505551234\",\"txt\":\"x\"}",
            })
    void a_request_that_makes_no_sense_is_explained(String body) throws Exception {
        HttpResponse<String> answer = peers.post(url, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(Peers.text(answer, "error")).isNotEmpty();
        assertThat(peers.arrived).isEmpty();
    }

    @Test
    void with_two_numbers_the_number_must_be_named() throws Exception {
        peers.whatsapp.addNumber(NumberSpec.of("200", "+49 30 1234567", "300"));
        assertThat(peers.post(url, "{\"from\":\"+16505551234\",\"text\":\"x\"}").statusCode())
                .isEqualTo(400);
        assertThat(peers.get(peers.whatsapp.baseUrl() + "/simulator/other").statusCode())
                .isEqualTo(404);
    }
}
