package io.deskwire.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Await;
import io.deskwire.testkit.mail.GreenMailServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackfillTest {

    private static final String CHANNEL = "/api/v1/tenants/acme/channels/support";

    private static final Map<String, String> PREFER_ASYNC = Map.of("Prefer", "respond-async");

    @TempDir
    Path folder;

    private GreenMailServer mail;
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        mail = GreenMailServer.start();
        mail.createMailbox("support@acme.example", "secret");
        mail.deliverAll(
                "support@acme.example",
                IntStream.range(0, 5).mapToObj(BackfillTest::eml).toList());
        server = RunningServer.start(folder);
    }

    @AfterEach
    void stop() {
        server.close();
        mail.close();
    }

    private static byte[] eml(int i) {
        return ("From: ann@customer.example\r\nTo: support@acme.example\r\nSubject: Old " + i + "\r\nMessage-ID: <" + i
                        + "@customer.example>\r\n\r\nHello " + i + "\r\n")
                .getBytes(UTF_8);
    }

    private void configure(String provider, int port, Map<String, Object> more) throws Exception {
        assertThat(put(provider, port, more).status()).isEqualTo(201);
        assertThat(server.call("POST", CHANNEL + "/sync", null).status()).isEqualTo(200);
    }

    private RunningServer.Answer put(String provider, int port, Map<String, Object> more) throws Exception {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("host", "127.0.0.1");
        config.put("port", port);
        config.put("username", "support@acme.example");
        config.put("password", "secret");
        config.put("use_ssl", false);
        config.put("use_tls", false);
        config.put("smtp_host", "127.0.0.1");
        config.put("smtp_port", mail.smtpPort().orElseThrow());
        config.put("smtp_use_ssl", false);
        config.put("smtp_use_tls", false);
        config.put("poll_interval_seconds", 3600);
        if (provider.equals("imap")) {
            config.put("idle", false);
        }
        config.putAll(more);
        return server.call(
                "PUT",
                CHANNEL,
                Map.of("provider", provider, "config", config, "ticket_address", "support@acme.example"));
    }

    private Map<String, Object> backfill(Map<String, Object> body) throws Exception {
        RunningServer.Answer answer = server.call("POST", CHANNEL + "/backfill", body);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.tree();
    }

    @Test
    void what_start_from_passed_over_is_counted_named_and_brought_in_once() throws Exception {
        configure("imap", mail.imapPort(), Map.of("start_from", "now"));
        assertThat(server.get("/api/v1/tenants/acme/tickets").items()).isEmpty();

        Map<String, Object> counted = backfill(Map.of("dry_run", true));
        assertThat(counted).containsEntry("seen", 5L).containsEntry("known", 0L).containsEntry("stored", 0L);
        assertThat((List<?>) counted.get("missing"))
                .hasSize(5)
                .allMatch(key -> key.toString().startsWith("imap:"));
        assertThat(server.get("/api/v1/tenants/acme/tickets").items())
                .as("a dry run stores nothing")
                .isEmpty();

        assertThat(backfill(Map.of("since", "2020-01-01"))).containsEntry("stored", 5L);
        Await.until(
                () -> server.get("/api/v1/tenants/acme/tickets"),
                tickets -> tickets.items().size() == 5);
        assertThat(backfill(Map.of())).containsEntry("known", 5L).containsEntry("stored", 0L);

        mail.deliverAll("support@acme.example", List.of(eml(6)));
        assertThat(server.call("POST", CHANNEL + "/sync", null).tree())
                .as("the channel's own position did not move")
                .containsEntry("stored", 1L);
    }

    @Test
    void a_day_in_the_future_finds_nothing_and_a_wrong_one_is_refused() throws Exception {
        configure("imap", mail.imapPort(), Map.of("start_from", "now"));

        assertThat(backfill(Map.of("since", "2199-01-01"))).containsEntry("seen", 0L);
        assertThat(server.call("POST", CHANNEL + "/backfill", Map.of("since", "last week"))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void a_pop3_maildrop_is_compared_and_cannot_be_asked_for_a_day() throws Exception {
        configure("pop3", mail.pop3Port(), Map.of());

        assertThat(backfill(Map.of("dry_run", true))).containsEntry("seen", 5L).containsEntry("known", 5L);
        RunningServer.Answer refused = server.call("POST", CHANNEL + "/backfill", Map.of("since", "2026-01-01"));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.toString()).contains("POP3 cannot tell when messages came");
    }

    @Test
    void how_far_it_is_can_be_asked_and_one_runs_at_a_time() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            configure("imap", mail.imapPort(), Map.of("start_from", "now"));
            assertThat(server.get(CHANNEL + "/backfill").status()).isEqualTo(404);
            assertThat(server.call("POST", CHANNEL + "/backfill", Map.of("dry_run", true), PREFER_ASYNC)
                            .status())
                    .isEqualTo(202);
            RunningServer.Answer done = Await.until(
                    () -> server.get(CHANNEL + "/backfill"),
                    answer -> "done".equals(answer.tree().get("state")));
            assertThat(done.tree()).containsEntry("seen", 5L).containsEntry("dry_run", true);

            assertThat(put("imap", silent.getLocalPort(), Map.of()).status()).isEqualTo(200);
            assertThat(server.call("POST", CHANNEL + "/backfill", Map.of(), PREFER_ASYNC)
                            .tree())
                    .containsEntry("state", "running");
            assertThat(server.call("POST", CHANNEL + "/backfill", Map.of()).status())
                    .isEqualTo(409);
            silent.close();
            RunningServer.Answer failed = Await.until(
                    () -> server.get(CHANNEL + "/backfill"),
                    answer -> "failed".equals(answer.tree().get("state")));
            assertThat(failed.tree().get("problem").toString()).isNotBlank();
        }
    }
}
