package io.deskwire.testkit.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubscriptionTest {

    private Peers peers;

    @BeforeEach
    void start() throws IOException {
        peers = new Peers();
    }

    @AfterEach
    void stop() {
        peers.close();
    }

    @Test
    void subscribing_with_an_address_makes_the_handshake_first() throws Exception {
        String[] bearer = {"Authorization", "Bearer EAAG-200"};
        SimulatedNumber number = peers.whatsapp.addNumber(NumberSpec.of("200", "+49 30 1234567", "300"));
        SimulatedCustomer ana = number.customer("+4915112345678", "Ana");
        ana.text("Nobody listens");
        assertThat(number.pushes())
                .singleElement()
                .satisfies(p -> assertThat(p.url()).isEmpty());
        assertThat(number.undelivered()).isEmpty();

        String url = peers.graph("/300/subscribed_apps");
        String body = "{\"override_callback_uri\":\"%s\",\"verify_token\":\"%s\"}";
        HttpResponse<String> wrong = peers.post(url, body.formatted(peers.hookUrl, "wrong"), bearer);
        assertThat(Peers.at(wrong, "error", "code")).isEqualTo(2200L);
        assertThat(Peers.at(peers.get(url, bearer), "data")).isEqualTo(List.of());

        HttpResponse<String> right = peers.post(url, body.formatted(peers.hookUrl, "the-token"), bearer);
        assertThat(right.body()).isEqualTo("{\"success\":true}");
        assertThat(Peers.at(peers.get(url, bearer), "data", 0, "override_callback_uri"))
                .isEqualTo(peers.hookUrl);
        ana.text("Now somebody does");
        assertThat(peers.bodies()).hasSize(1);

        HttpResponse<String> ofNumber = peers.post(
                peers.graph("/200"),
                "{\"webhook_configuration\":{\"override_callback_uri\":\"" + peers.hookUrl
                        + "/number\",\"verify_token\":\"the-token\"}}",
                bearer);
        assertThat(ofNumber.statusCode()).isEqualTo(200);
        ana.text("Elsewhere");
        assertThat(number.pushes().get(2).url().orElseThrow().getPath()).endsWith("/number");
        assertThat(Peers.at(
                        peers.post(url, body.formatted(peers.hookUrl + "/" + "x".repeat(200), "the-token"), bearer),
                        "error",
                        "code"))
                .isEqualTo(100L);
    }

    @Test
    void the_numbers_of_an_account_are_listed_with_the_fields_asked_for() throws Exception {
        String[] bearer = {"Authorization", "Bearer " + peers.token()};
        HttpResponse<String> all = peers.get(
                peers.graph("/" + Peers.WABA + "/phone_numbers?fields=id,display_phone_number,status"), bearer);
        assertThat(io.deskwire.json.Json.write(Peers.at(all, "data")))
                .isEqualTo(
                        "[{\"id\":\"106540352242922\",\"display_phone_number\":\"+1 555-078-3881\",\"status\":\"CONNECTED\"}]");
        HttpResponse<String> one = peers.get(peers.graph("/" + Peers.NUMBER_ID), bearer);
        assertThat(Peers.at(one, "platform_type")).isEqualTo("CLOUD_API");
    }
}
