package io.deskwire.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Await;
import io.deskwire.testkit.gmail.GmailMailbox;
import io.deskwire.testkit.gmail.GmailSimulator;
import io.deskwire.testkit.gmail.GoogleClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mail with a file of 25 MB, and an answer with one, through a server with a heap of 256 MB. */
class LargeGmailTest {

    private static final int SIZE = 25_000_000;

    @TempDir
    Path folder;

    @Test
    void a_file_of_25_megabytes_comes_and_goes_through_a_heap_of_256() throws Exception {
        byte[] file = new byte[SIZE];
        new Random(25).nextBytes(file);
        try (GmailSimulator google = GmailSimulator.start(Clock.systemUTC());
                ServerProcess server = ServerProcess.start(folder, Map.of(), List.of("-Xmx256m"))) {
            GoogleClient client = google.addClient("acme.apps.googleusercontent.com", "GOCSPX-acme");
            GmailMailbox mailbox = google.addMailbox("support@acme.example");
            mailbox.receive(mail(Base64.getMimeEncoder().encodeToString(file)));
            server.put(
                    "/api/v1/tenants/acme/channels/mail",
                    Map.of(
                            "provider",
                            "gmail",
                            "ticket_address",
                            mailbox.email(),
                            "config",
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
                                    google.tokenUrl())));

            String tickets = "/api/v1/tenants/acme/tickets";
            Object id = Await.until(() -> items(server.get(tickets), "items"), all -> all.size() == 1)
                    .get(0)
                    .get("id");
            Map<String, Object> message =
                    items(server.get(tickets + "/" + id), "messages").get(0);
            assertThat(server.length("/api/v1/tenants/acme/messages/" + message.get("id") + "/attachments/0"))
                    .isEqualTo(SIZE);

            server.post(
                    tickets + "/" + id + "/replies",
                    Map.of(
                            "text",
                            "Here it is",
                            "attachments",
                            List.of(Map.of(
                                    "file_name",
                                    "file.bin",
                                    "content_type",
                                    "application/octet-stream",
                                    "content_base64",
                                    Base64.getEncoder().encodeToString(file)))));
            byte[] sent =
                    Await.until(mailbox::sent, all -> all.size() == 1).get(0).submitted();
            String whole = new String(sent, StandardCharsets.ISO_8859_1).replace("\r\n", "");
            assertThat(whole.contains(Base64.getEncoder().encodeToString(Arrays.copyOf(file, SIZE - SIZE % 3))))
                    .isTrue();
        }
    }

    private static byte[] mail(String base64) {
        return ("From: Zoe <zoe@customer.example>\r\nTo: support@acme.example\r\nSubject: A large file\r\n"
                        + "Message-ID: <large@customer.example>\r\nMIME-Version: 1.0\r\n"
                        + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSee the file"
                        + "\r\n--b\r\nContent-Type: application/octet-stream\r\n"
                        + "Content-Disposition: attachment; filename=file.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                        + base64 + "\r\n--b--\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @SuppressWarnings("unchecked") // As the API writes it.
    private static List<Map<String, Object>> items(Map<String, Object> tree, String name) {
        return (List<Map<String, Object>>) tree.getOrDefault(name, List.of());
    }
}
