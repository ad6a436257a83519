package io.deskwire.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Await;
import io.deskwire.app.Setting;
import io.deskwire.testkit.mail.GreenMailServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tenant with more mailboxes than connections, on a mail server. */
class ConnectionTurnsTest {

    private static final String TENANT = "/api/v1/tenants/acme";
    private static final List<String> IMAP = List.of("sales", "support");

    @TempDir
    Path folder;

    private GreenMailServer mail;
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        mail = GreenMailServer.start();
        // One that reads and one that waits for news.
        server = RunningServer.start(folder, Map.of(Setting.CONNECTIONS_PER_TENANT, "2"));
        for (String name : List.of("sales", "support", "bills")) {
            mail.createMailbox(name + "@acme.example", "secret");
            boolean imap = IMAP.contains(name);
            Map<String, Object> config = new LinkedHashMap<>();
            config.put("host", "127.0.0.1");
            config.put("port", imap ? mail.imapPort() : mail.pop3Port());
            config.put("username", name + "@acme.example");
            config.put("password", "secret");
            config.put("use_ssl", false);
            config.put("use_tls", false);
            config.put("poll_interval_seconds", 1);
            Map<String, Object> channel = Map.of(
                    "provider", imap ? "imap" : "pop3", "config", config, "ticket_address", name + "@acme.example");
            assertThat(server.call("PUT", TENANT + "/channels/" + name, channel).status())
                    .isEqualTo(201);
        }
    }

    @AfterEach
    void stop() {
        server.close();
        mail.close();
    }

    @Test
    void every_mailbox_is_read_and_the_one_that_waits_for_its_turn_says_so() throws Exception {
        for (int round = 0; round < 3; round++) {
            for (String name : List.of("sales", "support", "bills")) {
                mail.deliver(
                        name + "@acme.example",
                        ("From: ann@customer.example\r\nSubject: " + name + round + "\r\nMessage-ID: <" + name + round
                                        + "@customer.example>\r\n\r\nHello\r\n")
                                .getBytes(UTF_8));
            }
            int expected = 3 * (round + 1);
            Await.until(() -> server.get(TENANT + "/tickets").items().size(), count -> count == expected);
        }

        // Which of the two it is, depends on who came first.
        List<String> reasons = Await.until(this::reasons, found -> found.size() == 1);
        assertThat(reasons.get(0))
                .contains("until its turn comes to be told of news at once")
                .contains("the 2 connections on this node that it may have");
        assertThat(server.get(TENANT + "/backlog").list("held_back"))
                .anySatisfy(held -> assertThat(held.get("because")).isEqualTo(reasons.get(0)));
    }

    private List<String> reasons() throws Exception {
        List<String> reasons = new ArrayList<>();
        for (String name : IMAP) {
            Object reason =
                    server.get(TENANT + "/channels/" + name).object("inbound").get("reason");
            if (reason instanceof String text && text.contains("turn")) {
                reasons.add(text);
            }
        }
        return reasons;
    }
}
