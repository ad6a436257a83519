package io.deskwire.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Await;
import io.deskwire.testkit.helpdesk.HookPost;
import io.deskwire.testkit.helpdesk.ZammadSimulator;
import io.deskwire.testkit.mail.GreenMailServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tenant's own Zammad beside the built-in tickets, all of it over real HTTP, IMAP and SMTP. */
class HelpdeskRoundTripTest {

    private static final String SUPPORT = "support@acme.example";
    private static final String CUSTOMER = "alice@customer.example";
    private static final String TENANT = "/api/v1/tenants/acme";

    @TempDir
    Path folder;

    private GreenMailServer mail;
    private ZammadSimulator zammad;
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        mail = GreenMailServer.start();
        mail.createMailbox(SUPPORT, "secret");
        mail.createMailbox(CUSTOMER, "secret");
        zammad = new ZammadSimulator("agent token", "hook secret");
        server = RunningServer.start(folder);
        assertThat(server.call("PUT", TENANT + "/channels/desk", helpdesk()).status())
                .isEqualTo(201);
        assertThat(server.call("PUT", TENANT + "/channels/support", channel()).status())
                .isEqualTo(201);
    }

    @AfterEach
    void stop() {
        server.close();
        zammad.close();
        mail.close();
    }

    private Map<String, Object> helpdesk() {
        return Map.of(
                "provider",
                "zammad",
                "config",
                Map.of(
                        "api_base_url",
                        zammad.url(),
                        "api_token",
                        "agent token",
                        "webhook_secret",
                        "hook secret",
                        "poll_interval_seconds",
                        1));
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

    private int hook(HookPost post) {
        return zammad.post(URI.create(server.address() + "/webhooks/zammad/acme/desk"), post);
    }

    @Test
    void mail_in_ticket_in_zammad_answer_out_once_note_and_state_back() throws Exception {
        mail.deliverAll(
                SUPPORT,
                List.of(("From: Alice <" + CUSTOMER + ">\r\nTo: " + SUPPORT
                                + "\r\nSubject: Where is my order?\r\nMessage-ID: <first@customer.example>\r\n\r\nWhere is it?\r\n")
                        .getBytes(UTF_8)));
        long ticket = Await.until(zammad::ticketIds, ids -> ids.size() == 1).get(0);
        String builtIn = String.valueOf(Await.until(
                        () -> server.get(TENANT + "/tickets"),
                        tickets -> tickets.items().size() == 1)
                .items()
                .get(0)
                .get("id"));

        zammad.agentWrites(ticket, "note", false, "<p>On its way.</p>");
        for (HookPost post : zammad.takeHooks()) {
            assertThat(hook(new HookPost(Map.of("X-Hub-Signature", "sha1=00"), post.text())))
                    .isEqualTo(401);
            assertThat(hook(post)).isEqualTo(200);
            assertThat(hook(post)).isEqualTo(200);
        }
        List<byte[]> received = Await.until(() -> mail.messages(CUSTOMER, "INBOX"), all -> all.size() == 1);
        assertThat(new String(received.get(0), UTF_8))
                .contains("On its way.")
                .contains("In-Reply-To: <first@customer.example>");
        Await.until(
                () -> zammad.articles(ticket),
                articles -> articles.stream()
                        .anyMatch(article -> Boolean.TRUE.equals(article.get("internal"))
                                && String.valueOf(article.get("body")).contains("was sent to " + CUSTOMER)));

        zammad.agentSets(ticket, "closed");
        zammad.takeHooks().forEach(this::hook);
        Await.until(
                () -> server.get(TENANT + "/tickets/" + builtIn),
                answer -> "resolved".equals(answer.tree().get("state")));
        assertThat(mail.messages(CUSTOMER, "INBOX")).hasSize(1);
        assertThat(zammad.mailed()).isEmpty();
        assertThat(server.get(TENANT + "/dead-letters").items()).isEmpty();
    }

    @Test
    void the_document_shows_no_secret_and_its_test_goes_stage_by_stage() throws Exception {
        RunningServer.Answer shown = server.get(TENANT + "/channels/desk");
        assertThat(shown.toString()).doesNotContain("agent token").doesNotContain("hook secret");

        RunningServer.Answer test = server.call("POST", TENANT + "/channels/desk/test", null);
        assertThat(test.tree()).containsEntry("ok", true);
        assertThat(test.list("stages").stream().map(stage -> stage.get("name")))
                .containsExactly("zammad.dns", "zammad.token", "zammad.group", "zammad.webhook");
    }

    @Test
    void two_helpdesks_that_claim_a_channel_hold_its_messages_until_one_does_not() throws Exception {
        assertThat(server.call("PUT", TENANT + "/channels/second", helpdesk()).status())
                .isEqualTo(201);
        mail.deliverAll(
                SUPPORT,
                List.of(("From: " + CUSTOMER + "\r\nTo: " + SUPPORT + "\r\nSubject: Hello\r\n\r\nHello?\r\n")
                        .getBytes(UTF_8)));
        Await.until(
                () -> server.get(TENANT + "/tickets"),
                tickets -> tickets.items().size() == 1);

        assertThat(zammad.ticketIds()).isEmpty();
        assertThat(server.get(TENANT + "/dead-letters").items()).isEmpty();
    }
}
