package io.deskwire.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.deskwire.channel.EgressPolicy;
import io.deskwire.channel.ProtocolLog;
import io.deskwire.http.TransportException.Problem;
import io.deskwire.message.Content;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTransportTest {

    private static final Content BODY = Content.of("{\"a\":\"ü\"}".getBytes(StandardCharsets.UTF_8));

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

    private URI uri() {
        return URI.create("http://127.0.0.1:" + server.getPort() + "/path?key=s3cret");
    }

    private static TransportException failure(HttpTransport transport, HttpCall call) {
        TransportException failure = catchThrowableOfType(TransportException.class, () -> transport.send(call));
        assertThat(failure).as("failure").isNotNull();
        assertThat(failure.getMessage()).doesNotContain("s3cret", "/path", "/hook");
        return failure;
    }

    @Test
    void a_thread_that_is_to_end_while_it_connects_is_told_so_as_of_any_other_failure() {
        HttpCall call = HttpCall.get(uri()).withTimeout(Duration.ofSeconds(5));
        Thread.currentThread().interrupt();
        try {
            assertThat(failure(transport, call).problem()).isEqualTo(TransportException.Problem.NOT_SENT);
        } finally {
            assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        }
    }

    @Test
    void a_call_arrives_as_it_was_made_and_its_answer_comes_back() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .code(418)
                .addHeader("X-One", "1")
                .addHeader("x-one", "2")
                .body("ä")
                .build());
        HttpAnswer answer = transport.send(HttpCall.post(uri(), "application/json", BODY)
                .withHeader("X-Two", "a")
                .withHeader("x-two", "b"));
        assertThat(answer.status()).isEqualTo(418);
        assertThat(answer.isSuccess()).isFalse();
        assertThat(answer.header("X-ONE")).contains("2");
        assertThat(answer.header("absent")).isEmpty();
        assertThat(answer.body()).isEqualTo("ä".getBytes(StandardCharsets.UTF_8));
        assertThat(answer.completeness()).isEqualTo(HttpAnswer.Completeness.WHOLE);

        RecordedRequest request = server.takeRequest();
        assertThat(request.getMethod()).isEqualTo("POST");
        assertThat(request.getTarget()).isEqualTo("/path?key=s3cret");
        assertThat(request.getHeaders().values("X-Two")).containsExactly("b");
        assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json");
        assertThat(request.getHeaders().get("Content-Length")).isEqualTo("10");
        assertThat(RawServer.text(request)).isEqualTo("{\"a\":\"ü\"}");
    }

    @Test
    void a_post_without_a_body_has_an_empty_one_and_a_get_has_none() throws Exception {
        server.enqueue(new MockResponse.Builder().build());
        server.enqueue(new MockResponse.Builder().build());
        transport.send(HttpCall.of("POST", uri(), null));
        transport.send(HttpCall.get(uri()));
        assertThat(server.takeRequest().getHeaders().get("Content-Length")).isEqualTo("0");
        RecordedRequest get = server.takeRequest();
        assertThat(get.getMethod()).isEqualTo("GET");
        assertThat(get.getHeaders().get("Content-Length")).isNull();
    }

    @Test
    void a_redirect_is_an_answer_like_any_other() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .code(307)
                .addHeader("Location", "/elsewhere")
                .build());
        assertThat(transport.send(HttpCall.post(uri(), "text/plain", BODY)).status())
                .isEqualTo(307);
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"503,0", "408,0", "408,", "421,", "401,", "500,0", "429,0"})
    void no_answer_makes_a_request_go_out_twice(int status, String retryAfter) throws Exception {
        MockResponse.Builder response = new MockResponse.Builder().code(status);
        if (retryAfter != null) {
            response.addHeader("Retry-After", retryAfter);
        }
        server.enqueue(response.build());
        server.enqueue(new MockResponse.Builder().build());
        assertThat(transport.send(HttpCall.of("POST", uri(), null)).status()).isEqualTo(status);
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "0.0.0.0", "[::1]"})
    void an_inside_address_gets_no_connection_however_it_is_written(String host) {
        try (HttpTransport guarded = new HttpTransport(EgressPolicy.publicOnly())) {
            URI inside = URI.create("http://" + host + ":" + server.getPort() + "/path");
            TransportException failure = failure(guarded, HttpCall.post(inside, "text/plain", BODY));
            assertThat(failure.problem()).isEqualTo(Problem.BLOCKED);
            assertThat(failure).hasMessageContaining("DESKWIRE_ALLOW_PRIVATE_ENDPOINTS");
            assertThat(server.getRequestCount()).isZero();
        }
    }

    @Test
    void the_metadata_service_stays_out_of_reach_where_private_addresses_are_allowed() {
        HttpCall call = HttpCall.get(URI.create("http://169.254.169.254/latest/meta-data/"));
        assertThat(failure(transport, call).problem()).isEqualTo(Problem.BLOCKED);
    }

    @Test
    void nothing_was_sent_when_no_connection_came_about() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        TransportException refused =
                failure(transport, HttpCall.post(URI.create("http://127.0.0.1:" + free + "/path"), "text/plain", BODY));
        assertThat(refused.problem()).isEqualTo(Problem.NOT_SENT);
        assertThat(refused).hasMessage("connection refused by 127.0.0.1");
        TransportException unknown =
                failure(transport, HttpCall.post(URI.create("http://no-such-host.invalid/path"), "text/plain", BODY));
        assertThat(unknown.problem()).isEqualTo(Problem.NOT_SENT);
    }

    @Test
    void a_server_that_says_nothing_during_the_handshake_has_not_been_sent_anything() throws IOException {
        try (RawServer silent = new RawServer(RawServer.Connection::stall)) {
            HttpCall call =
                    HttpCall.post(silent.uri("https"), "text/plain", BODY).withTimeout(Duration.ofMillis(300));
            assertThat(failure(transport, call).problem()).isEqualTo(Problem.NOT_SENT);
        }
        try (RawServer leaving = new RawServer(RawServer.Connection::reset)) {
            HttpCall call = HttpCall.post(leaving.uri("https"), "text/plain", BODY);
            assertThat(failure(transport, call).problem()).isEqualTo(Problem.NOT_SENT);
        }
    }

    @Test
    void an_untrusted_certificate_is_told_apart_from_a_broken_connection(@TempDir Path folder) throws Exception {
        try (MockWebServer tls = new MockWebServer()) {
            tls.useHttps(SelfSigned.in(folder).serverSockets());
            tls.start(InetAddress.getLoopbackAddress(), 0);
            URI uri = URI.create("https://127.0.0.1:" + tls.getPort() + "/path");
            assertThat(failure(transport, HttpCall.post(uri, "text/plain", BODY))
                            .problem())
                    .isEqualTo(Problem.UNTRUSTED);
            assertThat(tls.getRequestCount()).isZero();
        }
    }

    @Test
    void the_log_shows_of_a_call_neither_names_nor_keys() throws Exception {
        List<String> lines = new ArrayList<>();
        try (MockWebServer server = new MockWebServer();
                HttpTransport logged = new HttpTransport(EgressPolicy.privateAllowed(), lines::add)) {
            server.start(InetAddress.getLoopbackAddress(), 0);
            server.enqueue(
                    new MockResponse.Builder().code(202).body("secret answer").build());
            String base = "http://127.0.0.1:" + server.getPort();
            logged.send(
                    HttpCall.get(
                            URI.create(
                                    base
                                            + "/v3/users/jo%40customer.example/AC0123456789abcdef/messages?key=secret&to=jo@customer.example")));
            server.close();
            assertThatThrownBy(() -> logged.send(HttpCall.get(URI.create(base + "/v1.0/x"))))
                    .isInstanceOf(TransportException.class);
        }
        assertThat(lines.get(0)).matches("GET 127\\.0\\.0\\.1/v3/users/…/…/messages → 202 in \\d+ ms");
        assertThat(lines.get(1)).startsWith("GET 127.0.0.1/v1.0/x → ");
    }

    @Test
    void a_kept_connection_under_tls_survives_being_looked_at(@TempDir Path folder) throws Exception {
        SelfSigned certificate = SelfSigned.in(folder);
        try (MockWebServer tls = new MockWebServer();
                HttpTransport trusting = new HttpTransport(
                        EgressPolicy.privateAllowed(),
                        ProtocolLog.none(),
                        builder -> builder.sslSocketFactory(certificate.clientSockets(), certificate.trust()))) {
            tls.useHttps(certificate.serverSockets());
            tls.start(InetAddress.getLoopbackAddress(), 0);
            URI uri = URI.create("https://127.0.0.1:" + tls.getPort() + "/path");
            for (int i = 0; i < 5; i++) {
                tls.enqueue(new MockResponse.Builder().body("answer " + i).build());
                HttpAnswer answer = trusting.send(HttpCall.post(uri, "text/plain", BODY));
                assertThat(answer.body()).asString(StandardCharsets.UTF_8).isEqualTo("answer " + i);
                assertThat(tls.takeRequest().getConnectionIndex()).isZero();
            }
        }
    }

    @Test
    void a_connection_that_ends_after_the_request_leaves_its_fate_open() throws Exception {
        RawServer.Conduct[] conducts = {
            connection -> {
                connection.readRequest();
                connection.reset();
            },
            connection -> connection.readRequest(),
            connection -> {
                connection.readRequest();
                connection.stall();
            },
            connection -> {
                connection.readRequest();
                connection.write("HTTP/1.1 2");
            },
            connection -> {
                connection.readRequest();
                connection.write("220 mail.example ESMTP\r\n\r\n");
            }
        };
        for (RawServer.Conduct conduct : conducts) {
            try (RawServer raw = new RawServer(conduct)) {
                HttpCall call =
                        HttpCall.post(raw.uri("http"), "text/plain", BODY).withTimeout(Duration.ofMillis(500));
                assertThat(failure(transport, call).problem()).isEqualTo(Problem.MAY_HAVE_ARRIVED);
                assertThat(raw.requests).hasSize(1);
                assertThat(raw.connections()).isEqualTo(1);
            }
        }
    }

    @Test
    void a_kept_connection_that_the_server_closed_meanwhile_is_not_used() throws Exception {
        try (RawServer raw = new RawServer(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        })) {
            for (int i = 1; i <= 3; i++) {
                assertThat(transport
                                .send(HttpCall.post(raw.uri("http"), "text/plain", BODY))
                                .status())
                        .isEqualTo(200);
                assertThat(raw.closed.poll(10, TimeUnit.SECONDS)).isNotNull();
                assertThat(raw.connections()).isEqualTo(i);
            }
        }
    }

    @Test
    void a_connection_is_kept_for_the_next_call() throws Exception {
        server.enqueue(new MockResponse.Builder().build());
        server.enqueue(new MockResponse.Builder().build());
        transport.send(HttpCall.post(uri(), "text/plain", BODY));
        transport.send(HttpCall.post(uri(), "text/plain", BODY));
        assertThat(server.takeRequest().getConnectionIndex())
                .isEqualTo(server.takeRequest().getConnectionIndex());
    }

    @Test
    void a_long_answer_is_cut_at_its_limit_also_when_it_is_compressed() throws Exception {
        server.enqueue(new MockResponse.Builder().body("0123456789").build());
        server.enqueue(new MockResponse.Builder().body("0123456789").build());
        HttpAnswer fits = transport.send(HttpCall.get(uri()).withMaxAnswer(10));
        assertThat(fits.body()).hasSize(10);
        assertThat(fits.completeness()).isEqualTo(HttpAnswer.Completeness.WHOLE);
        HttpAnswer cut = transport.send(HttpCall.get(uri()).withMaxAnswer(9));
        assertThat(cut.body()).asString(StandardCharsets.UTF_8).isEqualTo("012345678");
        assertThat(cut.completeness()).isEqualTo(HttpAnswer.Completeness.CUT);

        Buffer bomb = new Buffer();
        try (var gzip = Okio.buffer(new GzipSink(bomb))) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 200; i++) {
                gzip.write(zeros);
            }
        }
        server.enqueue(new MockResponse.Builder()
                .addHeader("Content-Encoding", "gzip")
                .body(bomb)
                .build());
        HttpAnswer bounded = transport.send(HttpCall.get(uri()));
        assertThat(bounded.body()).hasSize(1 << 20);
        assertThat(bounded.completeness()).isEqualTo(HttpAnswer.Completeness.CUT);
    }

    @Test
    void the_status_is_known_when_the_answer_breaks_off() throws Exception {
        try (RawServer raw = new RawServer(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{\"ticket");
        })) {
            HttpAnswer answer = transport.send(HttpCall.post(raw.uri("http"), "text/plain", BODY));
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.completeness()).isEqualTo(HttpAnswer.Completeness.BROKEN_OFF);
            assertThat(answer.body()).asString(StandardCharsets.UTF_8).isEqualTo("{\"ticket");
        }
    }
}
