package io.deskwire.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.deskwire.channel.EgressPolicy;
import io.deskwire.http.TransportException.Problem;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpReceiveTest {

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

    private HttpCall call() {
        return HttpCall.get(URI.create("http://127.0.0.1:" + server.getPort() + "/file?key=s3cret"));
    }

    @Test
    void a_reader_gets_status_headers_and_a_body_beyond_the_limit_of_answers() throws Exception {
        byte[] file = new byte[3 << 20];
        file[file.length - 1] = 7;
        server.enqueue(new MockResponse.Builder()
                .code(206)
                .addHeader("X-One", "1")
                .body(new Buffer().write(file))
                .build());
        String seen = transport.receive(call().withMaxAnswer(10), (head, body) -> {
            byte[] all = body.readAllBytes();
            assertThat(head.body()).isEmpty();
            return head.status() + " " + head.header("x-one").orElse("-") + " " + all.length + " "
                    + all[all.length - 1];
        });
        assertThat(seen).isEqualTo("206 1 " + file.length + " 7");
    }

    @Test
    void a_reader_that_stops_early_reads_no_further_and_the_next_call_works() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .body(new Buffer().write(new byte[50 << 20]))
                .throttleBody(64 * 1024, 50, TimeUnit.MILLISECONDS)
                .build());
        server.enqueue(new MockResponse.Builder().body("next").build());
        assertThat(transport.<Integer>receive(call(), (head, body) -> body.readNBytes(10).length))
                .isEqualTo(10);
        assertThat(transport.send(call()).body()).isEqualTo("next".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void what_the_reader_fails_with_comes_out_as_it_is() {
        server.enqueue(new MockResponse.Builder().body("x").build());
        assertThatThrownBy(() -> transport.receive(call(), (head, body) -> {
                    throw new FileNotFoundException("mine");
                }))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessage("mine");
    }

    @Test
    void an_answer_that_ends_in_the_middle_is_the_connections_failure() {
        server.enqueue(new MockResponse.Builder()
                .body(new Buffer().write(new byte[1 << 20]))
                .onResponseBody(SocketEffect.ShutdownConnection.INSTANCE)
                .build());
        TransportException failure = catchThrowableOfType(
                TransportException.class, () -> transport.receive(call(), (head, body) -> body.readAllBytes()));
        assertThat(failure.problem()).isEqualTo(Problem.MAY_HAVE_ARRIVED);
        assertThat(failure).hasMessageContaining("in the middle of the answer of 127.0.0.1");
        assertThat(failure.getMessage()).doesNotContain("s3cret", "/file");
    }

    @Test
    void the_time_limit_covers_the_reading() {
        server.enqueue(new MockResponse.Builder()
                .body(new Buffer().write(new byte[1 << 20]))
                .throttleBody(1024, 1, TimeUnit.SECONDS)
                .build());
        TransportException failure = catchThrowableOfType(
                TransportException.class,
                () -> transport.receive(
                        call().withTimeout(Duration.ofMillis(300)), (head, body) -> body.readAllBytes()));
        assertThat(failure).hasMessageStartingWith("time ran out");
    }

    @Test
    void an_inside_address_is_out_of_reach_here_too() {
        try (HttpTransport guarded = new HttpTransport(EgressPolicy.publicOnly())) {
            TransportException failure = catchThrowableOfType(
                    TransportException.class, () -> guarded.receive(call(), (head, body) -> body.readAllBytes()));
            assertThat(failure.problem()).isEqualTo(Problem.BLOCKED);
            assertThat(server.getRequestCount()).isZero();
        }
    }
}
