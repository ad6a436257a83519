package io.deskwire.testkit.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TwilioTest {

    private Peers peers;
    private String url;
    private String[] basic;

    @BeforeEach
    void start() throws IOException {
        peers = new Peers(Flavour.TWILIO);
        NumberSpec spec = peers.number.spec();
        url = peers.whatsapp.twilioBaseUrl() + "/2010-04-01/Accounts/" + spec.accountSid() + "/Messages.json";
        basic = new String[] {
            "Authorization", basic(spec.accountSid(), spec.authToken().reveal())
        };
    }

    @AfterEach
    void stop() {
        peers.close();
    }

    private HttpResponse<String> send(String... namesAndValues) throws Exception {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            form.append(i == 0 ? "" : "&")
                    .append(namesAndValues[i])
                    .append('=')
                    .append(URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
        }
        return peers.postForm(url, form.toString(), basic);
    }

    private HttpResponse<String> sendText(String text) throws Exception {
        return send(
                "To",
                "whatsapp:+16505551234",
                "From",
                "whatsapp:+15550783881",
                "Body",
                text,
                "StatusCallback",
                peers.hookUrl + "/status?t=acme");
    }

    private Map<String, String> form(int index) {
        return Call.form(peers.arrived.get(index).body()).stream()
                .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Test
    void a_text_is_queued_and_its_statuses_come_signed_to_its_own_address() throws Exception {
        peers.maria().text("Hi");
        HttpResponse<String> answer = sendText("Hello");
        peers.whatsapp.settle();

        assertThat(answer.statusCode()).isEqualTo(201);
        String sid = Peers.text(answer, "sid");
        assertThat(sid).matches("SM[0-9a-f]{32}");
        assertThat(Peers.at(answer, "status")).isEqualTo("queued");
        assertThat(form(1)).containsEntry("MessageStatus", "sent").containsEntry("MessageSid", sid);
        assertThat(form(2)).containsEntry("MessageStatus", "delivered").containsEntry("EventType", "DELIVERED");
        assertThat(peers.arrived.get(2).query()).isEqualTo("t=acme");
        assertThat(peers.arrived.get(2).header("X-Twilio-Signature"))
                .isEqualTo(Signatures.twilio(
                        peers.number.spec().authToken().reveal(),
                        peers.hookUrl + "/status?t=acme",
                        Call.form(peers.arrived.get(2).body())));
        assertThat(Peers.at(peers.get(url.replace(".json", "/" + sid + ".json"), basic), "status"))
                .isEqualTo("delivered");
        assertThat((List<?>) Peers.at(peers.get(url + "?To=whatsapp%3A%2B16505551234", basic), "messages"))
                .hasSize(1);
        assertThat((List<?>) Peers.at(peers.get(url + "?To=whatsapp%3A%2B1", basic), "messages"))
                .isEmpty();
    }

    static Stream<Arguments> refused() {
        String to = "whatsapp:+16505551234";
        String from = "whatsapp:+15550783881";
        return Stream.of(
                Arguments.of(21211, List.of("To", "+16505551234", "From", from, "Body", "x")),
                Arguments.of(21604, List.of("From", from, "Body", "x")),
                Arguments.of(21603, List.of("To", to, "Body", "x")),
                Arguments.of(63007, List.of("To", to, "From", "whatsapp:+1999", "Body", "x")),
                Arguments.of(63031, List.of("To", from, "From", from, "Body", "x")),
                Arguments.of(21602, List.of("To", to, "From", from)),
                Arguments.of(21617, List.of("To", to, "From", from, "Body", "x".repeat(1601))),
                Arguments.of(21620, List.of("To", to, "From", from, "MediaUrl", "file:///etc/passwd")),
                Arguments.of(
                        21623,
                        List.of(
                                "To",
                                to,
                                "From",
                                from,
                                "MediaUrl",
                                "https://a.example/a",
                                "MediaUrl",
                                "https://a.example/b")),
                Arguments.of(21655, List.of("To", to, "From", from, "ContentSid", "HX0")),
                Arguments.of(21656, List.of("To", to, "From", from, "Body", "x", "ContentVariables", "{}")),
                Arguments.of(20001, List.of("To", to, "From", from, "Body", "x", "Context", "x")));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void a_bad_form_is_refused_with_twilios_code(int code, List<String> form) throws Exception {
        HttpResponse<String> answer = send(form.toArray(String[]::new));
        assertThat(Peers.at(answer, "code")).as(answer.body()).isEqualTo((long) code);
        assertThat(Peers.at(answer, "status")).isEqualTo((long) answer.statusCode());
        assertThat(Peers.text(answer, "more_info")).endsWith("/" + code);
    }

    @Test
    void wrong_credentials_are_refused() throws Exception {
        HttpResponse<String> answer = peers.postForm(url, "To=x", "Authorization", basic("AC1", "x"));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(Peers.at(answer, "code")).isEqualTo(20003L);
    }

    @Test
    void outside_the_window_the_callback_says_63016() throws Exception {
        sendText("Hello");
        peers.whatsapp.settle();
        assertThat(form(0))
                .containsEntry("MessageStatus", "undelivered")
                .containsEntry("ErrorCode", "63016")
                .containsEntry("ErrorMessage", "");
        peers.whatsapp.behaviour().refuseClosedWindowAtOnce(true);
        assertThat(Peers.at(sendText("Hello"), "code")).isEqualTo(63016L);
    }

    @Test
    void a_content_template_is_filled_in_and_counted() throws Exception {
        SimulatedTemplate template = peers.number.templates().add(SimulatedTemplate.of("t", "en", "Hi {{1}}, {{2}}"));
        String[] rest = {
            "To",
            "whatsapp:+16505551234",
            "MessagingServiceSid",
            "MG" + "0".repeat(32),
            "ContentSid",
            template.contentSid(),
            "StatusCallback",
            peers.hookUrl,
            "ContentVariables",
            ""
        };
        rest[9] = "{\"1\":\"Ann\",\"2\":\"12\"}";
        send(rest);
        rest[9] = "{\"1\":\"Ann\"}";
        send(rest);
        rest[9] = "{\"1\":1}";
        HttpResponse<String> numbers = send(rest);
        peers.whatsapp.settle();
        assertThat(peers.maria().received())
                .singleElement()
                .satisfies(m -> assertThat(m.text()).isEqualTo("Hi Ann, 12"));
        assertThat(form(2)).containsEntry("ErrorCode", "63028");
        assertThat(Peers.at(numbers, "code")).isEqualTo(21656L);
    }

    @Test
    void a_media_link_is_fetched() throws Exception {
        SimulatedCustomer maria = peers.maria();
        maria.text("Hi");
        try (Peers other = new Peers()) {
            other.maria().image(MediaFile.of(Peers.JPEG, "image/jpeg", null), null);
            other.whatsapp.behaviour().redirectDownloads(true);
            String location = other.bytes(
                            String.valueOf(Trees.object(other.lastMessage().get("image"))
                                    .get("url")),
                            "Authorization",
                            "Bearer " + other.token())
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
            String[] form = {
                "To",
                "whatsapp:+16505551234",
                "From",
                "whatsapp:+15550783881",
                "Body",
                "Look",
                "StatusCallback",
                peers.hookUrl,
                "MediaUrl",
                location
            };
            assertThat(Peers.text(send(form), "sid")).startsWith("MM");
            peers.whatsapp.settle();
            assertThat(maria.received().get(0).media().orElseThrow().bytes()).isEqualTo(Peers.JPEG);
            assertThat(maria.received().get(0).text()).isEqualTo("Look");

            peers.whatsapp.behaviour().publicLinksOnly(true);
            send(form);
            peers.whatsapp.settle();
            assertThat(form(peers.arrived.size() - 1)).containsEntry("ErrorCode", "63019");
        }
    }

    @Test
    void what_customers_write_comes_as_forms() {
        SimulatedCustomer maria = peers.maria();
        String first = maria.replyingTo("SM1").text("Caf\u00e9");
        assertThat(form(0))
                .containsEntry("MessageSid", first)
                .containsEntry("From", "whatsapp:+16505551234")
                .containsEntry("To", "whatsapp:+15550783881")
                .containsEntry("WaId", "16505551234")
                .containsEntry("ProfileName", "Maria")
                .containsEntry("Body", "Caf\u00e9")
                .containsEntry("NumMedia", "0")
                .containsEntry("MessageType", "text")
                .containsEntry("OriginalRepliedMessageSid", "SM1");
        maria.templateButton("p", "T");
        assertThat(form(1)).containsEntry("ButtonPayload", "p").containsEntry("ButtonText", "T");
        maria.listReply("l", "L", "D");
        assertThat(form(2)).containsEntry("ListId", "l").containsEntry("ListTitle", "L");
        maria.location(1.5, 2.5, "Here", "There");
        assertThat(form(3)).containsEntry("Latitude", "1.5").containsEntry("Label", "Here");
        maria.contact("Barbara Johnson", "+1 650 555-9999");
        assertThat(form(4)).containsEntry("MediaContentType0", "text/vcard");
        maria.hidePhone(null).text("Hi");
        assertThat(form(5)).doesNotContainKey("WaId");
        assertThat(form(5).get("From")).startsWith("whatsapp:US.");
        maria.reaction(first, "x");
        maria.edit(first, "x");
        maria.changeIdentity();
        maria.inGroup("g").text("x");
        assertThat(peers.arrived).hasSize(6);
    }

    @Test
    void a_picture_is_fetched_with_basic_authorisation_through_a_redirect() throws Exception {
        peers.maria().image(MediaFile.of(Peers.JPEG, "image/jpeg", null), "Broken");
        assertThat(form(0)).containsEntry("NumMedia", "1").containsEntry("Body", "Broken");
        String media = String.valueOf(form(0).get("MediaUrl0"));
        assertThat(peers.bytes(media).statusCode()).isEqualTo(401);
        HttpResponse<byte[]> redirect = peers.bytes(media, basic);
        assertThat(redirect.statusCode()).isEqualTo(307);
        assertThat(peers.bytes(redirect.headers().firstValue("Location").orElseThrow())
                        .body())
                .isEqualTo(Peers.JPEG);
        assertThat(peers.delete(media, basic).statusCode()).isEqualTo(204);
        assertThat(peers.bytes(media, basic).statusCode()).isEqualTo(404);
    }

    @Test
    void the_public_address_is_signed_when_a_proxy_stands_before_the_real_one() {
        SimulatedNumber number = peers.whatsapp.addNumber(NumberSpec.of("200", "+49 30 1234567", "300")
                .withFlavour(Flavour.TWILIO)
                .withTwilioAccount("AC" + "b".repeat(32), "token")
                .withWebhookUrl(peers.hookUrl)
                .withPublicWebhookUrl("https://hooks.example.com/wa"));
        number.customer("+4915112345678", "Ana").text("Hi");
        assertThat(peers.arrived.get(0).header("x-twilio-signature"))
                .isEqualTo(Signatures.twilio(
                        "token",
                        "https://hooks.example.com/wa",
                        Call.form(peers.arrived.get(0).body())));
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}
