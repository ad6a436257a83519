package io.deskwire.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every error is a problem document (RFC 9457). */
class ApiErrorsTest {

    private static final String CHANNEL = "/api/v1/tenants/acme/channels/support";

    private static RunningServer server;

    @BeforeAll
    static void start(@TempDir Path folder) {
        server = RunningServer.start(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void assertProblem(RunningServer.Answer answer, int status) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.tree()).containsEntry("status", (long) status).containsKeys("type", "title", "detail");
    }

    @ParameterizedTest
    @CsvSource({
        "404, /nothing/here",
        "404, /api/v1/nothing",
        "404, /api/v1/tenants/acme/tickets/none",
        "404, /api/v1/tenants/acme/messages/none",
        "404, /api/v1/tenants/acme/messages/none/raw",
        "404, /api/v1/tenants/acme/channels/none",
        "404, /api/v1/tenants/acme/dead-letters/none",
        "400, /api/v1/tenants/ac%20me/tickets",
        "400, /api/v1/tenants/ac%2Fme/tickets",
        "400, /api/v1/tenants/acme/tickets?state=odd",
        "400, /api/v1/tenants/acme/tickets?limit=0",
        "400, /api/v1/tenants/acme/tickets?cursor=odd",
        "400, /api/v1/tenants/acme/dead-letters?cursor=odd",
    })
    void what_is_not_there_or_not_understood(int status, String path) throws Exception {
        assertProblem(server.get(path), status);
    }

    @Test
    void a_wrong_method_names_the_right_ones() throws Exception {
        RunningServer.Answer answer = server.delete("/api/v1/tenants/acme/tickets");
        assertProblem(answer, 405);
        assertThat(answer.header("Allow")).contains("GET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/tenants/acme/tickets", "/api/v1/nothing", "/metrics"})
    void without_the_token_nothing_is_told(String path) throws Exception {
        URI uri = URI.create(server.address() + path);
        RunningServer.Answer without = server.send(HttpRequest.newBuilder(uri));
        assertProblem(without, 401);
        assertThat(without.header("WWW-Authenticate")).startsWith("Bearer");
        assertProblem(server.send(HttpRequest.newBuilder(uri).header("Authorization", "Bearer wrong")), 401);
        assertProblem(server.send(HttpRequest.newBuilder(uri).header("Authorization", "Basic eDp5")), 401);
    }

    @Test
    void health_needs_no_token() throws Exception {
        for (String path : new String[] {"/health/live", "/health/ready"}) {
            assertThat(server.send(HttpRequest.newBuilder(URI.create(server.address() + path)))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void broken_json_is_told_with_its_place() throws Exception {
        RunningServer.Answer answer = server.send(server.request(CHANNEL)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\n  \"provider\": imap }")));
        assertProblem(answer, 400);
        assertThat(String.valueOf(answer.tree().get("detail"))).contains("line 2");
    }

    @Test
    void other_media_types_are_refused() throws Exception {
        assertProblem(
                server.send(server.request(CHANNEL)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .PUT(BodyPublishers.ofString("a=b"))),
                415);
    }

    /** Over a bare socket, which sends no body at all. */
    @ParameterizedTest
    @ValueSource(strings = {"", "Expect: 100-continue\r\n"})
    void a_body_announced_too_large_is_refused_before_it_is_sent(String expect) throws Exception {
        URI address = server.address();
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(15_000);
            socket.getOutputStream()
                    .write(("PUT " + CHANNEL + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + RunningServer.TOKEN
                                    + "\r\nContent-Type: application/json\r\nContent-Length: 2000000\r\n" + expect
                                    + "\r\n")
                            .getBytes(UTF_8));
            byte[] start = socket.getInputStream().readNBytes("HTTP/1.1 413".length());

            assertThat(new String(start, UTF_8)).isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void a_body_that_grows_too_large_is_refused() throws Exception {
        byte[] large = ("{\"provider\":\"" + "x".repeat(1 << 20) + "\"}").getBytes(UTF_8);
        assertProblem(
                server.send(server.request(CHANNEL)
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))),
                413);
    }

    @Test
    void a_reply_to_nothing_is_not_found_and_an_empty_one_not_valid() throws Exception {
        assertProblem(server.call("POST", "/api/v1/tenants/acme/tickets/none/replies", Map.of("text", "Hi")), 404);
        assertProblem(server.call("POST", CHANNEL + "/messages", Map.of("to", "a@b.example", "text", "Hi")), 404);
    }

    @Test
    void dead_letters_that_are_not_there() throws Exception {
        assertThat(server.get("/api/v1/tenants/acme/dead-letters").items()).isEmpty();
        assertProblem(server.call("POST", "/api/v1/tenants/acme/dead-letters/none/retry", null), 404);
        assertProblem(server.delete("/api/v1/tenants/acme/dead-letters/none"), 404);
    }
}
