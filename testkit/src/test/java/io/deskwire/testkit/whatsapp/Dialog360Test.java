package io.deskwire.testkit.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class Dialog360Test {

    private static final String TEXT =
            "{\"messaging_product\":\"whatsapp\",\"to\":\"+16505551234\",\"type\":\"text\",\"text\":{\"body\":\"Hello\"}}";
    private Peers peers;
    private String[] key;
    private String base;

    @BeforeEach
    void start() throws IOException {
        peers = new Peers(Flavour.DIALOG360);
        key = new String[] {
            "D360-API-KEY", peers.number.spec().dialog360ApiKey().reveal()
        };
        base = peers.whatsapp.dialog360BaseUrl();
    }

    @AfterEach
    void stop() {
        peers.close();
    }

    @Test
    void a_text_is_sent_with_metas_body() throws Exception {
        peers.maria().text("Hi");
        HttpResponse<String> answer = peers.post(base + "/messages", TEXT, key);
        peers.whatsapp.settle();
        assertThat(Peers.at(answer, "contacts", 0, "wa_id")).isEqualTo("16505551234");
        assertThat(peers.maria().received())
                .singleElement()
                .satisfies(m -> assertThat(m.face()).isEqualTo(Flavour.DIALOG360));
        assertThat(peers.statuses()).containsExactly("sent", "delivered");
    }

    @Test
    void a_wrong_key_is_refused_in_360dialogs_own_shape() throws Exception {
        HttpResponse<String> answer = peers.post(base + "/messages", TEXT, "D360-API-KEY", "other");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"meta\":{\"success\":false,\"http_code\":401,\"developer_message\":\"Invalid api key\"}}");
        assertThat(peers.post(base + "/messages", TEXT).statusCode()).isEqualTo(401);
    }

    @Test
    void refusals_come_in_three_shapes() throws Exception {
        String bad = TEXT.replace("\"Hello\"", "1");
        assertThat(Peers.at(peers.post(base + "/messages", bad, key), "error", "code"))
                .isEqualTo(100L);
        peers.whatsapp.behaviour().dialog360Errors(Behaviour.Dialog360Errors.GATEWAY);
        assertThat(Peers.at(peers.post(base + "/messages", bad, key), "meta", "http_code"))
                .isEqualTo(400L);
        peers.whatsapp.behaviour().dialog360Errors(Behaviour.Dialog360Errors.ON_PREMISES);
        assertThat(Peers.at(peers.post(base + "/messages", bad, key), "errors", 0, "code"))
                .isEqualTo(100L);
    }

    @Test
    void media_are_downloaded_from_the_apis_own_host() throws Exception {
        peers.maria().image(MediaFile.of(Peers.JPEG, "image/jpeg", null), null);
        Map<String, Object> image = Trees.object(peers.lastMessage().get("image"));
        assertThat(image).doesNotContainKey("url");

        String url = Peers.text(peers.get(base + "/" + image.get("id"), key), "url");
        assertThat(url).startsWith("https://lookaside.fbsbx.com/");
        String here = url.replace("https://lookaside.fbsbx.com", base);
        assertThat(peers.bytes(here, key).body()).isEqualTo(Peers.JPEG);
        assertThat(peers.bytes(here).statusCode()).isEqualTo(401);

        String id = Peers.text(
                peers.upload(base + "/media", "application/pdf", "a.pdf", "application/pdf", Peers.PDF, key), "id");
        assertThat(peers.delete(base + "/" + id, key).statusCode()).isEqualTo(200);
        assertThat(peers.get(base + "/" + id, key).statusCode()).isEqualTo(404);
    }

    @Test
    void the_webhook_is_set_without_a_handshake_and_carries_its_headers() throws Exception {
        String config = "{\"url\":\"" + peers.hookUrl + "/d360\",\"headers\":{\"X-Webhook-Token\":\"t-1\"}}";
        assertThat(peers.post(base + "/v1/configs/webhook", config, key).statusCode())
                .isEqualTo(200);
        assertThat(peers.arrived).isEmpty();
        assertThat(Peers.at(peers.get(base + "/v1/configs/webhook", key), "headers", "X-Webhook-Token"))
                .isEqualTo("t-1");

        peers.maria().text("Hi");
        Peers.Arrived webhook = peers.arrived.get(0);
        assertThat(webhook.header("X-Webhook-Token")).isEqualTo("t-1");
        assertThat(webhook.header("X-Hub-Signature-256")).isNull();
        assertThat(webhook.header("x-360dialog-signature")).isNull();
        assertThat(peers.number.pushes().get(0).url().orElseThrow().getPath()).endsWith("/d360");
    }

    @Test
    void a_partners_webhook_is_signed_in_hex_or_base_64() {
        SimulatedNumber partner = peers.whatsapp.addNumber(NumberSpec.of("200", "+49 30 1234567", "300")
                .withFlavour(Flavour.DIALOG360)
                .withPlatformSecret("platform")
                .withWebhookUrl(peers.hookUrl));
        SimulatedCustomer ana = partner.customer("+4915112345678", "Ana");
        ana.text("Hi");
        peers.whatsapp.behaviour().dialog360SignatureInBase64(true);
        ana.text("Hi");
        assertThat(peers.arrived.get(0).header("x-360dialog-signature")).matches("[0-9a-f]{64}");
        assertThat(peers.arrived.get(1).header("x-360dialog-signature"))
                .isEqualTo(
                        Signatures.dialog360("platform", partner.pushes().get(1).body(), true));
    }

    @Test
    void templates_come_by_offset_with_a_lower_case_status() throws Exception {
        for (String name : List.of("one", "two", "three")) {
            peers.number.templates().add(SimulatedTemplate.of(name, "en", "x"));
        }
        HttpResponse<String> page = peers.get(base + "/v1/configs/templates?limit=2&offset=2", key);
        assertThat((List<?>) Peers.at(page, "waba_templates")).hasSize(1);
        assertThat(Peers.at(page, "waba_templates", 0, "status")).isEqualTo("approved");
        assertThat(Peers.at(page, "total")).isEqualTo(3L);
    }
}
