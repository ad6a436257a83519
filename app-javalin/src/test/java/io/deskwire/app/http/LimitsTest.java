package io.deskwire.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Setting;
import io.deskwire.testkit.SettableClock;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.eclipse.jetty.server.HttpConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much of everything is let in. */
class LimitsTest {

    private static final String TICKETS = "/api/v1/tenants/acme/tickets";

    private final SettableClock clock = SettableClock.at(Instant.parse("2026-03-01T10:00:00Z"));

    @TempDir
    private Path folder;

    private RunningServer server(Map<Setting, String> settings) {
        return RunningServer.start(folder, settings, clock);
    }

    private static RunningServer.Answer with(RunningServer server, String token, String forwarded) throws Exception {
        HttpRequest.Builder call = HttpRequest.newBuilder(URI.create(server.address() + TICKETS))
                .header("Authorization", "Bearer " + token);
        if (!forwarded.isEmpty()) {
            call.header("X-Forwarded-For", forwarded);
        }
        return server.send(call);
    }

    @Test
    void who_guesses_tokens_is_told_to_wait_and_not_listened_to() throws Exception {
        try (RunningServer server = server(Map.of(Setting.RATE_WRONG_TOKENS, "3"))) {
            for (int i = 0; i < 3; i++) {
                assertThat(with(server, "guess-" + i, "").status()).isEqualTo(401);
            }
            RunningServer.Answer refused = with(server, RunningServer.TOKEN, "");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.header("Retry-After")).isEqualTo("20");
            assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
            clock.advance(Duration.ofSeconds(20));
            assertThat(with(server, RunningServer.TOKEN, "").status()).isEqualTo(200);
        }
    }

    @Test
    void what_a_caller_says_of_its_own_address_is_not_believed() throws Exception {
        try (RunningServer server = server(Map.of(Setting.RATE_WRONG_TOKENS, "3"))) {
            for (int i = 0; i < 3; i++) {
                with(server, "guess", "203.0.113." + i);
            }
            assertThat(with(server, "guess", "203.0.113.77").status()).isEqualTo(429);
        }
    }

    @Test
    void what_a_named_proxy_says_is_believed_as_far_as_it_reaches() throws Exception {
        try (RunningServer server =
                server(Map.of(Setting.RATE_WRONG_TOKENS, "3", Setting.TRUSTED_PROXIES, "127.0.0.0/8, 10.1.0.0/16"))) {
            for (int i = 0; i < 3; i++) {
                // The first address is the guesser's own invention; the proxies wrote the others.
                with(server, "guess", "198.51.100." + i + ", 203.0.113.5, 10.1.2.3");
            }
            assertThat(with(server, "guess", "192.0.2.9, 203.0.113.5, 10.1.2.3").status())
                    .isEqualTo(429);
            assertThat(with(server, RunningServer.TOKEN, "203.0.113.6, 10.1.2.3")
                            .status())
                    .isEqualTo(200);
            assertThat(server.get("/api/v1/audit?action=token_refused").items().get(0))
                    .containsEntry("source", "203.0.113.5");
        }
    }

    @Test
    void one_house_of_ipv6_counts_as_one() throws Exception {
        try (RunningServer server =
                server(Map.of(Setting.RATE_WRONG_TOKENS, "3", Setting.TRUSTED_PROXIES, "127.0.0.1"))) {
            for (int i = 0; i < 3; i++) {
                with(server, "guess", "2001:db8:1:2::" + i);
            }
            assertThat(with(server, "guess", "2001:db8:1:2:ffff::1").status()).isEqualTo(429);
            assertThat(with(server, "guess", "2001:db8:1:3::1").status()).isEqualTo(401);
        }
    }

    @Test
    void calls_beyond_the_rate_are_refused_and_headers_tell_before() throws Exception {
        try (RunningServer server = server(Map.of(Setting.RATE_CALLS, "2"))) {
            RunningServer.Answer first = server.get(TICKETS);
            assertThat(first.header("RateLimit-Policy")).isEqualTo("\"calls\";q=2;w=60");
            assertThat(first.header("RateLimit")).startsWith("\"calls\";r=1;");
            assertThat(server.get(TICKETS).status()).isEqualTo(200);
            RunningServer.Answer refused = server.get(TICKETS);
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.header("Retry-After")).isEqualTo("30");
            clock.advance(Duration.ofSeconds(30));
            assertThat(server.get(TICKETS).status()).isEqualTo(200);
        }
    }

    @Test
    void a_channels_webhooks_beyond_the_rate_are_asked_to_come_again_as_each_provider_understands_it()
            throws Exception {
        try (RunningServer server = server(Map.of(Setting.RATE_WEBHOOKS, "1"))) {
            for (String provider : new String[] {"sendgrid", "aws_ses", "microsoft365", "zammad"}) {
                assertThat(secondAt(server, "/webhooks/" + provider))
                        .as(provider)
                        .isEqualTo(503);
            }
            for (String provider : new String[] {"whatsapp", "gmail", "mailgun", "postmark", "zendesk"}) {
                assertThat(secondAt(server, "/webhooks/" + provider))
                        .as(provider)
                        .isEqualTo(429);
            }
            assertThat(secondAt(server, "/webhooks/chatwoot"))
                    .as("never comes again")
                    .isNotIn(429, 503);
        }
    }

    @Test
    void connection_tests_cannot_scan_for_open_ports() throws Exception {
        try (RunningServer server = server(Map.of())) {
            String channel = "/api/v1/tenants/acme/channels/mail";
            server.call(
                    "PUT",
                    channel,
                    Map.of(
                            "provider",
                            "imap",
                            "config",
                            Map.of("host", "169.254.169.254", "port", 80, "username", "u", "password", "p"),
                            "is_active",
                            true));
            for (int i = 0; i < 20; i++) {
                assertThat(server.call("POST", channel + "/test", null).toString())
                        .doesNotContain("\"ok\":true,\"stages\"");
            }
            RunningServer.Answer refused = server.call("POST", channel + "/test", null);
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.header("Retry-After")).isEqualTo("3");
        }
    }

    private static int secondAt(RunningServer server, String path) throws Exception {
        server.call("POST", path, Map.of());
        RunningServer.Answer second = server.call("POST", path, Map.of());
        if (second.status() == 429 || second.status() == 503) {
            assertThat(second.header("Retry-After")).isEqualTo("60");
        }
        return second.status();
    }

    @Test
    void headers_without_end_are_refused() throws Exception {
        try (RunningServer server = server(Map.of());
                Socket socket =
                        new Socket(server.address().getHost(), server.address().getPort())) {
            socket.setSoTimeout(15_000);
            socket.getOutputStream()
                    .write(("GET /health/live HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(20_000) + "\r\n\r\n")
                            .getBytes(UTF_8));
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readNBytes(12), UTF_8)).isEqualTo("HTTP/1.1 431");
        }
    }

    /** The times themselves are not waited for. */
    @Test
    void who_says_nothing_for_long_is_cut_off() {
        HttpConfiguration http = new HttpConfiguration();
        WebServer.limit(http);
        assertThat(http.getIdleTimeout()).isBetween(1_000L, 60_000L);
        assertThat(http.getRequestHeaderSize()).isBetween(8_192, 65_536);
    }
}
