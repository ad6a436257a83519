package io.deskwire.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Await;
import io.deskwire.json.Json;
import io.deskwire.testkit.mail.GreenMailServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Channels: written by the API, written by somebody else's SQL, shown without their secrets. */
class ChannelApiTest {

    private static final String CHANNELS = "/api/v1/tenants/acme/channels";
    private static final String SUPPORT = CHANNELS + "/support";

    /** As in the tenants' own documentation. */
    private static final String EXAMPLE =
            "{\"host\":\"mail.tenant.com\",\"port\":993,\"username\":\"support@tenant.com\","
                    + "\"password\":\"xxx\",\"use_ssl\":true,\"use_tls\":false,\"folder\":\"INBOX\"}";

    @TempDir
    Path folder;

    private RunningServer server;

    @BeforeEach
    void start() {
        server = RunningServer.start(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Map<String, Object> body(Map<String, Object> config) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("provider", "imap");
        body.put("config", config);
        // Nothing is to be connected to in these tests.
        body.put("is_active", false);
        return body;
    }

    private static Map<String, Object> example() {
        return Json.strict().parseObject(EXAMPLE);
    }

    @Test
    void a_document_is_created_then_replaced_and_shown_without_its_secret() throws Exception {
        RunningServer.Answer created = server.call("PUT", SUPPORT, body(example()));
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.object("config"))
                .containsEntry("password", "********")
                .containsEntry("host", "mail.tenant.com");
        assertThat(server.call("PUT", SUPPORT, body(example())).status()).isEqualTo(200);
        assertThat(server.get(SUPPORT).toString()).doesNotContain("xxx");
        assertThat(server.get(CHANNELS).items()).hasSize(1);
        assertThat(server.get(CHANNELS).toString()).doesNotContain("xxx");
    }

    @Test
    void what_was_shown_can_be_put_back_and_keeps_the_stored_secret() throws Exception {
        server.call("PUT", SUPPORT, body(example()));
        Map<String, Object> shown = server.get(SUPPORT).tree();
        assertThat(server.call("PUT", SUPPORT, shown).status()).isEqualTo(200);
        assertThat(storedDocument()).doesNotContain("********").doesNotContain("xxx");
        assertThat(server.get(SUPPORT).object("config")).containsEntry("password", "********");
    }

    private String storedDocument() throws Exception {
        try (Connection db = database();
                var rows = db.createStatement().executeQuery("SELECT email_provider_config FROM tenant_email_config")) {
            return rows.getString(1);
        }
    }

    @Test
    void a_mask_without_a_stored_secret_is_refused() throws Exception {
        Map<String, Object> config = example();
        config.put("password", "********");
        RunningServer.Answer refused = server.call("PUT", SUPPORT, body(config));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.list("problems")).extracting(p -> p.get("path")).contains("config.password");
    }

    @Test
    void everything_that_is_wrong_is_said_at_once_and_nothing_is_stored() throws Exception {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("port", "many");
        Map<String, Object> body = body(config);
        body.put("ticket_address", "nobody");
        body.put("is_activ", true);
        RunningServer.Answer refused = server.call("PUT", SUPPORT, body);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.list("problems"))
                .extracting(p -> p.get("path"))
                .contains("ticket_address", "is_activ", "config.host", "config.port", "config.username");
        assertThat(server.get(SUPPORT).status()).isEqualTo(404);
    }

    @Test
    void an_unknown_provider_is_named() throws Exception {
        RunningServer.Answer refused = server.call("PUT", SUPPORT, Map.of("provider", "pigeon"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.list("problems"))
                .extracting(p -> p.get("path"))
                .containsExactlyInAnyOrder("provider", "config");
    }

    @Test
    void a_channel_is_paused_resumed_and_removed() throws Exception {
        server.call("PUT", SUPPORT, body(example()));
        assertThat(server.call("POST", SUPPORT + "/pause", null).tree()).containsEntry("paused", true);
        assertThat(server.call("POST", SUPPORT + "/resume", null).tree()).containsEntry("paused", false);
        assertThat(server.delete(SUPPORT).status()).isEqualTo(204);
        assertThat(server.delete(SUPPORT).status()).isEqualTo(404);
        for (String verb : List.of("test", "sync", "pause", "resume")) {
            assertThat(server.call("POST", SUPPORT + "/" + verb, null).status())
                    .as(verb)
                    .isEqualTo(404);
        }
    }

    @Test
    void a_row_written_by_somebody_else_starts_a_channel_and_a_broken_one_is_reported_alone() throws Exception {
        try (GreenMailServer mail = GreenMailServer.start()) {
            mail.createMailbox("sql@acme.example", "secret");
            mail.deliverAll(
                    "sql@acme.example",
                    List.of("From: a@b.example\r\nTo: sql@acme.example\r\nSubject: By SQL\r\n\r\nHi\r\n"
                            .getBytes(UTF_8)));
            insert("broken", "{\"port\":\"x\",\"use_ssl\":\"perhaps\"}");
            insert(
                    "good",
                    "{\"host\":\"127.0.0.1\",\"port\":" + mail.imapPort()
                            + ",\"username\":\"sql@acme.example\",\"password\":\"secret\",\"use_ssl\":false,"
                            + "\"use_tls\":false,\"smtp_host\":\"127.0.0.1\",\"smtp_port\":"
                            + mail.smtpPort().orElseThrow() + "}");
            Await.until(
                    () -> server.get("/api/v1/tenants/acme/tickets"),
                    tickets -> tickets.items().size() == 1);
            RunningServer.Answer broken = Await.until(
                    () -> server.get(CHANNELS + "/broken"),
                    channel -> "connect_error".equals(channel.object("inbound").get("state")));
            assertThat(broken.list("problems"))
                    .extracting(p -> p.get("path"))
                    .contains("config.host", "config.port", "config.username", "config.use_ssl");
            assertThat(server.get(CHANNELS + "/good").object("inbound")).containsEntry("state", "connected");
        }
    }

    private void insert(String id, String config) throws Exception {
        try (Connection db = database();
                PreparedStatement insert = db.prepareStatement(
                        "INSERT INTO tenant_email_config (id, tenant_id, email_provider_type, email_provider_config)"
                                + " VALUES (?, 'acme', 'imap', ?)")) {
            insert.setString(1, id);
            insert.setString(2, config);
            insert.executeUpdate();
        }
    }

    private Connection database() throws Exception {
        assertThat(Files.exists(folder.resolve("deskwire.db"))).isTrue();
        return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("deskwire.db") + "?busy_timeout=5000");
    }
}
