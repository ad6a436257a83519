package io.deskwire.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Await;
import io.deskwire.app.http.EventReceiver;
import io.deskwire.app.http.EventReceiver.Came;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed while it delivers events delivers them after its next start. */
class EventsSurviveTest {

    private static final String ACME = "/api/v1/tenants/acme";

    @Test
    void events_of_a_killed_server_are_delivered_by_the_next_in_order(@TempDir Path folder) throws Exception {
        try (EventReceiver receiver = EventReceiver.start("a key")) {
            CountDownLatch stall = receiver.stall();
            try (ServerProcess first = ServerProcess.start(folder, Map.of(), List.of())) {
                first.awaitReady();
                first.put(
                        ACME + "/channels/mail",
                        Map.of(
                                "provider",
                                "imap",
                                "config",
                                Map.of("host", "127.0.0.1", "port", 1, "username", "u", "password", "p"),
                                "is_active",
                                false));
                first.put(
                        ACME + "/subscriptions/all",
                        Map.of("url", receiver.url(), "types", List.of("channel.state_changed"), "secret", "a key"));
                for (int i = 0; i < 5; i++) {
                    first.post(ACME + "/channels/mail/pause", Map.of());
                    first.post(ACME + "/channels/mail/resume", Map.of());
                }
                Await.until(receiver::came, all -> !all.isEmpty());
                first.kill();
            }
            String interrupted = receiver.came().get(0).id();
            stall.countDown();
            receiver.forget();
            try (ServerProcess second = ServerProcess.start(folder, Map.of(), List.of())) {
                second.awaitReady();
                Await.until(
                        () -> second.get(ACME + "/subscriptions/all"),
                        tree -> Long.valueOf(0).equals(tree.get("waiting")));
                List<Came> came = receiver.came();
                assertThat(came.get(0).id())
                        .as("what nobody heard the end of comes again")
                        .isEqualTo(interrupted);
                receiver.wasNeverFooled();
                assertThat(came.stream().map(Came::id).distinct().count()).isEqualTo(came.size());
                // Each state of a side is followed by the one that begins with it.
                for (String side : List.of("inbound", "outbound")) {
                    List<Came> of = came.stream()
                            .filter(one -> side.equals(one.tree().get("side")))
                            .toList();
                    assertThat(of).hasSizeGreaterThanOrEqualTo(10);
                    for (int i = 1; i < of.size(); i++) {
                        assertThat(of.get(i).tree().get("previous_state"))
                                .isEqualTo(of.get(i - 1).tree().get("state"));
                    }
                }
            }
        }
    }
}
