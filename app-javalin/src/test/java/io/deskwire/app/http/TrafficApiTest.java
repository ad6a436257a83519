package io.deskwire.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Await;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.message.Envelope;
import io.deskwire.mime.MimeDecoder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How messages pass, what a person does about answers, and what is handed to somebody who helps. */
class TrafficApiTest {

    private static final String TENANT = "/api/v1/tenants/acme";

    @TempDir
    Path folder;

    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.start(folder);
        Map<String, Object> channel = new LinkedHashMap<>();
        channel.put("provider", "imap");
        channel.put(
                "config",
                Map.of(
                        "host",
                        "127.0.0.1",
                        "port",
                        1,
                        "username",
                        "mailbox-name@acme.example",
                        "password",
                        "open-sesame-password"));
        channel.put("ticket_address", "support@acme.example");
        channel.put(
                "parser_config",
                Map.of(
                        "rules",
                        List.of(Map.of(
                                "name",
                                "hold",
                                "when",
                                Map.of("subject", "invoice"),
                                "then",
                                Map.of("quarantine", "held because of 'Zanzibar quote'")))));
        // Nobody answers there; what is received is handed in by the tests.
        channel.put("is_active", true);
        assertThat(server.call("PUT", TENANT + "/channels/support", channel).status())
                .isEqualTo(201);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void arrives(String key, String subject) {
        String mail = "From: Ann <ann@customer.example>\r\nTo: support@acme.example\r\nSubject: " + subject
                + "\r\nMessage-ID: <" + key + "@customer.example>\r\n\r\nThe words of the body.\r\n";
        server.context()
                .deskwire()
                .channels()
                .receive(
                        "acme",
                        "support",
                        new RawItem(
                                key,
                                MimeDecoder.FORMAT,
                                Envelope.unknown(),
                                null,
                                Map.of(),
                                RawBody.of(mail.getBytes(UTF_8))));
    }

    private Map<String, Object> ticket(String subject) throws Exception {
        arrives("t" + subject.hashCode(), subject);
        return Await.until(
                        () -> server.get(TENANT + "/tickets").items().stream()
                                .filter(item -> subject.equals(item.get("subject")))
                                .toList(),
                        items -> items.size() == 1)
                .get(0);
    }

    @Test
    void what_came_in_is_seen_with_when_it_reached_each_stage() throws Exception {
        Map<String, Object> ticket = ticket("Kettle");
        arrives("again", "Cup");

        List<Map<String, Object>> flow = Await.until(
                () -> server.get(TENANT + "/flow").items(),
                items -> items.size() == 2 && items.stream().allMatch(item -> item.get("delivered_at") != null));

        Map<String, Object> first = flow.get(1);
        assertThat(first)
                .containsEntry("direction", "inbound")
                .containsEntry("channel_id", "support")
                .containsEntry("ticket_id", ticket.get("id"))
                .containsEntry("outcome", "filed")
                .containsEntry("state", "delivered");
        Instant stored = Instant.parse(String.valueOf(first.get("stored_at")));
        Instant filed = Instant.parse(String.valueOf(first.get("settled_at")));
        Instant delivered = Instant.parse(String.valueOf(first.get("delivered_at")));
        assertThat(List.of(stored, filed, delivered)).isSorted();
        assertThat(server.get("/api/v1/tenants/other/flow").items()).isEmpty();
        RunningServer.Answer part = server.get(TENANT + "/flow?limit=1");
        assertThat(part.items()).hasSize(1);
        assertThat(server.get(TENANT + "/flow?limit=1&cursor=" + part.tree().get("next_cursor"))
                        .items()
                        .get(0))
                .containsEntry("raw_id", first.get("raw_id"));
    }

    @Test
    void an_answer_that_waits_is_seen_and_taken_back_once() throws Exception {
        Object ticket = ticket("Kettle").get("id");
        RunningServer.Answer accepted = server.call(
                "POST",
                TENANT + "/tickets/" + ticket + "/replies",
                Map.of("text", "Later.", "send_at", "2096-01-31T09:00:00Z"));
        assertThat(accepted.status()).as(accepted.toString()).isEqualTo(202);
        String message = String.valueOf(accepted.tree().get("message_id"));

        Map<String, Object> waiting = server.get(TENANT + "/outbound").items().get(0);
        assertThat(waiting)
                .containsEntry("message_id", message)
                .containsEntry("ticket_id", ticket)
                .containsEntry("state", "send")
                .containsEntry("cancellable", true)
                .containsEntry("next_attempt_at", "2096-01-31T09:00:00Z");
        assertThat(server.get(TENANT + "/outbound?state=uncertain").items()).isEmpty();
        assertThat(server.get(TENANT + "/outbound?state=lost").status()).isEqualTo(400);
        String at = TENANT + "/messages/" + message;
        assertThat(server.call("POST", at + "/resolve", Map.of("decision", "was_sent"))
                        .status())
                .isEqualTo(409);
        assertThat(server.call("POST", at + "/resolve", Map.of("decision", "maybe"))
                        .status())
                .isEqualTo(422);
        assertThat(server.call("POST", TENANT + "/messages/none/resolve", Map.of("decision", "failed"))
                        .status())
                .isEqualTo(404);
        assertThat(server.call("POST", "/api/v1/tenants/other/messages/" + message + "/cancel", null)
                        .status())
                .isEqualTo(404);

        assertThat(server.call("POST", at + "/cancel", null).status()).isEqualTo(204);

        assertThat(server.call("POST", at + "/cancel", null).status()).isEqualTo(409);
        assertThat(server.get(TENANT + "/outbound").items()).isEmpty();
        assertThat(server.get(TENANT + "/outbound?state=all").items().get(0).toString())
                .contains("status=failed")
                .contains("cancelled by a person");
        assertThat(server.get("/api/v1/audit?action=message_cancelled").items())
                .singleElement()
                .satisfies(entry -> assertThat(entry).containsEntry("subject", message));
    }

    @Test
    void nodes_and_leases_are_listed() throws Exception {
        assertThat(server.get("/api/v1/nodes").status()).isEqualTo(200);
        assertThat(server.get("/api/v1/leases?limit=1").status()).isEqualTo(200);
    }

    @Test
    void the_support_bundle_tells_how_the_installation_is_and_nothing_of_customers() throws Exception {
        ticket("Bergamot Kettle");
        arrives("held", "Invoice of Bergamot");
        Await.until(() -> server.get(TENANT + "/dead-letters").items(), items -> items.size() == 1);

        RunningServer.Answer answer = server.get("/api/v1/support-bundle");

        assertThat(answer.status()).isEqualTo(200);
        Map<String, String> files = unzip(answer.body());
        assertThat(files)
                .containsOnlyKeys(
                        "README.txt",
                        "versions.json",
                        "settings.json",
                        "channels.json",
                        "states.json",
                        "backlog.json",
                        "dead-letters.json",
                        "nodes.json",
                        "recurring-jobs.json",
                        "audit.json",
                        "metrics.txt");
        assertThat(files.get("versions.json"))
                .contains("\"database\" : \"sqlite\"")
                .contains("tables_version");
        assertThat(files.get("settings.json"))
                .contains("\"DESKWIRE_ADMIN_TOKEN\" : \"set\"")
                .contains("\"DESKWIRE_RATE_CALLS\" : 30000");
        assertThat(files.get("channels.json"))
                .contains("\"host\" : \"127.0.0.1\"")
                .contains("\"port\" : 1");
        assertThat(files.get("states.json")).contains("\"inbound\"", "\"state\"");
        assertThat(files.get("dead-letters.json")).contains("held because of <quoted>");
        assertThat(files.get("audit.json")).contains("channel_saved").doesNotContain("127.0.0.1");
        assertThat(files.get("metrics.txt")).contains("ingest_messages_total");
        String all = String.join("\n", files.values());
        for (String theirs : List.of(
                "ann@",
                "customer.example",
                "acme.example",
                "Bergamot",
                "Zanzibar",
                "words of the body",
                "open-sesame",
                RunningServer.TOKEN)) {
            assertThat(all).doesNotContain(theirs);
        }
    }

    @Test
    void dead_letters_are_exported_with_their_bytes() throws Exception {
        arrives("held", "Invoice of Bergamot");
        String id = String.valueOf(
                Await.until(() -> server.get(TENANT + "/dead-letters").items(), items -> items.size() == 1)
                        .get(0)
                        .get("id"));

        Map<String, String> files =
                unzip(server.get(TENANT + "/dead-letters/export").body());

        assertThat(files).containsOnlyKeys(id + ".eml", "dead-letters.jsonl");
        assertThat(files.get(id + ".eml")).contains("Subject: Invoice of Bergamot");
        assertThat(files.get("dead-letters.jsonl")).contains(id).contains("held because");
        assertThat(unzip(
                        server.get(TENANT + "/dead-letters/export?reason=other").body()))
                .containsOnlyKeys("dead-letters.jsonl");
    }

    private static Map<String, String> unzip(byte[] zip) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), new String(in.readAllBytes(), UTF_8));
            }
        }
        return files;
    }
}
