package io.deskwire.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testkit.Requirements;
import io.deskwire.testkit.mail.DovecotServer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The mails that bring other systems to a halt, in one mailbox of a real server, read by a real server process with a heap
 * of 256 MB: each ends as a ticket message or as a dead letter with a reason, and the mailbox goes on.
 */
class HardMailTest {

    private static final String HEAD = "From: Ann <ann@customer.example>\r\nTo: support@tenant.example\r\n"
            + "Date: Mon, 2 Mar 2026 12:00:00 +0000\r\nMIME-Version: 1.0\r\n";
    private static final int HUGE = 150 * 1024 * 1024;

    @TempDir
    Path folder;

    @Test
    void each_hard_mail_ends_in_one_visible_place_and_the_mailbox_goes_on() throws Exception {
        Requirements.met(DovecotServer.missing());
        try (DovecotServer mail = DovecotServer.start();
                ServerProcess server = ServerProcess.start(folder.resolve("data"), Map.of(), List.of("-Xmx256m"))) {
            mail.createMailbox("support", "secret");
            mail.createMailbox("billing", "secret");
            byte[] twice = simple("Twice", "Message-ID: <twice@customer.example>\r\n");
            byte[] both = simple("Both channels", "Message-ID: <both@customer.example>\r\n");
            mail.deliverAll("support", List.of(simple("No id", ""), twice, twice, both));
            mail.deliverAll("billing", List.of(both));
            mail.deliverFile("support", huge());
            mail.deliverAll(
                    "support",
                    List.of(
                            cut(),
                            manyHeaders(),
                            unknownCharset(),
                            simple("Last", "Message-ID: <last@c.example>\r\n")));

            server.awaitReady();
            server.put("/api/v1/tenants/acme/channels/support", channel(mail, "support"));
            server.put("/api/v1/tenants/acme/channels/billing", channel(mail, "billing"));
            Map<String, List<Map<String, Object>>> messages = awaitTickets(server, 9);

            assertThat(items(server.get("/api/v1/tenants/acme/dead-letters"), "items"))
                    .isEmpty();
            assertThat(messages.get("No id")).hasSize(1);
            assertThat(messages.get("Twice")).as("one sent twice is one").hasSize(1);
            assertThat(messages.get("Both channels"))
                    .as("one to two channels is one in each")
                    .hasSize(2);
            assertThat(messages.get("Last")).hasSize(1);
            assertThat(messages.get("Ten thousand headers")).singleElement().satisfies(m -> {
                assertThat(String.valueOf(m.get("text"))).contains("the text under them");
                assertThat(String.valueOf(m.get("issues"))).contains("header");
            });
            assertThat(messages.get("Odd charset")).singleElement().satisfies(m -> {
                assertThat(String.valueOf(m.get("text"))).contains("Grüße");
                assertThat(String.valueOf(m.get("issues"))).contains("charset");
            });
            assertThat(messages.get("Cut")).singleElement().satisfies(m -> {
                assertThat(String.valueOf(m.get("text"))).contains("the part that arrived");
                assertThat(String.valueOf(m.get("issues"))).isNotEqualTo("[]");
            });
            assertThat(messages.get("Huge")).singleElement().satisfies(m -> {
                Map<String, Object> file = items(m, "attachments").get(0);
                assertThat(file.get("size")).isEqualTo((long) HUGE);
                assertThat(server.length("/api/v1/tenants/acme/messages/" + m.get("id") + "/attachments/0"))
                        .isEqualTo(HUGE);
            });
        }
    }

    private static byte[] simple(String subject, String id) {
        return (HEAD + id + "Subject: " + subject + "\r\n\r\nText of " + subject + ".\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private Path huge() throws IOException {
        Path file = folder.resolve("1772452800.M1P1.huge");
        byte[] line = new byte[78];
        Arrays.fill(line, 0, 76, (byte) 'Q');
        line[76] = '\r';
        line[77] = '\n';
        try (OutputStream mail = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            mail.write((HEAD + "Message-ID: <huge@c.example>\r\nSubject: Huge\r\n"
                            + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n"
                            + "see the file\r\n--b\r\nContent-Type: application/octet-stream; name=film.bin\r\n"
                            + "Content-Disposition: attachment; filename=film.bin\r\n"
                            + "Content-Transfer-Encoding: base64\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            int left = HUGE;
            for (; left >= 57; left -= 57) {
                mail.write(line);
            }
            mail.write(Base64.getEncoder().encode(new byte[left]));
            mail.write("\r\n--b--\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        return file;
    }

    private static byte[] cut() {
        return (HEAD
                        + "Message-ID: <cut@c.example>\r\nSubject: Cut\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
                        + "--b\r\nContent-Type: text/plain\r\n\r\nthe part that arrived\r\n--b\r\n"
                        + "Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0xL")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] manyHeaders() {
        StringBuilder mail = new StringBuilder(HEAD);
        mail.append("Message-ID: <headers@c.example>\r\nSubject: Ten thousand headers\r\n");
        for (int i = 0; i < 10_000; i++) {
            mail.append("X-Filler-").append(i).append(": ").append(i).append("\r\n");
        }
        return mail.append("\r\nthe text under them\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] unknownCharset() {
        return (HEAD + "Message-ID: <charset@c.example>\r\nSubject: Odd charset\r\n"
                        + "Content-Type: text/plain; charset=x-martian-9\r\nContent-Transfer-Encoding: 8bit\r\n\r\nGrüße\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Object> channel(DovecotServer mail, String user) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("host", mail.host());
        config.put("port", mail.imapsPort());
        config.put("username", user);
        config.put("password", "secret");
        config.put("use_ssl", true);
        config.put("trusted_ca_pem", mail.certificatePem());
        return Map.of(
                "provider", "imap", "ticket_address", user + "@tenant.example", "is_active", true, "config", config);
    }

    /** The ticket messages by subject, once there are as many as expected. */
    private static Map<String, List<Map<String, Object>>> awaitTickets(ServerProcess server, int expected)
            throws Exception {
        long deadline = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        Map<String, List<Map<String, Object>>> messages = new LinkedHashMap<>();
        while (System.nanoTime() < deadline && !server.endsWithin(Duration.ofMillis(200))) {
            messages.clear();
            int count = 0;
            for (Map<String, Object> ticket : items(server.get("/api/v1/tenants/acme/tickets?limit=100"), "items")) {
                Map<String, Object> whole = server.get("/api/v1/tenants/acme/tickets/" + ticket.get("id"));
                for (Map<String, Object> message : items(whole, "messages")) {
                    messages.computeIfAbsent(String.valueOf(message.get("subject")), s -> new ArrayList<>())
                            .add(message);
                    count++;
                }
            }
            if (count >= expected) {
                break;
            }
        }
        return messages;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> items(Map<String, Object> document, String field) {
        return (List<Map<String, Object>>) (List<?>) Objects.requireNonNull(document.get(field), field);
    }
}
