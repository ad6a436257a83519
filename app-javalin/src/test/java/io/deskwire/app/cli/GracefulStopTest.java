package io.deskwire.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM in a process of its own. */
class GracefulStopTest {

    @TempDir
    Path folder;

    @Test
    void a_request_in_flight_is_answered_and_the_process_ends_with_0() throws Exception {
        try (Cli.Serving server = Cli.Serving.start(folder, Map.of("DESKWIRE_ADMIN_TOKEN", "token-of-the-tests"))) {
            URI address = server.awaitReady();
            byte[] body = ("{\"provider\":\"imap\",\"is_active\":false,\"config\":{\"host\":\"mail.tenant.example\","
                            + "\"username\":\"u@tenant.example\",\"password\":\"p\"}}")
                    .getBytes(UTF_8);
            try (Socket socket = new Socket(address.getHost(), address.getPort())) {
                socket.setSoTimeout(15_000);
                OutputStream out = socket.getOutputStream();
                out.write(("PUT /api/v1/tenants/acme/channels/support HTTP/1.1\r\nHost: x\r\n"
                                + "Authorization: Bearer token-of-the-tests\r\nContent-Type: application/json\r\n"
                                + "Expect: 100-continue\r\nConnection: close\r\nContent-Length: " + body.length
                                + "\r\n\r\n")
                        .getBytes(UTF_8));
                out.flush();
                // Asked to go on: the handler is reading.
                assertThat(line(socket)).isEqualTo("HTTP/1.1 100 Continue");
                assertThat(line(socket)).isEmpty();
                out.write(body, 0, 10);
                out.flush();
                server.terminate();
                awaitLog("stopping");
                out.write(body, 10, body.length - 10);
                out.flush();
                assertThat(line(socket)).startsWith("HTTP/1.1 201");
            }
            assertThat(server.awaitEnd()).isZero();
            assertThat(Files.readString(folder.resolve("stderr.log")))
                    .contains("stopped")
                    .doesNotContain("ERROR");
        }
    }

    private void awaitLog(String word) throws Exception {
        io.deskwire.app.Await.until(() -> Files.readString(folder.resolve("stderr.log")), log -> log.contains(word));
    }

    private static String line(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = socket.getInputStream().read();
                b >= 0 && b != '\n';
                b = socket.getInputStream().read()) {
            line.append((char) b);
        }
        return line.toString().strip();
    }

    @Test
    void the_first_start_shows_the_token_once_and_says_ready_in_one_line() throws Exception {
        for (boolean first : new boolean[] {true, false}) {
            try (Cli.Serving server = Cli.Serving.start(folder, Map.of(), "serve", "--port", "0")) {
                server.awaitReady();
                assertThat(server.lines()).hasSize(first ? 3 : 1);
                assertThat(server.lines().get(0))
                        .startsWith(first ? "admin token: " : "deskwire ready on http://127.0.0.1:");
                if (first) {
                    assertThat(server.lines().get(0))
                            .contains(Files.readString(folder.resolve("admin-token"))
                                    .strip());
                    assertThat(server.lines().get(1)).contains("/console/sign-in?code=");
                }
                server.terminate();
                assertThat(server.awaitEnd()).isZero();
            }
        }
    }
}
