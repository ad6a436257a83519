package io.deskwire.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Await;
import io.deskwire.testkit.gmail.GmailMailbox;
import io.deskwire.testkit.gmail.GmailSimulator;
import io.deskwire.testkit.gmail.GoogleClient;
import io.deskwire.testkit.graph.GraphMailbox;
import io.deskwire.testkit.graph.GraphSimulator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mail with a file of 25 MB, 34 MB in all, and an answer with one, through a server with a heap of 256 MB. */
class LargeMailboxTest {

    private static final int SIZE = 25_000_000;
    private static final String TICKETS = "/api/v1/tenants/acme/tickets";

    @TempDir
    Path folder;

    private final byte[] file = new byte[SIZE];

    LargeMailboxTest() {
        new Random(25).nextBytes(file);
    }

    @Test
    void gmail() throws Exception {
        try (GmailSimulator google = GmailSimulator.start(Clock.systemUTC())) {
            GoogleClient client = google.addClient("acme.apps.googleusercontent.com", "GOCSPX-acme");
            GmailMailbox mailbox = google.addMailbox("support@acme.example");
            mailbox.receive(mail());
            comesAndGoes(
                    "gmail",
                    Map.of(
                            "client_id",
                            client.id(),
                            "client_secret",
                            "GOCSPX-acme",
                            "refresh_token",
                            mailbox.refreshToken(client),
                            "email_address",
                            mailbox.email(),
                            "api_base_url",
                            google.apiBaseUrl(),
                            "token_url",
                            google.tokenUrl()),
                    () -> mailbox.sent().stream().map(sent -> sent.submitted()).toList());
        }
    }

    @Test
    void microsoft_365() throws Exception {
        try (GraphSimulator graph = GraphSimulator.start(Clock.systemUTC())) {
            graph.addApp("acme.onmicrosoft.com", "client", "secret");
            GraphMailbox mailbox = graph.addMailbox("acme.onmicrosoft.com", "support@acme.example");
            mailbox.receive(mail());
            comesAndGoes(
                    "microsoft365",
                    Map.of(
                            "client_id",
                            "client",
                            "client_secret",
                            "secret",
                            "tenant_id",
                            "acme.onmicrosoft.com",
                            "email_address",
                            mailbox.userPrincipalName(),
                            "api_base_url",
                            graph.apiBaseUrl(),
                            "token_url",
                            graph.tokenUrl("acme.onmicrosoft.com")),
                    () -> mailbox.sent().stream().map(sent -> sent.mime()).toList());
        }
    }

    @Test
    void a_server_without_a_channel_at_google_or_microsoft_loads_none_of_their_classes() throws Exception {
        Path loaded = folder.resolve("classes.log");
        Path data = folder.resolve("data");
        try (ServerProcess server = ServerProcess.start(data, Map.of(), List.of("-Xlog:class+load:file=" + loaded))) {
            server.get(TICKETS);
            server.put(
                    "/api/v1/tenants/acme/channels/mail",
                    Map.of(
                            "provider",
                            "imap",
                            "ticket_address",
                            "support@acme.example",
                            "config",
                            Map.of("host", "127.0.0.1", "port", 1, "username", "u", "password", "p")));
            Await.until(
                    () -> server.get("/api/v1/tenants/acme/channels/mail").toString(),
                    channel -> channel.contains("disconnected"));
            server.terminate();
        }
        assertThat(Files.readAllLines(loaded))
                .hasSizeGreaterThan(1000)
                .noneMatch(line -> line.contains(" com.microsoft.") || line.contains(" com.google.api."));
    }

    private void comesAndGoes(String provider, Map<String, Object> document, Callable<List<byte[]>> sent)
            throws Exception {
        try (ServerProcess server = ServerProcess.start(folder, Map.of(), List.of("-Xmx256m"))) {
            server.put(
                    "/api/v1/tenants/acme/channels/mail",
                    Map.of("provider", provider, "ticket_address", "support@acme.example", "config", document));
            Object id = Await.until(() -> items(server.get(TICKETS), "items"), all -> all.size() == 1)
                    .get(0)
                    .get("id");
            Map<String, Object> message =
                    items(server.get(TICKETS + "/" + id), "messages").get(0);
            assertThat(server.length("/api/v1/tenants/acme/messages/" + message.get("id") + "/attachments/0"))
                    .isEqualTo(SIZE);

            Map<String, Object> attachment = Map.of(
                    "file_name",
                    "file.bin",
                    "content_type",
                    "application/octet-stream",
                    "content_base64",
                    Base64.getEncoder().encodeToString(file));
            server.post(
                    TICKETS + "/" + id + "/replies", Map.of("text", "Here it is", "attachments", List.of(attachment)));
            byte[] answer = Await.until(sent, all -> all.size() == 1).get(0);
            String whole = new String(answer, StandardCharsets.ISO_8859_1).replace("\r\n", "");
            assertThat(whole.contains(Base64.getEncoder().encodeToString(Arrays.copyOf(file, SIZE - SIZE % 3))))
                    .isTrue();
        }
    }

    private byte[] mail() {
        return ("From: Zoe <zoe@customer.example>\r\nTo: support@acme.example\r\nSubject: A large file\r\n"
                        + "Message-ID: <large@customer.example>\r\nMIME-Version: 1.0\r\n"
                        + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSee the file"
                        + "\r\n--b\r\nContent-Type: application/octet-stream\r\n"
                        + "Content-Disposition: attachment; filename=file.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                        + Base64.getMimeEncoder().encodeToString(file) + "\r\n--b--\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @SuppressWarnings("unchecked") // As the API writes it.
    private static List<Map<String, Object>> items(Map<String, Object> tree, String name) {
        return (List<Map<String, Object>>) tree.getOrDefault(name, List.of());
    }
}
