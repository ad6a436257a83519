package io.deskwire.testkit.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testkit.SettableClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MailgunSimulatorTest {

    private static final String MAIL =
            "From: support@in.desk.example\r\nMessage-ID: <om_1@desk.example>\r\n" + "Subject: Hi\r\n\r\nHello\r\n";

    private final SettableClock clock = SettableClock.at(Instant.ofEpochSecond(1_736_847_000));
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<ReceivedRequest> hooks = new ArrayList<>();
    private volatile int hookStatus = 200;
    private MailgunSimulator mailgun;
    private MailgunDomain domain;
    private SimulatorServer hook;

    @BeforeEach
    void start() {
        mailgun = MailgunSimulator.start(clock);
        domain = mailgun.addDomain("in.desk.example", MailgunSimulator.Region.EU, "key-1", "signing-1");
        hook = SimulatorServer.start("hook", 0, request -> {
            hooks.add(request);
            return Reply.empty(hookStatus);
        });
    }

    @AfterEach
    void stop() {
        hook.close();
        mailgun.close();
    }

    private HttpResponse<String> call(
            MailgunSimulator.Region region, String method, String path, String key, List<FormPart> parts)
            throws IOException, InterruptedException {
        String credentials = Base64.getEncoder().encodeToString(("api:" + key).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(mailgun.baseUrl(region) + path))
                .header("Authorization", "Basic " + credentials)
                .header("Content-Type", "multipart/form-data; boundary=b")
                .method(method, HttpRequest.BodyPublishers.ofByteArray(FormBytes.multipart("b", parts)))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> send(List<FormPart> parts) throws IOException, InterruptedException {
        return call(MailgunSimulator.Region.EU, "POST", "/v3/in.desk.example/messages.mime", "key-1", parts);
    }

    private static FormPart message(@Nullable String fileName) {
        return new FormPart("message", fileName, "message/rfc822", MAIL.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void a_good_message_is_taken_under_its_own_id() throws Exception {
        HttpResponse<String> answer = send(List.of(
                FormPart.text("to", "zoe@customer.example"),
                FormPart.text("v:desk_msg", "om_1"),
                message("message.mime")));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("<om_1@desk.example>");
        assertThat(domain.sent()).singleElement().satisfies(sent -> {
            assertThat(sent.recipients()).containsExactly("zoe@customer.example");
            assertThat(sent.variables()).containsEntry("desk_msg", "om_1");
            assertThat(new String(sent.mail(), StandardCharsets.US_ASCII)).isEqualTo(MAIL);
        });
        assertThat(call(
                                MailgunSimulator.Region.EU,
                                "GET",
                                "/v3/in.desk.example/events?message-id=om_1@desk.example",
                                "key-1",
                                List.of())
                        .body())
                .contains("accepted")
                .contains("om_1@desk.example");
    }

    @Test
    void what_the_real_one_refuses_is_refused() throws Exception {
        FormPart to = FormPart.text("to", "zoe@customer.example");
        assertThat(send(List.of(message("m.mime"))).statusCode()).isEqualTo(400);
        assertThat(send(List.of(to)).statusCode()).isEqualTo(400);
        assertThat(send(List.of(to, message(null))).statusCode()).isEqualTo(400);
        assertThat(send(List.of(FormPart.text("to", "nobody"), message("m.mime")))
                        .statusCode())
                .isEqualTo(400);
        assertThat(send(List.of(to, FormPart.text("subject", "x"), message("m.mime")))
                        .statusCode())
                .isEqualTo(400);
        assertThat(domain.sent()).isEmpty();
    }

    @Test
    void keys_and_regions_are_told_apart() throws Exception {
        domain.withSendingKey("sending-1");
        List<FormPart> good = List.of(FormPart.text("to", "zoe@customer.example"), message("m.mime"));
        String path = "/v3/in.desk.example/messages.mime";

        assertThat(call(MailgunSimulator.Region.EU, "POST", path, "wrong", good).statusCode())
                .isEqualTo(401);
        assertThat(call(MailgunSimulator.Region.US, "POST", path, "key-1", good).statusCode())
                .isEqualTo(401);
        assertThat(call(MailgunSimulator.Region.EU, "POST", path, "sending-1", good)
                        .statusCode())
                .isEqualTo(200);
        assertThat(call(MailgunSimulator.Region.EU, "GET", "/v3/routes", "sending-1", List.of())
                        .statusCode())
                .isEqualTo(401);
        assertThat(call(MailgunSimulator.Region.EU, "GET", "/v4/domains/other.example", "key-1", List.of())
                        .statusCode())
                .isEqualTo(404);
        assertThat(call(MailgunSimulator.Region.EU, "POST", "/v3/in.desk.example/wrong/path", "key-1", good)
                        .body())
                .contains("Magnificent");
    }

    private static String only(Map<String, List<String>> form, String field) {
        return form.getOrDefault(field, List.of("")).get(0);
    }

    @Test
    void the_same_signed_post_comes_again_until_200_and_never_after_406() {
        domain.addRoute("match_recipient(\"support@.*\")", hook.baseUrl() + "/x/mime");
        byte[] mail = MAIL.getBytes(StandardCharsets.US_ASCII);
        hookStatus = 503;
        domain.receive("zoe@customer.example", "support@in.desk.example", mail);
        domain.receive("zoe@customer.example", "other@in.desk.example", mail);
        hookStatus = 200;
        domain.retryAll();

        assertThat(hooks).hasSize(2);
        assertThat(hooks.get(1).body()).isEqualTo(hooks.get(0).body());
        var form = ReceivedRequest.parameters(hooks.get(0).text());
        assertThat(form.get("signature"))
                .containsExactly(MailgunSignature.hex("signing-1", only(form, "timestamp") + only(form, "token")));
        assertThat(only(form, "body-mime")).endsWith(MAIL).startsWith("X-Mailgun-Incoming: Yes");
        assertThat(domain.waiting()).isZero();

        hookStatus = 406;
        domain.receive("zoe@customer.example", "support@in.desk.example", mail);
        assertThat(domain.waiting()).isZero();
        assertThat(domain.lost()).hasSize(1);
    }

    @Test
    void after_eight_hours_it_gives_up() {
        domain.addRoute("catch_all()", hook.baseUrl());
        hookStatus = 500;
        domain.receive("", "support@in.desk.example", MAIL.getBytes(StandardCharsets.US_ASCII));
        clock.advance(Duration.ofHours(8).plusSeconds(1));
        domain.retryAll();

        assertThat(domain.waiting()).isZero();
        assertThat(domain.lost()).hasSize(1);
    }

    @Test
    void it_misbehaves_as_often_as_it_is_told() throws Exception {
        List<FormPart> good = List.of(FormPart.text("to", "zoe@customer.example"), message("m.mime"));
        mailgun.trouble(Trouble.throttled(7), "messages", 1);
        mailgun.trouble(Trouble.htmlPageAfterAccepting(502), "messages", 1);

        HttpResponse<String> first = send(good);
        assertThat(first.statusCode()).isEqualTo(429);
        assertThat(first.headers().firstValue("Retry-After")).hasValue("7");
        assertThat(domain.sent()).isEmpty();
        assertThat(send(good).statusCode()).isEqualTo(502);
        assertThat(domain.sent()).hasSize(1);
        assertThat(send(good).statusCode()).isEqualTo(200);
    }
}
