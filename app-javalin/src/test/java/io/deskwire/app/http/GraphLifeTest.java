package io.deskwire.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Await;
import io.deskwire.app.Setting;
import io.deskwire.app.http.RunningServer.Answer;
import io.deskwire.testkit.graph.GraphApp;
import io.deskwire.testkit.graph.GraphMailbox;
import io.deskwire.testkit.graph.GraphSent;
import io.deskwire.testkit.graph.GraphSimulator;
import io.deskwire.testkit.graph.SignInError;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two tenants at Microsoft 365 through our server: one whose application has permissions of its own, one where a person consents. */
class GraphLifeTest {

    @TempDir
    Path folder;

    private final GraphSimulator graph = GraphSimulator.start(Clock.systemUTC());
    private final HttpClient browser = HttpClient.newHttpClient();
    private int port;
    private RunningServer server;
    private Desk acme;
    private Desk bolt;

    @BeforeEach
    void start() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        serve();
        acme = new Desk("acme");
        bolt = new Desk("bolt");
    }

    private void serve() {
        server = RunningServer.start(folder, Map.of(Setting.PORT, String.valueOf(port)), Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        server.close();
        graph.close();
    }

    /** One tenant's side of it all. Nothing is looked for within the hour unless somebody nudges. */
    private final class Desk {

        private final String tenant;
        private final GraphApp app;
        private final GraphMailbox mailbox;

        Desk(String tenant) {
            this.tenant = tenant;
            app = graph.addApp(tenant + ".onmicrosoft.com", "client-of-" + tenant, "secret-of-" + tenant);
            app.addRedirectUri(server.address() + "/oauth/callback");
            mailbox = graph.addMailbox(tenant + ".onmicrosoft.com", "support@" + tenant + ".example");
        }

        /** The fields that tenants' documents have had all along, and where the stand-in is. */
        Map<String, Object> document() {
            Map<String, Object> config = new LinkedHashMap<>();
            config.put("client_id", app.clientId());
            config.put("client_secret", "secret-of-" + tenant);
            config.put("tenant_id", app.tenant());
            config.put("email_address", mailbox.userPrincipalName());
            config.put("webhook_url", server.address() + "/webhooks/microsoft365");
            config.put("webhook_secret", "state-of-" + tenant);
            config.put("api_base_url", graph.apiBaseUrl());
            config.put("token_url", graph.tokenUrl(app.tenant()));
            config.put("authorize_url", graph.authorizeUrl(app.tenant()));
            config.put("poll_interval_seconds", 3600);
            return config;
        }

        String path() {
            return "/api/v1/tenants/" + tenant;
        }

        String channel() {
            return path() + "/channels/mail";
        }

        Desk put(Map<String, Object> config) throws Exception {
            Answer put = server.call(
                    "PUT",
                    channel(),
                    Map.of(
                            "provider",
                            "microsoft365",
                            "config",
                            config,
                            "ticket_address",
                            mailbox.userPrincipalName()));
            assertThat(put.status()).as(put.toString()).isBetween(200, 201);
            return this;
        }

        Map<String, Object> delegated() {
            Map<String, Object> config = document();
            config.put("auth_mode", "delegated");
            return config;
        }

        /** A person presses the button and agrees. */
        HttpResponse<String> consent() throws Exception {
            Answer start = server.get(channel() + "/oauth/start");
            assertThat(start.status()).as(start.toString()).isEqualTo(200);
            HttpResponse<String> asked =
                    visit(URI.create(String.valueOf(start.tree().get("authorize_url"))));
            return visit(URI.create(asked.headers().firstValue("Location").orElseThrow()));
        }

        void awaitReady() throws Exception {
            awaitState("connected");
            Await.until(mailbox::subscriptions, all -> all.size() == 1);
        }

        Map<String, Object> side(String name) throws Exception {
            return server.get(channel()).object(name);
        }

        void awaitState(String wished) throws Exception {
            Await.until(() -> side("inbound"), side -> wished.equals(side.get("state")));
        }

        List<Map<String, Object>> tickets() throws Exception {
            return server.get(path() + "/tickets?limit=100").items();
        }

        List<Map<String, Object>> messages(Object ticket) throws Exception {
            return server.get(path() + "/tickets/" + ticket).list("messages");
        }

        Object onlyTicket() throws Exception {
            return Await.until(this::tickets, all -> all.size() == 1).get(0).get("id");
        }

        void gets(int number) {
            mailbox.receive(mail(mailbox.userPrincipalName(), "m" + number, "", "Order " + number, "Where is it?"));
        }
    }

    private HttpResponse<String> visit(URI address) throws Exception {
        return browser.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private static byte[] mail(String to, String id, String answers, String subject, String text) {
        String thread = answers.isEmpty() ? "" : "In-Reply-To: " + answers + "\r\nReferences: " + answers + "\r\n";
        return ("From: Zoe <zoe@customer.example>\r\nTo: " + to + "\r\nSubject: " + subject + "\r\n"
                        + "Date: Tue, 3 Mar 2026 10:00:00 +0000\r\nMessage-ID: <" + id + "@customer.example>\r\n"
                        + thread + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + text
                        + "\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void the_document_as_tenants_have_it_makes_a_thread_of_four() throws Exception {
        acme.put(acme.document()).awaitReady();

        acme.gets(1);
        Object ticket = acme.onlyTicket();
        for (int turn = 1; turn <= 2; turn++) {
            Answer reply =
                    server.call("POST", acme.path() + "/tickets/" + ticket + "/replies", Map.of("text", "We look"));
            assertThat(reply.status()).as(reply.toString()).isEqualTo(202);
            int sent = turn;
            GraphSent answer =
                    Await.until(acme.mailbox::sent, all -> all.size() == sent).get(turn - 1);
            int after = 2 * turn;
            Await.until(
                    () -> acme.messages(ticket),
                    all -> all.size() == after && all.toString().contains("status=sent"));
            acme.mailbox.receive(mail(
                    acme.mailbox.userPrincipalName(),
                    "again" + turn,
                    answer.internetMessageId(),
                    "Re: Order 1",
                    "Thank you, " + turn));
            Await.until(() -> acme.messages(ticket), all -> all.size() == after + 1);
        }

        assertThat(acme.tickets()).hasSize(1);
        assertThat(bolt.tickets()).isEmpty();
        graph.awaitNotified(Duration.ofSeconds(30));
        assertThat(graph.undelivered()).isEmpty();
    }

    @Test
    void a_persons_consent_ends_with_a_mailbox_that_works_and_anothers_is_refused() throws Exception {
        bolt.put(bolt.delegated()).awaitState("auth_error");
        bolt.app.signsIn(graph.addMailbox(bolt.app.tenant(), "private@bolt.example"));
        HttpResponse<String> other = bolt.consent();
        assertThat(other.statusCode()).as(other.body()).isEqualTo(403);
        assertThat(server.context().config().find("bolt", "mail").orElseThrow().config())
                .doesNotContainKey("refresh_token");

        bolt.app.signsIn(bolt.mailbox);
        HttpResponse<String> page = bolt.consent();
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        bolt.awaitReady();
        bolt.gets(1);
        bolt.onlyTicket();
    }

    @Test
    void a_revoked_consent_shows_is_given_again_and_the_other_tenant_does_not_notice() throws Exception {
        acme.put(acme.document()).awaitReady();
        bolt.put(bolt.delegated());
        assertThat(bolt.consent().statusCode()).isEqualTo(200);
        bolt.awaitReady();

        bolt.app.revokeRefreshTokens(SignInError.GRANT_REVOKED);
        bolt.app.revokeAccessTokens();
        bolt.gets(1);
        acme.gets(1);
        bolt.awaitState("auth_error");
        assertThat(bolt.side("inbound").get("hint")).isNotNull();
        acme.onlyTicket();
        assertThat(acme.side("inbound")).containsEntry("state", "connected");
        assertThat(bolt.tickets()).isEmpty();

        assertThat(bolt.consent().statusCode()).isEqualTo(200);
        bolt.onlyTicket();
        bolt.awaitState("connected");
    }

    @Test
    void what_came_while_the_server_was_down_and_the_position_was_lost_is_found_once() throws Exception {
        acme.put(acme.document()).awaitReady();
        acme.gets(0);
        acme.onlyTicket();
        server.close();
        for (int i = 1; i <= 12; i++) {
            acme.gets(i);
        }
        acme.mailbox.expireDelta("syncStateNotFound", true);
        serve();

        List<Map<String, Object>> found = Await.until(acme::tickets, all -> all.size() >= 13);
        Answer sync = server.call("POST", acme.channel() + "/sync", null);
        assertThat(sync.status()).as(sync.toString()).isEqualTo(200);
        assertThat(acme.tickets()).hasSize(13);
        assertThat(found).extracting(ticket -> ticket.get("subject")).doesNotHaveDuplicates();

        Answer compared = server.call("POST", acme.channel() + "/backfill", Map.of("dry_run", true));
        assertThat(compared.tree())
                .as(compared.toString())
                .containsEntry("seen", 13L)
                .containsEntry("known", 13L)
                .containsEntry("stored", 0L);
        assertThat(server.call("POST", acme.channel() + "/backfill", Map.of("since", "2020-01-01"))
                        .tree())
                .containsEntry("stored", 0L);
    }

    @Test
    void the_test_of_a_channel_names_what_is_missing() throws Exception {
        acme.put(acme.document()).awaitReady();
        Answer good = server.call("POST", acme.channel() + "/test", null);
        assertThat(good.status()).as(good.toString()).isEqualTo(200);
        assertThat(good.list("stages"))
                .isNotEmpty()
                .allSatisfy(stage -> assertThat(stage).as(good.toString()).containsEntry("ok", true));

        acme.app.withoutPermission("Mail.Send");
        acme.app.revokeAccessTokens();
        Answer bad = server.call("POST", acme.channel() + "/test", null);
        assertThat(bad.toString()).contains("Mail.Send");
    }

    @Test
    void a_removed_channel_leaves_no_subscription() throws Exception {
        acme.put(acme.document()).awaitReady();
        assertThat(server.delete(acme.channel()).status()).isLessThan(300);
        Await.until(acme.mailbox::subscriptions, List::isEmpty);
    }
}
