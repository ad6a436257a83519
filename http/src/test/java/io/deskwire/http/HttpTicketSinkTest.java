package io.deskwire.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.channel.EgressPolicy;
import io.deskwire.config.Secret;
import io.deskwire.json.Json;
import io.deskwire.message.Address;
import io.deskwire.message.Attachment;
import io.deskwire.message.Authentication;
import io.deskwire.message.Automation;
import io.deskwire.message.Body;
import io.deskwire.message.Correspondents;
import io.deskwire.message.Envelope;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.MessageKind;
import io.deskwire.message.ParsedMessage;
import io.deskwire.message.ThreadHeaders;
import io.deskwire.rules.TicketFields;
import io.deskwire.rules.Verdict;
import io.deskwire.threading.Decision;
import io.deskwire.ticket.SinkResult;
import io.deskwire.ticket.TicketEvent;
import io.deskwire.ticket.TicketRef;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTicketSinkTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final Secret SECRET =
            Secret.of("whsec_" + Base64.getEncoder().encodeToString(KEY));
    private static final TicketRef CONVERSATION = new TicketRef("conv1");
    private static final TicketRef T7 = new TicketRef("T-7");

    private final HttpTransport transport = new HttpTransport(EgressPolicy.privateAllowed());
    private final MockWebServer server = new MockWebServer();

    @BeforeEach
    void start() throws IOException {
        server.start(InetAddress.getLoopbackAddress(), 0);
    }

    @AfterEach
    void stop() {
        transport.close();
        server.close();
    }

    private HttpTicketSink sink(Secret... secrets) {
        return new HttpTicketSink(
                transport, URI.create("http://127.0.0.1:" + server.getPort() + "/events?key=s3cret"), List.of(secrets));
    }

    private static TicketEvent event(@Nullable TicketRef known, int attempt) {
        return event(known, attempt, Verdict.none());
    }

    private static TicketEvent event(@Nullable TicketRef known, int attempt, Verdict rules) {
        ParsedMessage parsed = new ParsedMessage(
                "key",
                MessageKind.MESSAGE,
                ThreadHeaders.of("m@x"),
                Correspondents.of(Address.email("a@b.example", "Ä"), Address.email("help@acme.example")),
                Body.text("Hi", "Hello 😀 \uD800"),
                List.of(new Attachment(0, "a.txt", "text/plain", 3, "ab", false, null, Attachment.State.AVAILABLE)),
                Automation.none(),
                Authentication.unknown(),
                NOW,
                List.of(),
                List.of());
        return new TicketEvent(
                new InboundMessage("msg1", "acme", "mail", "raw1", Envelope.unknown(), NOW.minusSeconds(9), parsed),
                "conv1",
                known,
                new Decision(Decision.Outcome.OPENED, "conv1", null, List.of(), List.of(), rules),
                index -> {
                    throw new FileNotFoundException("the sink carries no files");
                },
                attempt,
                attempt > 1,
                NOW.plusSeconds(attempt));
    }

    private SinkResult answered(@Nullable TicketRef known, int status, String body) {
        server.enqueue(new MockResponse.Builder().code(status).body(body).build());
        SinkResult result = sink(SECRET).deliver(event(known, 1));
        assertThat(result.toString()).doesNotContain("s3cret", "Hello");
        return result;
    }

    @Test
    void what_rules_want_of_the_ticket_stands_beside_the_message() throws Exception {
        TicketFields wanted = new TicketFields("sales", "high", null, null, null, List.of("vip"), Map.of("sla", 4L));
        server.enqueue(new MockResponse.Builder().code(200).build());
        server.enqueue(new MockResponse.Builder().code(200).build());

        sink(SECRET).deliver(event(null, 1, new Verdict(Verdict.Outcome.PASS, null, null, List.of("r"), wanted)));
        sink(SECRET).deliver(event(null, 1));

        Map<String, Object> ruled = Json.strict()
                .parseObject(
                        Objects.requireNonNull(server.takeRequest().getBody()).toByteArray());
        assertThat(ruled.get("ticket"))
                .isEqualTo(Map.of(
                        "queue", "sales", "priority", "high", "tags", List.of("vip"), "fields", Map.of("sla", 4L)));
        assertThat(Json.write(ruled.get("message"))).contains("\"matched\":[\"r\"]");
        Map<String, Object> plain = Json.strict()
                .parseObject(
                        Objects.requireNonNull(server.takeRequest().getBody()).toByteArray());
        assertThat(plain).doesNotContainKey("ticket");
        assertThat(Json.write(plain)).doesNotContain("rules");
    }

    @Test
    void the_event_is_signed_json_with_the_message_as_the_api_shows_it() throws Exception {
        assertThat(answered(T7, 200, "")).isEqualTo(new SinkResult.Appended(T7));
        RecordedRequest request = server.takeRequest();
        assertThat(request.getMethod()).isEqualTo("POST");
        assertThat(request.getTarget()).isEqualTo("/events?key=s3cret");
        assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json");
        assertThat(request.getHeaders().get("webhook-id")).isEqualTo("msg1");
        assertThat(request.getHeaders().get("Idempotency-Key")).isEqualTo("msg1");
        assertThat(request.getHeaders().get("Deskwire-Attempt")).isEqualTo("1");
        assertThat(request.getHeaders().get("webhook-timestamp")).isEqualTo("1767323046");

        byte[] body = Objects.requireNonNull(request.getBody()).toByteArray();
        Map<String, Object> event = Json.strict().parseObject(body);
        assertThat(event)
                .containsEntry("type", "message.received")
                .containsEntry("timestamp", "2026-01-02T03:03:56.678Z")
                .containsEntry("tenant_id", "acme")
                .containsEntry("channel_id", "mail")
                .containsEntry("conversation_id", "conv1")
                .containsEntry("ticket_id", "T-7");
        assertThat(Json.write(event.get("message")))
                .contains(
                        "\"id\":\"msg1\"", "\"text\":\"Hello 😀 \uFFFD\"", "\"file_name\":\"a.txt\"", "\"name\":\"Ä\"");

        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        mac.update("msg1.1767323046.".getBytes(StandardCharsets.US_ASCII));
        assertThat(request.getHeaders().get("webhook-signature"))
                .isEqualTo("v1," + Base64.getEncoder().encodeToString(mac.doFinal(body)));
    }

    @Test
    void the_signature_of_the_specifications_own_example_comes_out() {
        StandardWebhooks signer = new StandardWebhooks(List.of(Secret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")));
        assertThat(signer.signature(
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        Instant.ofEpochSecond(1_614_265_330),
                        "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void every_attempt_has_the_same_id_and_the_same_body() throws Exception {
        server.enqueue(new MockResponse.Builder().code(500).build());
        server.enqueue(new MockResponse.Builder().code(200).build());
        sink(SECRET).deliver(event(null, 1));
        sink(SECRET).deliver(event(null, 2));
        RecordedRequest first = server.takeRequest();
        RecordedRequest second = server.takeRequest();
        assertThat(second.getBody()).isEqualTo(first.getBody());
        assertThat(second.getHeaders().get("webhook-id")).isEqualTo("msg1");
        assertThat(second.getHeaders().get("Deskwire-Attempt")).isEqualTo("2");
        assertThat(second.getHeaders().get("webhook-timestamp"))
                .isNotEqualTo(first.getHeaders().get("webhook-timestamp"));
    }

    @Test
    void both_secrets_sign_while_a_receiver_changes_over_and_a_plain_text_is_a_key_too() throws Exception {
        server.enqueue(new MockResponse.Builder().build());
        sink(SECRET, Secret.of("plain")).deliver(event(null, 1));
        String both = server.takeRequest().getHeaders().get("webhook-signature");
        assertThat(both).matches("v1,[A-Za-z0-9+/]{43}= v1,[A-Za-z0-9+/]{43}=");
        assertThat(Objects.requireNonNull(both).split(" ", 2)[0]).isNotEqualTo(both.split(" ", 2)[1]);
    }

    @Test
    void a_sink_without_a_usable_secret_or_address_cannot_be_made() {
        assertThatThrownBy(() -> sink()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sink(Secret.of(""))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sink(Secret.of("whsec_"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sink(Secret.of("whsec_not!base64")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("not!")
                .hasNoCause();
        assertThatThrownBy(() -> new HttpTicketSink(transport, URI.create("file:///etc/passwd"), List.of(SECRET)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_taken_message_is_created_or_appended_by_what_the_helpdesk_says() {
        assertThat(answered(null, 200, "{\"ticket_id\":\"T-7\"}")).isEqualTo(new SinkResult.Created(T7));
        assertThat(answered(null, 201, "{\"ticket_id\":7}")).isEqualTo(new SinkResult.Created(new TicketRef("7")));
        assertThat(answered(T7, 200, "{\"ticket_id\":\"T-7\"}")).isEqualTo(new SinkResult.Appended(T7));
        assertThat(answered(T7, 200, "{\"ticket_id\":\"T-8\"}"))
                .isEqualTo(new SinkResult.Created(new TicketRef("T-8")));
        assertThat(answered(null, 200, "{\"ticket_id\":\"T-7\",\"duplicate\":true}"))
                .isEqualTo(new SinkResult.Duplicate(T7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ok", "{}", "[]", "{\"ticket_id\":\"\"}", "{\"ticket_id\":null}", "{\"ticket_id\":{}}"})
    void an_answer_that_names_no_ticket_means_the_one_known_or_the_conversation(String body) {
        assertThat(answered(null, 200, body)).isEqualTo(new SinkResult.Created(CONVERSATION));
        assertThat(answered(T7, 202, body)).isEqualTo(new SinkResult.Appended(T7));
        assertThat(answered(CONVERSATION, 200, body)).isEqualTo(new SinkResult.Appended(CONVERSATION));
        assertThat(answered(null, 409, body)).isEqualTo(new SinkResult.Duplicate(CONVERSATION));
    }

    @Test
    void a_conflict_is_a_duplicate() {
        assertThat(answered(null, 409, "{\"ticket_id\":\"T-7\"}")).isEqualTo(new SinkResult.Duplicate(T7));
        assertThat(answered(T7, 409, "conflict")).isEqualTo(new SinkResult.Duplicate(T7));
    }

    @ParameterizedTest
    @CsvSource({
        "301, Misconfigured",
        "307, Misconfigured",
        "401, Misconfigured",
        "403, Misconfigured",
        "404, Misconfigured",
        "410, Misconfigured",
        "400, Rejected",
        "413, Rejected",
        "422, Rejected",
        "451, Rejected",
        "408, Retry",
        "425, Retry",
        "429, Retry",
        "503, Retry",
        "500, Unknown",
        "501, Unknown",
        "502, Unknown",
        "504, Unknown"
    })
    void every_other_status_has_one_meaning(int status, String meaning) {
        SinkResult result = answered(null, status, "{\"ticket_id\":\"T-7\"}");
        assertThat(result.getClass().getSimpleName()).isEqualTo(meaning);
        assertThat(result.toString()).contains("HTTP " + status);
    }

    @Test
    void the_helpdesk_says_how_long_to_wait() {
        server.enqueue(new MockResponse.Builder()
                .code(429)
                .addHeader("Retry-After", "90")
                .build());
        assertThat(sink(SECRET).deliver(event(null, 1)))
                .isEqualTo(new SinkResult.Retry("the helpdesk answered HTTP 429", Duration.ofSeconds(90)));
        server.enqueue(new MockResponse.Builder()
                .code(503)
                .addHeader("Retry-After", "Fri, 02 Jan 2026 03:04:36 GMT")
                .build());
        assertThat(sink(SECRET).deliver(event(null, 1)))
                .isEqualTo(new SinkResult.Retry("the helpdesk answered HTTP 503", Duration.ofMillis(29_322)));
        assertThat(answered(null, 503, "")).isEqualTo(new SinkResult.Retry("the helpdesk answered HTTP 503", null));
    }

    @Test
    void a_helpdesk_that_cannot_be_connected_to_has_not_got_it() {
        server.close();
        assertThat(sink(SECRET).deliver(event(null, 1)))
                .isEqualTo(new SinkResult.Retry("connection refused by 127.0.0.1", null));
    }

    @Test
    void a_blocked_address_is_a_matter_for_the_administrator() {
        try (HttpTransport guarded = new HttpTransport(EgressPolicy.publicOnly())) {
            HttpTicketSink sink = new HttpTicketSink(
                    guarded, URI.create("http://127.0.0.1:" + server.getPort() + "/"), List.of(SECRET));
            assertThat(sink.deliver(event(null, 1))).isInstanceOf(SinkResult.Misconfigured.class);
        }
    }

    @Test
    void a_connection_that_dies_after_the_request_leaves_the_outcome_unknown() throws Exception {
        try (RawServer raw = new RawServer(connection -> {
            connection.readRequest();
            connection.reset();
        })) {
            assertThat(new HttpTicketSink(transport, raw.uri("http"), List.of(SECRET)).deliver(event(null, 1)))
                    .isInstanceOf(SinkResult.Unknown.class);
            assertThat(raw.connections()).isEqualTo(1);
        }
        try (RawServer raw = new RawServer(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"ticket_id\":\"T");
        })) {
            assertThat(new HttpTicketSink(transport, raw.uri("http"), List.of(SECRET)).deliver(event(null, 1)))
                    .isInstanceOf(SinkResult.Unknown.class);
        }
    }

    @Test
    void a_chatty_helpdesk_has_taken_it_all_the_same() {
        assertThat(answered(null, 200, "x".repeat(200_000))).isEqualTo(new SinkResult.Created(CONVERSATION));
    }
}
