package io.deskwire.testkit.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.deskwire.json.Json;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.testkit.SettableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendGridSimulatorTest {

    private static final byte[] MAIL = "Message-ID: <a@b.example>\r\nFrom: a@b.example\r\nSubject: Hi\r\n\r\ntext\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    private static final String GOOD = """
            {"personalizations":[{"to":[{"email":"Ann@customer.example","name":"Ann"}],"custom_args":{"desk_msg":"om"}}],
             "from":{"email":"support@tenant.example"},"subject":"Hi","headers":{"Message-ID":"<om@tenant.example>"},
             "content":[{"type":"text/plain","value":"text"},{"type":"text/html","value":"<p>text</p>"}],
             "attachments":[{"content":"QUJD","filename":"a.txt","type":"text/plain","disposition":"attachment"}]}
            """;

    private final SettableClock clock = SettableClock.at(MessageSamples.NOON);
    private final SendGridSimulator sendgrid = SendGridSimulator.start(clock);
    private final SendGridAccount account = sendgrid.addAccount("SG.key", "tenant.example");
    private final AtomicInteger answer = new AtomicInteger(200);
    private final HttpServer desk;

    SendGridSimulatorTest() throws IOException {
        byte[] loopback = {127, 0, 0, 1};
        desk = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(loopback), 0), 10);
        desk.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(answer.get(), -1);
            }
        });
        desk.start();
        account.withWebhook(
                "in.tenant.example",
                URI.create("http://127.0.0.1:" + desk.getAddress().getPort() + "/hook"));
    }

    @AfterEach
    void end() {
        desk.stop(0);
        sendgrid.close();
    }

    @Test
    void a_good_message_is_taken() throws Exception {
        HttpResponse<String> response = send(GOOD, "SG.key");

        assertThat(response.statusCode()).isEqualTo(202);
        SendGridMail mail = account.sent().get(0);
        assertThat(response.headers().firstValue("X-Message-Id")).contains(mail.id());
        assertThat(mail.to()).containsExactly("ann@customer.example");
        assertThat(mail.messageId()).isEqualTo("om@tenant.example");
        assertThat(mail.arguments()).containsEntry("desk_msg", "om");
        assertThat(mail.files())
                .singleElement()
                .satisfies(file -> assertThat(file.content().length()).isEqualTo(3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"to\":[{\"email\":\"Ann@customer.example\",\"name\":\"Ann\"}] | \"to\":[] | 400",
                "\"Ann@customer.example\",\"name\":\"Ann\"} | \"ann@c.example\"},{\"email\":\"ANN@c.example\"} | 400",
                "Ann@customer.example | nobody | 400",
                "\"custom_args\":{\"desk_msg\":\"om\"} | \"custom_args\":{\"desk_msg\":1} | 400",
                "\"custom_args\":{\"desk_msg\":\"om\"} | \"cc\":[] | 400",
                "\"subject\":\"Hi\" | \"subject\":\"\" | 400",
                "\"Message-ID\" | \"Reply-To\" | 400",
                "<om@tenant.example> | a\\nb | 400",
                "\"value\":\"text\" | \"value\":\"\" | 400",
                "text/html | text/aaa | 202",
                "\"type\":\"text/plain\",\"value\" | \"type\":\"text/x\",\"value\" | 400",
                "QUJD | ?? | 400",
                "QUJD | `` | 400",
                "\"disposition\":\"attachment\" | \"disposition\":\"somewhere\" | 400",
                "\"subject\" | \"betreff\" | 400",
                "support@tenant.example | support@other.example | 403"
            })
    void what_sendgrid_refuses_is_refused(String part, String instead, int status) throws Exception {
        assertThat(GOOD).contains(part);

        HttpResponse<String> response = send(GOOD.replace(part, instead == null ? "" : instead), "SG.key");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(account.sent()).hasSize(status == 202 ? 1 : 0);
    }

    @Test
    void keys_scopes_size_and_limits_count() throws Exception {
        assertThat(send(GOOD, "SG.other").statusCode()).isEqualTo(401);
        assertThat(send(GOOD.replace("QUJD", "QUJD".repeat(7_500_000)), "SG.key")
                        .statusCode())
                .isEqualTo(413);
        account.switches().scopes("alerts.read");
        assertThat(send(GOOD, "SG.key").statusCode()).isEqualTo(403);
        account.switches().throttled(30);
        assertThat(send(GOOD, "SG.key").headers().firstValue("X-RateLimit-Reset"))
                .contains(Long.toString(MessageSamples.NOON.getEpochSecond() + 30));
        assertThat(account.sent()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"200, 0, 0", "204, 0, 0", "302, 0, 1", "404, 0, 1", "413, 0, 1", "422, 0, 1", "500, 1, 0", "503, 1, 0"})
    void an_answer_decides_what_becomes_of_mail(int status, int waiting, int lost) {
        answer.set(status);

        assertThat(account.receive(MAIL, "a@b.example", "support@in.tenant.example")
                        .status())
                .hasValue(status);

        assertThat(account.waiting()).isEqualTo(waiting);
        assertThat(account.lost()).hasSize(lost);
    }

    @Test
    void mail_is_tried_for_three_days_and_events_for_one() {
        answer.set(503);
        account.receive(MAIL, "a@b.example", "support@in.tenant.example");
        account.post(List.of(Map.of("event", "group_resubscribe")));
        clock.advance(Duration.ofHours(24));
        assertThat(account.retryAll()).hasSize(2);
        clock.advance(Duration.ofSeconds(1));
        assertThat(account.retryAll()).as("the events are too old").hasSize(1);
        clock.advance(Duration.ofHours(48));
        assertThat(account.retryAll()).isEmpty();
        assertThat(account.lost()).hasSize(2);
    }

    @Test
    void posts_are_signed_over_their_bytes() throws Exception {
        WebhookPost mail = account.receive(MAIL, "a@b.example", "support@in.tenant.example");
        WebhookPost events = account.post(List.of(Map.of("event", "open"), Map.of("event", "click")));

        assertThat(isSigned(mail, account.publicKey())).isTrue();
        assertThat(isSigned(mail, account.eventPublicKey())).isFalse();
        assertThat(isSigned(events, account.eventPublicKey())).isTrue();
        assertThat(new String(events.body(), StandardCharsets.UTF_8))
                .contains("},\r\n{")
                .endsWith("]\r\n");
        clock.advance(Duration.ofMinutes(1));
        answer.set(500);
        account.receive(MAIL, "a@b.example", "support@in.tenant.example");
        account.switches().signRepeatsAnew(true);
        clock.advance(Duration.ofMinutes(9));
        assertThat(isSigned(account.retryAll().get(0), account.publicKey())).isTrue();
    }

    @Test
    void what_is_set_up_is_told() throws Exception {
        Object domains = Json.lenient().parse(get("/v3/whitelabel/domains").body());
        assertThat(domains).isInstanceOf(List.class);
        assertThat(get("/v3/user/webhooks/parse/settings").body())
                .contains("in.tenant.example", SendGridAccount.POLICY);
        assertThat(get("/v3/user/webhooks/event/settings/all").body()).contains(account.eventPublicKey());
        assertThat(get("/v3/nothing").statusCode()).isEqualTo(404);
    }

    private static boolean isSigned(WebhookPost post, String key) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initVerify(KeyFactory.getInstance("EC")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(key))));
        signature.update(header(post, "Timestamp").getBytes(StandardCharsets.US_ASCII));
        signature.update(post.body());
        return signature.verify(Base64.getDecoder().decode(header(post, "Signature")));
    }

    private static String header(WebhookPost post, String name) {
        return Objects.requireNonNull(post.headers().get("X-Twilio-Email-Event-Webhook-" + name));
    }

    private HttpResponse<String> send(String body, String key) throws Exception {
        return call(HttpRequest.newBuilder(URI.create(sendgrid.baseUrl() + "/v3/mail/send"))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return call(HttpRequest.newBuilder(URI.create(sendgrid.baseUrl() + path))
                .header("Authorization", "Bearer SG.key")
                .build());
    }

    private static HttpResponse<String> call(HttpRequest request) throws Exception {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request, HttpResponse.BodyHandlers.ofString());
    }
}
