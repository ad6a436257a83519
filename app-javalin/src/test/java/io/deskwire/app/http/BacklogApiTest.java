package io.deskwire.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Await;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.message.Envelope;
import io.deskwire.mime.MimeDecoder;
import io.deskwire.testkit.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits, for how long, and what holds it back. */
class BacklogApiTest {

    private static final String TENANT = "/api/v1/tenants/acme";

    @TempDir
    Path folder;

    @Test
    void what_waits_is_counted_with_its_age_and_with_what_holds_it_back() throws Exception {
        SettableClock clock = SettableClock.at(Instant.parse("2026-03-02T12:00:00Z"));
        try (RunningServer server = RunningServer.start(folder, Map.of(), clock)) {
            Map<String, Object> channel = new LinkedHashMap<>();
            channel.put("provider", "imap");
            channel.put("config", Map.of("host", "mail.acme.example", "username", "support", "password", "xxx"));
            channel.put("is_active", false);
            assertThat(server.call("PUT", TENANT + "/channels/support", channel).status())
                    .isEqualTo(201);
            RunningServer.Answer held = Await.until(
                    () -> server.get(TENANT + "/backlog"),
                    answer -> !answer.list("held_back").isEmpty());
            assertThat(held.list("held_back").get(0))
                    .containsEntry("channel_id", "support")
                    .containsEntry("state", "disabled")
                    .containsEntry("because", "switched off");
            assertThat(held.object("inbox")).containsEntry("items", 0L).containsEntry("oldest_seconds", null);

            // Nobody works on what comes from now on.
            server.context().deskwire().stop(Duration.ofSeconds(10));
            server.context()
                    .deskwire()
                    .channels()
                    .receive(
                            "acme",
                            "support",
                            new RawItem(
                                    "one",
                                    MimeDecoder.FORMAT,
                                    Envelope.unknown(),
                                    null,
                                    Map.of(),
                                    RawBody.of("Subject: s\r\n\r\nHi".getBytes(UTF_8))));
            clock.advance(Duration.ofSeconds(90));

            assertThat(server.get(TENANT + "/backlog").object("inbox"))
                    .containsEntry("items", 1L)
                    .containsEntry("oldest_seconds", 90L);
            assertThat(new String(server.get("/metrics").body(), UTF_8))
                    .contains("backlog_oldest_seconds{queue=\"inbox\"} 90.0")
                    .contains("backlog_oldest_seconds{queue=\"outbox\"} 0.0");
        }
    }
}
