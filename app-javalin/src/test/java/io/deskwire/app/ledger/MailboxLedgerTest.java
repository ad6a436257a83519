package io.deskwire.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testkit.mail.DovecotServer;
import io.deskwire.testkit.mail.GreenMailServer;
import io.deskwire.testkit.mail.MailServer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A mailbox of numbered messages is synchronised while the server is killed with SIGKILL again and again. At the end every
 * message stands in exactly one place. {@code -Ddeskwire.ledger.messages=…} and {@code -Ddeskwire.ledger.kills=…} make it
 * longer.
 */
class MailboxLedgerTest {

    private static final int MESSAGES = Integer.getInteger("deskwire.ledger.messages", 2000);
    private static final int KILLS = Integer.getInteger("deskwire.ledger.kills", 12);
    private static final long SEED = Long.getLong("deskwire.ledger.seed", 20261122L);
    private static final Pattern NUMBER = Pattern.compile("Ledger (\\d+)");

    @TempDir
    Path folder;

    @Test
    void a_mailbox_is_synchronised_through_kills_without_loss_or_double() throws Exception {
        boolean dovecot = DovecotServer.isInstalled();
        try (MailServer mail = dovecot ? DovecotServer.start() : GreenMailServer.start()) {
            mail.createMailbox("support", "secret");
            mail.deliverAll("support", messages());
            List<String> seen = killAgainAndAgain(mail);
            Map<String, Object> facts = new LinkedHashMap<>();
            long began = System.nanoTime();
            Ledger ledger;
            try (ServerProcess last = start()) {
                last.awaitReady();
                awaitAll(last);
                facts.put("last start to everything filed, s", (System.nanoTime() - began) / 1_000_000_000);
                ledger = books(last);
                assertThat(last.terminate()).isZero();
            }
            facts.put("mail server", dovecot ? "Dovecot" : "GreenMail");
            facts.put("kills", seen.size());
            facts.put("seed", SEED);
            facts.put("stored/in tickets at each kill", seen);
            // Part of the build's output by intention.
            System.out.println(ledger.print("IMAP mailbox under kill -9", facts));

            assertThat(ledger.lost()).isEmpty();
            assertThat(ledger.doubled()).isEmpty();
            assertThat(ledger.in("ticket")).isEqualTo(MESSAGES);
            assertThat(seen)
                    .as("kills that hit a half-done synchronisation")
                    .anyMatch(at -> !at.endsWith("/0") && !at.endsWith("/" + MESSAGES));
        }
    }

    private List<byte[]> messages() {
        List<byte[]> all = new ArrayList<>();
        Random random = new Random(SEED);
        for (int i = 1; i <= MESSAGES; i++) {
            // Sizes around 2 KB with some of 60 KB, so that kills hit different states of a batch.
            int lines = i % 50 == 0 ? 900 : 20 + random.nextInt(20);
            StringBuilder body = new StringBuilder();
            for (int line = 0; line < lines; line++) {
                body.append("line ")
                        .append(line)
                        .append(' ')
                        .append(Long.toHexString(random.nextLong()))
                        .append(" of an ordinary mail about an ordinary thing\r\n");
            }
            all.add(("From: Customer " + i + " <customer" + i + "@customer.example>\r\n"
                            + "To: support@tenant.example\r\n"
                            + "Subject: Ledger " + i + "\r\n"
                            + "Message-ID: <ledger-" + i + "@customer.example>\r\n"
                            + "Date: Mon, 2 Mar 2026 12:00:00 +0000\r\n"
                            + "MIME-Version: 1.0\r\n"
                            + "Content-Type: text/plain; charset=utf-8\r\n\r\n" + body)
                    .getBytes(StandardCharsets.UTF_8));
        }
        return all;
    }

    /**
     * Kills before the server is ready, at a random moment after, and in the middle of storing, filing and delivering.
     * Returns what stood in the inbox and in tickets at each kill.
     */
    private List<String> killAgainAndAgain(MailServer mail) throws Exception {
        Random random = new Random(SEED);
        List<String> seen = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            try (ServerProcess server = start()) {
                if (kill == 0) {
                    server.awaitReady();
                    server.put("/api/v1/tenants/acme/channels/support", channel(mail));
                }
                if (kill % 4 == 3) {
                    server.endsWithin(Duration.ofMillis(random.nextInt(1500)));
                } else {
                    server.awaitReady();
                    int more = 1 + random.nextInt(2 * MESSAGES / KILLS);
                    awaitProgress(server, stored() + filed() + more);
                    server.endsWithin(Duration.ofMillis(random.nextInt(20)));
                }
                server.kill();
            }
            seen.add(stored() + "/" + filed());
        }
        return seen;
    }

    private void awaitProgress(ServerProcess server, int goal) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (stored() + filed() < Math.min(goal, 2 * MESSAGES) && System.nanoTime() < deadline) {
            assertThat(server.endsWithin(Duration.ofMillis(2))).isFalse();
        }
    }

    private ServerProcess start() throws Exception {
        return ServerProcess.start(folder.resolve("data"), Map.of(), List.of("-Xmx256m"));
    }

    private static Map<String, Object> channel(MailServer mail) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("host", mail.host());
        config.put("port", mail.imapsPort());
        config.put("username", "support");
        config.put("password", "secret");
        config.put("use_ssl", true);
        config.put("folder", "INBOX");
        config.put("trusted_ca_pem", mail.certificatePem());
        return Map.of(
                "provider", "imap", "ticket_address", "support@tenant.example", "is_active", true, "config", config);
    }

    private int stored() throws SQLException {
        return count("SELECT count(*) FROM deskwire_raw");
    }

    private int filed() throws SQLException {
        return count("SELECT count(*) FROM deskwire_ticket_message");
    }

    /** Read beside the server, which SQLite allows to readers. */
    private int count(String query) throws SQLException {
        String url = "jdbc:sqlite:" + folder.resolve("data").resolve("deskwire.db");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery(query)) {
            return count.getInt(1);
        }
    }

    private void awaitAll(ServerProcess server) throws Exception {
        long deadline = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (filed() < MESSAGES && System.nanoTime() < deadline && !server.endsWithin(Duration.ofMillis(100))) {
            // The wait is in the condition.
        }
    }

    /** Read through the API, as anybody would. */
    private static Ledger books(ServerProcess server) throws Exception {
        Ledger ledger = new Ledger(MESSAGES);
        for (Map<String, Object> ticket : all(server, "/api/v1/tenants/acme/tickets?limit=100")) {
            Map<String, Object> whole = server.get("/api/v1/tenants/acme/tickets/" + ticket.get("id"));
            for (Map<String, Object> message : items(whole, "messages")) {
                ledger.found(number(message), "ticket");
            }
        }
        for (Map<String, Object> dead : all(server, "/api/v1/tenants/acme/dead-letters?limit=100")) {
            System.out.println("dead letter: " + dead);
            ledger.found(0, "dead letter");
        }
        return ledger;
    }

    private static List<Map<String, Object>> all(ServerProcess server, String path) throws Exception {
        List<Map<String, Object>> all = new ArrayList<>();
        Map<String, Object> page = server.get(path);
        all.addAll(items(page, "items"));
        while (page.get("next_cursor") != null) {
            page = server.get(path + "&cursor="
                    + URLEncoder.encode(String.valueOf(page.get("next_cursor")), StandardCharsets.UTF_8));
            all.addAll(items(page, "items"));
        }
        return all;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> items(Map<String, Object> document, String field) {
        return (List<Map<String, Object>>) (List<?>) Objects.requireNonNull(document.get(field), field);
    }

    private static int number(Map<String, Object> message) {
        Matcher matcher = NUMBER.matcher(String.valueOf(message.get("subject")));
        assertThat(matcher.matches()).as("subject of %s", message.get("id")).isTrue();
        return Integer.parseInt(matcher.group(1));
    }
}
