package io.deskwire.testkit.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.json.Json;
import io.deskwire.testkit.SettableClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostmarkSimulatorTest {

    private static final byte[] MAIL = ("From: Zoe <zoe@customer.example>\r\nTo: support+t1@desk.example\r\n"
                    + "Message-ID: <m1@customer.example>\r\nSubject: Hi\r\n\r\nHello\r\n")
            .getBytes(StandardCharsets.US_ASCII);

    private final SettableClock clock = SettableClock.at(Instant.ofEpochSecond(1_736_847_000));
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<ReceivedRequest> hooks = Collections.synchronizedList(new ArrayList<>());
    private volatile int hookStatus = 200;
    private PostmarkSimulator postmark;
    private PostmarkServer server;
    private SimulatorServer hook;

    @BeforeEach
    void start() {
        postmark = PostmarkSimulator.start(clock);
        hook = SimulatorServer.start("hook", 0, request -> {
            hooks.add(request);
            return Reply.empty(hookStatus);
        });
        server = postmark.addServer("token", "desk.example")
                .withInboundHook(hook.baseUrl().replace("http://", "http://hook:w%C3%B6rd@") + "/in")
                .withWebhook(hook.baseUrl() + "/events", "Bounce");
    }

    @AfterEach
    void stop() {
        hook.close();
        postmark.close();
    }

    private HttpResponse<String> call(String method, String path, String token, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(postmark.baseUrl() + path))
                .header("X-Postmark-Server-Token", token)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String mail(String changes) {
        Map<String, Object> mail = new LinkedHashMap<>();
        mail.put("From", "Support <support@desk.example>");
        mail.put("To", "Zoe <zoe@customer.example>");
        mail.put("TextBody", "Hello");
        mail.put("Metadata", Map.of("desk_msg", "om_1"));
        mail.putAll(Json.strict().parseObject(changes));
        return Json.write(mail);
    }

    private Map<String, Object> send(String changes) throws IOException, InterruptedException {
        return Json.lenient()
                .parseObject(call("POST", "/email", "token", mail(changes)).body());
    }

    @Test
    void a_good_message_is_taken_and_found_by_its_metadata() throws Exception {
        Map<String, Object> answer = send("{}");

        assertThat(answer).containsEntry("ErrorCode", 0L).containsEntry("Message", "OK");
        PostmarkSent sent = server.sent().get(0);
        assertThat(answer).containsEntry("MessageID", sent.messageId());
        assertThat(sent.wireMessageId()).isEqualTo(sent.messageId() + "@mtasv.net");
        String search = "/messages/outbound?count=10&offset=0&metadata_desk_msg=";
        assertThat(call("GET", search + "om_1", "token", "").body()).contains(sent.messageId());
        assertThat(call("GET", search + "om_2", "token", "").body()).contains("\"TotalCount\":0");
        assertThat(call("GET", "/messages/outbound?metadata_desk_msg=om_1", "token", "")
                        .statusCode())
                .isEqualTo(422);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"To\":\"\"} | 300",
                "{\"To\":\"who@nowhere\"} | 300",
                "{\"From\":\"a@elsewhere.example\"} | 400",
                "{\"TextBody\":\"\"} | 300",
                "{\"Metadata\":{\"a_name_that_is_too_long\":\"x\"}} | 300",
                "{\"Metadata\":{\"a\":\"1\",\"A\":\"2\"}} | 300",
                "{\"Metadata\":{\"a\":7}} | 300",
                "{\"Metadata\":{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1,\"h\":1,\"i\":1,\"j\":1,\"k\":1}} | 300",
                "{\"Headers\":[{\"Name\":\"A B\",\"Value\":\"x\"}]} | 300",
                "{\"Headers\":[{\"Name\":\"A\",\"Value\":\"x\\r\\nBcc: y\"}]} | 300",
                "{\"Attachments\":[{\"Name\":\"a.exe\",\"Content\":\"\",\"ContentType\":\"a/b\"}]} | 411",
                "{\"Attachments\":[{\"Name\":\"a\",\"Content\":\"!\",\"ContentType\":\"a/b\"}]} | 300",
                "{\"Attachments\":[{\"Name\":\"a\",\"Content\":\"\",\"ContentType\":\"a/b\",\"ContentID\":\"x\"}]} | 300",
                "{\"MessageStream\":\"nowhere\"} | 1235",
                "{\"Unknown\":1} | 403"
            })
    void what_the_real_one_refuses_is_refused(String changes, long code) throws Exception {
        assertThat(send(changes)).containsEntry("ErrorCode", code);
        assertThat(server.sent()).isEmpty();
    }

    @Test
    void a_metadata_value_has_80_characters_at_most() throws Exception {
        assertThat(send("{\"Metadata\":{\"a\":\"" + "x".repeat(80) + "\"}}")).containsEntry("ErrorCode", 0L);
        assertThat(send("{\"Metadata\":{\"a\":\"" + "x".repeat(81) + "\"}}")).containsEntry("ErrorCode", 300L);
    }

    @Test
    void tokens_and_json_are_checked() throws Exception {
        assertThat(call("POST", "/email", "other", mail("{}")).statusCode()).isEqualTo(401);
        assertThat(call("POST", "/email", "token", "{").body()).contains("402");
        assertThat(call("GET", "/domains", "token", "").statusCode()).isEqualTo(401);
        assertThat(call("GET", "/nowhere", "token", "").statusCode()).isEqualTo(404);
    }

    @Test
    void a_hard_bounce_closes_the_address_and_is_posted() throws Exception {
        send("{}");
        server.bounced(server.sent().get(0), "zoe@customer.example", "HardBounce", "550 5.1.1");

        assertThat(hooks)
                .singleElement()
                .satisfies(request -> assertThat(request.json())
                        .containsEntry("RecordType", "Bounce")
                        .containsEntry("Inactive", true)
                        .containsKey("ID"));
        assertThat(send("{}")).containsEntry("ErrorCode", 406L);
        assertThat((String) send("{\"Cc\":\"boss@customer.example\"}").get("Message"))
                .contains("will not deliver to these inactive addresses: zoe@customer.example.");
        server.delivered(server.sent().get(0), "zoe@customer.example");
        assertThat(hooks).hasSize(1);
    }

    @Test
    void mail_is_posted_with_the_credentials_of_the_address() {
        server.withRawEmail(true).receive("zoe@customer.example", "support+t1@desk.example", MAIL);

        assertThat(hooks).singleElement().satisfies(request -> {
            assertThat(request.basicCredentials()).hasValue("hook:wörd");
            assertThat(request.json())
                    .containsEntry("OriginalRecipient", "support+t1@desk.example")
                    .containsEntry("MailboxHash", "t1")
                    .containsEntry("FromName", "Zoe")
                    .containsEntry("RawEmail", new String(MAIL, StandardCharsets.US_ASCII).replace("\r", ""))
                    .doesNotContainKey("RecordType");
        });
    }

    @Test
    void anything_but_200_and_403_is_tried_ten_times_again() {
        hookStatus = 500;
        server.receive("", "support@desk.example", MAIL);
        for (int i = 0; i < 9; i++) {
            server.retryAll();
            assertThat(server.waiting()).isEqualTo(1);
        }
        server.retryAll();
        assertThat(server.waiting()).isZero();
        assertThat(server.lost()).hasSize(1);
        assertThat(hooks).hasSize(11);
        assertThat(hooks)
                .extracting(ReceivedRequest::text)
                .containsOnly(hooks.get(0).text());
    }

    @Test
    void a_403_ends_it_at_once() {
        hookStatus = 403;
        server.receive("", "support@desk.example", MAIL);

        assertThat(server.lost()).hasSize(1);
        assertThat(server.waiting()).isZero();
    }
}
