package io.deskwire.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Installation;
import io.deskwire.app.Setting;
import io.deskwire.app.Settings;
import io.deskwire.audit.AuditEntry;
import io.deskwire.audit.AuditLog;
import io.deskwire.testkit.SettableClock;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who did what stands in the audit log, and nothing else does. */
class AuditTest {

    private static final String ACME = "/api/v1/tenants/acme";
    private static final String SECRET = "secret-of-the-mailbox";

    @TempDir
    private Path folder;

    private RunningServer server;

    @BeforeEach
    void start() {
        server = RunningServer.start(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Map<String, Object> document(String host, String password) {
        return Map.of(
                "provider",
                "imap",
                "config",
                Map.of("host", host, "port", 9, "username", "u", "password", password, "use_ssl", true),
                "is_active",
                false);
    }

    private List<String> actions(String query) throws Exception {
        List<String> actions = new ArrayList<>();
        server.get("/api/v1/audit" + query).items().forEach(entry -> actions.add(entry.get("action") + ""));
        return actions;
    }

    @Test
    void a_change_of_a_channel_is_noted_by_the_names_of_its_fields_and_without_any_secret() throws Exception {
        server.call("PUT", ACME + "/channels/mail", document("127.0.0.1", SECRET));
        server.call("PUT", ACME + "/channels/mail", document("127.0.0.2", SECRET + "-2"));
        server.call("POST", ACME + "/channels/mail/pause", null);
        assertThat(server.call("PUT", ACME + "/channels/mail", Map.of("provider", "imap"))
                        .status())
                .isEqualTo(422);
        server.delete(ACME + "/channels/mail");
        server.get(ACME + "/channels");

        RunningServer.Answer answer = server.get("/api/v1/audit?tenant=acme");
        assertThat(answer.items())
                .extracting(entry -> entry.get("action"))
                .containsExactly("channel_deleted", "channel_paused", "channel_saved", "channel_saved");
        Map<String, Object> changed = answer.items().get(2);
        assertThat(changed)
                .containsEntry("detail", "config.host, config.password")
                .containsEntry("subject", "mail")
                .containsEntry("actor", "api")
                .containsEntry("source", "127.0.0.1")
                .containsEntry("outcome", "done")
                .containsEntry("tenant_id", "acme");
        assertThat(answer.toString()).doesNotContain(SECRET).doesNotContain("127.0.0.2");
    }

    @Test
    void who_signs_in_and_who_is_refused_is_noted() throws Exception {
        URI audit = server.address().resolve("/api/v1/audit");
        server.send(HttpRequest.newBuilder(audit).header("Authorization", "Bearer wrong"));
        for (String token : List.of("also-wrong", RunningServer.TOKEN)) {
            server.send(HttpRequest.newBuilder(server.address().resolve("/console/sign-in"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString("token=" + token)));
        }

        RunningServer.Answer answer = server.get("/api/v1/audit");
        assertThat(answer.items())
                .extracting(entry -> entry.get("actor") + " " + entry.get("action") + " " + entry.get("outcome"))
                .containsExactly(
                        "console signed_in done",
                        "console sign_in_refused refused",
                        "api token_refused refused",
                        "server retention_set done");
        assertThat(answer.toString()).doesNotContain("wrong\"").doesNotContain(RunningServer.TOKEN);
    }

    @Test
    void entries_come_in_pages_by_tenant_and_action() throws Exception {
        for (String tenant : List.of("acme", "bolt", "acme")) {
            server.call("PUT", "/api/v1/tenants/" + tenant + "/channels/mail", document("127.0.0.1", SECRET));
        }
        assertThat(actions("?tenant=bolt")).containsExactly("channel_saved");
        assertThat(actions("?action=retention_set")).hasSize(1);
        RunningServer.Answer first = server.get("/api/v1/audit?tenant=acme&limit=1");
        assertThat(first.items()).hasSize(1);
        RunningServer.Answer second = server.get(
                "/api/v1/audit?tenant=acme&limit=1&cursor=" + first.tree().get("next_cursor"));
        assertThat(second.items()).hasSize(1);
        assertThat(second.tree().get("next_cursor")).isNull();
        assertThat(server.get("/api/v1/audit?cursor=odd").status()).isEqualTo(400);
        assertThat(server.send(HttpRequest.newBuilder(server.address().resolve("/api/v1/audit")))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void of_a_deleted_tenant_one_entry_says_so_without_saying_who_asked() throws Exception {
        server.call("PUT", ACME + "/channels/mail", document("127.0.0.1", SECRET));
        server.delete(ACME);
        assertThat(server.delete(ACME).tree()).containsEntry("removed_rows", 0L);

        List<Map<String, Object>> left = server.get("/api/v1/audit?tenant=acme").items();
        assertThat(left).hasSize(1);
        assertThat(left.get(0)).containsEntry("action", AuditEntry.TENANT_DELETED);
        assertThat(left.get(0).get("source")).isNull();
    }

    @Test
    void another_retention_is_noted_at_the_next_start_and_the_same_is_not() throws Exception {
        server.close();
        server = RunningServer.start(folder);
        assertThat(actions("?action=retention_set")).hasSize(1);
        server.close();
        server = RunningServer.start(folder, Map.of(Setting.RAW_RETENTION_DAYS, "7"));
        assertThat(server.get("/api/v1/audit?action=retention_set").items())
                .extracting(entry -> entry.get("detail"))
                .containsExactly("raw 7 days, keys 400 days", "raw 30 days, keys 400 days");
    }

    @Test
    void renewed_keys_are_noted() throws Exception {
        server.close();
        Settings settings = Settings.read(Map.of(Setting.DATA_DIR, folder.toString()), Map.of());
        SettableClock clock = SettableClock.at(Instant.parse("2026-03-01T10:00:00Z"));
        Installation.rotateKeys(settings, clock, done -> {});
        try (Installation installation = Installation.open(settings, clock)) {
            assertThat(installation
                            .stores()
                            .audit()
                            .list(new AuditLog.Filter(null, "keys_rotated"), null, 10)
                            .items())
                    .extracting(AuditEntry::actor, AuditEntry::detail)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("command_line", "0 of 0 secrets"));
        }
        server = RunningServer.start(folder);
    }
}
