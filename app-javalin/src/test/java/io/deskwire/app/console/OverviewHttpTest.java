package io.deskwire.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Await;
import io.deskwire.app.Server;
import io.deskwire.app.Setting;
import io.deskwire.app.Settings;
import io.deskwire.config.ChannelConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the overview tells beyond states: what went quiet, what ends. */
class OverviewHttpTest {

    private static final String HOME = "/console";

    private Server server;
    private Visitor visitor;

    @BeforeEach
    void start(@TempDir Path folder) {
        server = Server.start(
                Settings.read(
                        Map.of(
                                Setting.PORT, "0",
                                Setting.DATA_DIR, folder.toString(),
                                Setting.ALLOW_PRIVATE_ENDPOINTS, "true"),
                        Map.of()),
                Clock.systemUTC());
        visitor = new Visitor(server.address());
        visitor.get(Console.signInPath(server.context()));
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private void gmail(Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(Map.of(
                "email_address", "support@acme.example",
                "client_id", "id",
                "client_secret", "secret",
                // Nobody answers there.
                "api_base_url", "http://127.0.0.1:9",
                "token_url", "http://127.0.0.1:9/token"));
        config.putAll(more);
        assertThat(server.context()
                        .deskwire()
                        .channels()
                        .save(ChannelConfig.of("acme", "mail", "gmail", config, "support@acme.example")))
                .isEmpty();
    }

    @Test
    void a_channel_that_went_quiet_is_marked_though_nothing_failed() throws Exception {
        gmail(Map.of());
        Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
        for (int i = 30; i < 5 * 168; i++) {
            server.context().stores().channelStates().arrived("acme", "mail", hour.minus(Duration.ofHours(i)), 4);
        }
        String page = Await.until(() -> visitor.get(HOME).body(), body -> body.contains("Quiet"));
        assertThat(page)
                .contains("Quieter than usual: 0 in the last 3 hours, usually about 12", "troubled", "1 channel needs");
        assertThat(visitor.get("/console/tenants/acme/channels/mail").body())
                .contains("Quieter than usual", "Nothing has failed");
        visitor.post(
                "/console/tenants/acme/channels/mail/pause",
                "_csrf",
                visitor.csrf("/console/tenants/acme/channels/mail"),
                "page",
                "channel");
        assertThat(visitor.get(HOME).body())
                .as("a channel that is held is quiet by order")
                .doesNotContain("Quieter");
    }

    @Test
    void a_watch_that_ends_is_counted_down() throws Exception {
        gmail(Map.of(
                "watch_enabled",
                true,
                "pubsub_topic",
                "projects/p/topics/t",
                "push_service_account",
                "push@p.iam.gserviceaccount.com"));
        Instant now = Instant.now();
        server.context()
                .stores()
                .memory()
                .put(
                        "acme",
                        "mail",
                        "gmail.watch",
                        "{\"topic\":\"projects/p/topics/t\",\"labels\":[\"INBOX\"],\"since\":\"" + now
                                + "\",\"renewed_at\":\"" + now + "\",\"expires_at\":\""
                                + now.plus(Duration.ofHours(49).plusMinutes(30)) + "\"}");
        String page = Await.until(() -> visitor.get(HOME).body(), body -> body.contains("Watch:"));
        assertThat(page).contains("2 d 1 h left");
        assertThat(visitor.get("/console/tenants/acme/channels/mail").body())
                .contains("2 d 1 h left", "renewed by itself");
    }
}
