package io.deskwire.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Await;
import io.deskwire.testkit.mail.GreenMailServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A customer's mail becomes a ticket, the answer goes back, the customer's answer lands in the same ticket. */
class MailRoundTripTest {

    private static final String SUPPORT = "support@acme.example";
    private static final String CUSTOMER = "alice@customer.example";
    private static final String TENANT = "/api/v1/tenants/acme";

    @TempDir
    Path folder;

    private GreenMailServer mail;
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        mail = GreenMailServer.start();
        mail.createMailbox(SUPPORT, "secret");
        mail.createMailbox(CUSTOMER, "secret");
        server = RunningServer.start(folder);
        assertThat(server.call("PUT", TENANT + "/channels/support", channel()).status())
                .isEqualTo(201);
    }

    @AfterEach
    void stop() {
        server.close();
        mail.close();
    }

    private Map<String, Object> channel() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("host", "127.0.0.1");
        config.put("port", mail.imapPort());
        config.put("username", SUPPORT);
        config.put("password", "secret");
        config.put("use_ssl", false);
        config.put("use_tls", false);
        config.put("smtp_host", "127.0.0.1");
        config.put("smtp_port", mail.smtpPort().orElseThrow());
        config.put("smtp_use_ssl", false);
        config.put("smtp_use_tls", false);
        config.put("poll_interval_seconds", 1);
        return Map.of("provider", "imap", "config", config, "ticket_address", SUPPORT);
    }

    private void arrives(String... lines) {
        mail.deliverAll(SUPPORT, List.of((String.join("\r\n", lines) + "\r\n").getBytes(UTF_8)));
    }

    private Map<String, Object> onlyTicket() throws Exception {
        RunningServer.Answer answer = Await.until(
                () -> server.get(TENANT + "/tickets"),
                tickets -> tickets.items().size() == 1);
        return server.get(TENANT + "/tickets/" + answer.items().get(0).get("id"))
                .tree();
    }

    private RunningServer.Answer ticketWith(String id, int messages) throws Exception {
        return Await.until(
                () -> server.get(TENANT + "/tickets/" + id),
                ticket -> ticket.list("messages").size() == messages);
    }

    private String customersMail(int count) throws Exception {
        List<byte[]> mails = Await.until(() -> mail.messages(CUSTOMER, "INBOX"), all -> all.size() == count);
        return new String(mails.get(count - 1), UTF_8);
    }

    private static String header(String mail, String name) {
        // Folded lines belong to the one before (RFC 5322 section 2.2.3).
        Matcher matcher =
                Pattern.compile("(?mi)^" + name + ":((?:.*\\r?\\n[ \\t])*.*)$").matcher(mail);
        return matcher.find() ? matcher.group(1).replaceAll("\\r?\\n", "").strip() : "";
    }

    @Test
    void a_mail_is_answered_and_the_customers_answer_lands_in_the_same_ticket() throws Exception {
        arrives(
                "From: Alice <" + CUSTOMER + ">",
                "To: " + SUPPORT,
                "Subject: Where is my order?",
                "Message-ID: <first@customer.example>",
                "Date: Sun, 22 Nov 2026 09:00:00 +0000",
                "",
                "Hello, where is it?");
        Map<String, Object> ticket = onlyTicket();
        String id = String.valueOf(ticket.get("id"));
        assertThat(ticket).containsEntry("state", "open").containsEntry("subject", "Where is my order?");

        RunningServer.Answer reply = server.call(
                "POST",
                TENANT + "/tickets/" + id + "/replies",
                Map.of(
                        "text",
                        "On its way.",
                        "attachments",
                        List.of(Map.of(
                                "file_name",
                                "label.txt",
                                "content_type",
                                "text/plain",
                                "content_base64",
                                Base64.getEncoder().encodeToString("parcel 7".getBytes(UTF_8))))),
                Map.of("Idempotency-Key", "answer-1"));
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.tree()).containsKeys("message_id", "status");

        String received = customersMail(1);
        assertThat(header(received, "In-Reply-To")).isEqualTo("<first@customer.example>");
        assertThat(header(received, "References")).isEqualTo("<first@customer.example>");
        assertThat(header(received, "Subject")).isEqualTo("Re: Where is my order?");
        assertThat(header(received, "From")).contains(SUPPORT);
        String ours = header(received, "Message-ID");

        arrives(
                "From: Alice <" + CUSTOMER + ">",
                "To: " + SUPPORT,
                "Subject: Re: Where is my order?",
                "Message-ID: <second@customer.example>",
                "In-Reply-To: " + ours,
                "References: <first@customer.example> " + ours,
                "",
                "Thank you!");
        List<Map<String, Object>> messages = ticketWith(id, 3).list("messages");
        assertThat(messages).extracting(m -> m.get("direction")).containsExactly("inbound", "outbound", "inbound");
        assertThat(messages.get(2)).containsEntry("text", "Thank you!");
        assertThat(String.valueOf(messages.get(1).get("deliveries"))).contains("status=sent");
        assertThat(server.get(TENANT + "/tickets").items()).hasSize(1);
    }

    @Test
    void the_same_idempotency_key_sends_once() throws Exception {
        arrives(
                "From: " + CUSTOMER,
                "To: " + SUPPORT,
                "Subject: Once",
                "Message-ID: <once@customer.example>",
                "",
                "Hi");
        String id = String.valueOf(onlyTicket().get("id"));
        String path = TENANT + "/tickets/" + id + "/replies";
        Object first = server.call("POST", path, Map.of("text", "A"), Map.of("Idempotency-Key", "k"))
                .tree()
                .get("message_id");
        customersMail(1);
        RunningServer.Answer again = server.call("POST", path, Map.of("text", "A"), Map.of("Idempotency-Key", "k"));
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.tree()).containsEntry("message_id", first);
        server.call("POST", path, Map.of("text", "B"));
        assertThat(customersMail(2)).contains("B");
    }

    @Test
    void a_reply_for_later_waits() throws Exception {
        arrives("From: " + CUSTOMER, "To: " + SUPPORT, "Subject: Later", "Message-ID: <l@customer.example>", "", "Hi");
        String path = TENANT + "/tickets/" + onlyTicket().get("id") + "/replies";
        Object later = server.call("POST", path, Map.of("text", "In a year", "send_at", "2099-01-01T00:00:00+01:00"))
                .tree()
                .get("message_id");
        Map<String, Object> message = server.get(TENANT + "/messages/" + later).tree();
        assertThat(message).containsEntry("next_attempt_at", "2098-12-31T23:00:00Z");
        assertThat(String.valueOf(message.get("deliveries"))).contains("status=queued");
    }

    @Test
    void a_conversation_can_be_started() throws Exception {
        RunningServer.Answer answer = server.call(
                "POST",
                TENANT + "/channels/support/messages",
                Map.of("to", CUSTOMER, "subject", "News for you", "text", "It is back in stock."));
        assertThat(answer.status()).isEqualTo(202);
        String received = customersMail(1);
        assertThat(header(received, "Subject")).isEqualTo("News for you");
        assertThat(received).contains("It is back in stock.");
    }

    @Test
    void a_message_shows_its_raw_bytes_and_serves_its_files_to_be_saved() throws Exception {
        arrives(
                "From: " + CUSTOMER,
                "To: " + SUPPORT,
                "Subject: A file",
                "Message-ID: <file@customer.example>",
                "MIME-Version: 1.0",
                "Content-Type: multipart/mixed; boundary=b",
                "",
                "--b",
                "Content-Type: text/html",
                "",
                "<p>See <b>this</b></p><script>alert(1)</script>",
                "--b",
                "Content-Type: text/html; name=\"x\"",
                "Content-Disposition: attachment; filename*=UTF-8''%C3%BCbung.html",
                "",
                "<script>alert(2)</script>",
                "--b--");
        Map<String, Object> ticket = onlyTicket();
        Object message = ((List<?>) Objects.requireNonNull(ticket.get("messages"))).get(0);
        assertThat(message.toString()).contains("<b>this</b>").doesNotContain("<script>");
        String id = String.valueOf(((Map<?, ?>) message).get("id"));

        RunningServer.Answer raw = server.get(TENANT + "/messages/" + id + "/raw");
        assertThat(raw.header("Content-Type")).startsWith("message/rfc822");
        assertThat(new String(raw.body(), UTF_8)).contains("Message-ID: <file@customer.example>");
        RunningServer.Answer file = server.get(TENANT + "/messages/" + id + "/attachments/0");
        assertThat(file.status()).isEqualTo(200);
        assertThat(new String(file.body(), UTF_8)).contains("alert(2)");
        assertThat(file.header("Content-Disposition"))
                .startsWith("attachment;")
                .contains("filename*=UTF-8''%C3%BCbung.html");
        assertThat(file.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(file.header("Content-Security-Policy")).contains("sandbox");
        assertThat(server.get(TENANT + "/messages/" + id + "/attachments/1").status())
                .isEqualTo(404);
        assertThat(server.get("/api/v1/tenants/other/messages/" + id).status()).isEqualTo(404);
        assertThat(server.get("/api/v1/tenants/other/messages/" + id + "/raw").status())
                .isEqualTo(404);
    }

    @Test
    void a_ticket_changes_state_and_is_found_by_it() throws Exception {
        arrives("From: " + CUSTOMER, "To: " + SUPPORT, "Subject: S", "Message-ID: <s@customer.example>", "", "Hi");
        String id = String.valueOf(onlyTicket().get("id"));
        RunningServer.Answer changed = server.call("PATCH", TENANT + "/tickets/" + id, Map.of("state", "resolved"));
        assertThat(changed.tree()).containsEntry("state", "resolved");
        assertThat(server.get(TENANT + "/tickets?state=open").items()).isEmpty();
        assertThat(server.get(TENANT + "/tickets?state=resolved").items()).hasSize(1);
        assertThat(server.call("PATCH", TENANT + "/tickets/" + id, Map.of("state", "gone"))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void a_tenant_that_leaves_leaves_no_row_and_no_secret() throws Exception {
        arrives("From: " + CUSTOMER, "To: " + SUPPORT, "Subject: Bye", "Message-ID: <b@customer.example>", "", "Hi");
        String id = String.valueOf(onlyTicket().get("id"));
        server.call("POST", TENANT + "/tickets/" + id + "/replies", Map.of("text", "Goodbye"));
        customersMail(1);
        assertThat(rowsOf("acme")).isNotEmpty();

        Await.until(
                () -> server.delete(TENANT),
                answer -> answer.tree().get("removed_rows").equals(0L));

        assertThat(server.get(TENANT + "/channels").items()).isEmpty();
        assertThat(server.get(TENANT + "/tickets").items()).isEmpty();
        assertThat(rowsOf("acme")).containsExactly("deskwire_audit");
        assertThat(server.get("/api/v1/audit?tenant=acme").items())
                .extracting(entry -> entry.get("action"))
                .containsOnly("tenant_deleted");
    }

    /** Tables that have rows of a tenant. */
    private List<String> rowsOf(String tenant) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("deskwire.db"));
                Statement statement = database.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet names =
                    statement.executeQuery("SELECT t.name FROM sqlite_master t, pragma_table_info(t.name) c"
                            + " WHERE t.type = 'table' AND c.name = 'tenant_id'")) {
                while (names.next()) {
                    tables.add(names.getString(1));
                }
            }
            for (String table : tables) {
                try (ResultSet rows = statement.executeQuery(
                        "SELECT 1 FROM " + table + " WHERE tenant_id = '" + tenant + "' LIMIT 1")) {
                    if (rows.next()) {
                        found.add(table);
                    }
                }
            }
        }
        return found;
    }

    @Test
    void metrics_count_what_happened() throws Exception {
        arrives("From: " + CUSTOMER, "To: " + SUPPORT, "Subject: M", "Message-ID: <m@customer.example>", "", "Hi");
        onlyTicket();
        String text = new String(server.get("/metrics").body(), UTF_8);
        assertThat(text)
                .contains("ingest_messages_total{outcome=\"filed\"} 1.0")
                .contains("sink_attempts_total{outcome=\"created\"} 1.0")
                .contains("dlq_size{stage=\"intake\"} 0.0", "dlq_size{stage=\"delivery\"} 0.0")
                .contains("channel_state{side=\"inbound\",state=\"connected\",type=\"imap\"} 1.0");
    }
}
