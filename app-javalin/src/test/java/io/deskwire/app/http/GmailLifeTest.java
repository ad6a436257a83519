package io.deskwire.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Await;
import io.deskwire.app.Setting;
import io.deskwire.app.http.RunningServer.Answer;
import io.deskwire.engine.Channels;
import io.deskwire.testkit.gmail.GmailMailbox;
import io.deskwire.testkit.gmail.GmailSent;
import io.deskwire.testkit.gmail.GmailSimulator;
import io.deskwire.testkit.gmail.GoogleClient;
import io.deskwire.testkit.gmail.PubSubPush;
import io.deskwire.testkit.gmail.PushFlaw;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two tenants with a mailbox, a client and a project of Google's each, through our server. */
class GmailLifeTest {

    private static final String PUSHER = "push@helpdesk.iam.gserviceaccount.com";

    @TempDir
    Path folder;

    private final GmailSimulator google = GmailSimulator.start(Clock.systemUTC());
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
        google.close();
    }

    /** One tenant's side of it all. Nothing is looked for within the hour unless somebody nudges. */
    private final class Desk {

        private final String tenant;
        private final GoogleClient client;
        private final GmailMailbox mailbox;
        private final PubSubPush push;

        Desk(String tenant) {
            this.tenant = tenant;
            client = google.addClient(tenant + ".apps.googleusercontent.com", "GOCSPX-" + tenant, tenant + "-helpdesk")
                    .withRedirect(server.address() + "/oauth/callback");
            mailbox = google.addMailbox("support@" + tenant + ".example");
            String hook = server.address() + "/webhooks/gmail/" + tenant + "/mail";
            push = google.addTopic(topic()).subscribe("desk", URI.create(hook), hook, PUSHER);
            mailbox.pacePushes(false);
        }

        private String topic() {
            return "projects/" + tenant + "-helpdesk/topics/gmail";
        }

        Map<String, Object> document() {
            Map<String, Object> config = new LinkedHashMap<>();
            config.put("client_id", client.id());
            config.put("client_secret", "GOCSPX-" + tenant);
            config.put("email_address", mailbox.email());
            config.put("watch_enabled", true);
            config.put("watch_expiry_days", 7);
            config.put("pubsub_topic", topic());
            config.put("push_service_account", PUSHER);
            config.put("webhook_url", server.address() + "/webhooks/gmail/" + tenant + "/mail");
            config.put("jwks_url", google.jwksUrl());
            config.put("api_base_url", google.apiBaseUrl());
            config.put("token_url", google.tokenUrl());
            config.put("authorize_url", google.authorizeUrl());
            config.put("poll_interval_seconds", 3600);
            return config;
        }

        String path() {
            return "/api/v1/tenants/" + tenant;
        }

        String channel() {
            return path() + "/channels/mail";
        }

        void put(Map<String, Object> config) throws Exception {
            Answer put = server.call(
                    "PUT", channel(), Map.of("provider", "gmail", "config", config, "ticket_address", mailbox.email()));
            assertThat(put.status()).as(put.toString()).isBetween(200, 201);
        }

        /** A person presses the button and agrees. */
        HttpResponse<String> consent() throws Exception {
            Answer start = server.get(channel() + "/oauth/start");
            assertThat(start.status()).as(start.toString()).isEqualTo(200);
            URI back = URI.create(visit(URI.create(String.valueOf(start.tree().get("authorize_url"))))
                    .headers()
                    .firstValue("Location")
                    .orElseThrow());
            return visit(back);
        }

        /** Stored, agreed to, read and watched. */
        Desk connected() throws Exception {
            put(document());
            HttpResponse<String> page = consent();
            assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
            awaitState("connected");
            Await.until(mailbox::watch, java.util.Optional::isPresent);
            return this;
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

        String gets(int number) {
            return mailbox.receive(mail(mailbox.email(), "m" + number, "", "Order " + number, "Where is it?"));
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
    void from_consent_to_a_thread_of_four_whose_message_ids_gmail_rewrites() throws Exception {
        acme.put(acme.document());
        acme.awaitState("auth_error");
        acme.connected();
        acme.mailbox.rewriteMessageIds(true);

        acme.gets(1);
        Object ticket = acme.onlyTicket();
        for (int turn = 1; turn <= 2; turn++) {
            Answer reply =
                    server.call("POST", acme.path() + "/tickets/" + ticket + "/replies", Map.of("text", "We look"));
            assertThat(reply.status()).as(reply.toString()).isEqualTo(202);
            int sent = turn;
            GmailSent answer =
                    Await.until(acme.mailbox::sent, all -> all.size() == sent).get(turn - 1);
            int after = 2 * turn;
            Await.until(
                    () -> acme.messages(ticket),
                    all -> all.size() == after && all.toString().contains("status=sent"));
            acme.mailbox.receive(mail(
                    acme.mailbox.email(), "again" + turn, answer.messageId(), "Re: Order 1", "Thank you, " + turn));
            Await.until(() -> acme.messages(ticket), all -> all.size() == after + 1);
        }

        assertThat(acme.tickets()).hasSize(1);
        assertThat(acme.mailbox.sent())
                .extracting(GmailSent::threadId)
                .hasSize(2)
                .containsOnly(acme.mailbox.messages().get(0).threadId());
        assertThat(bolt.mailbox.messages()).isEmpty();
    }

    @Test
    void who_writes_into_gmails_thread_in_a_name_that_disowns_it_gets_a_ticket_of_his_own() throws Exception {
        acme.connected();
        String first = acme.gets(1);
        Object ticket = acme.onlyTicket();
        String thread = acme.mailbox.message(first).threadId();

        acme.mailbox.receive(mail(acme.mailbox.email(), "m2", "<m1@customer.example>", "Re: Order 1", "And now?"));
        Await.until(() -> acme.messages(ticket), all -> all.size() == 2);
        byte[] spoofed = ("Authentication-Results: mx.google.com; dmarc=fail header.from=customer.example\r\n"
                        + new String(
                                mail(acme.mailbox.email(), "m3", "<m1@customer.example>", "Re: Order 1", "Pay here"),
                                StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8);
        String other = acme.mailbox.receive(spoofed);

        assertThat(acme.mailbox.message(other).threadId()).isEqualTo(thread);
        Await.until(acme::tickets, all -> all.size() == 2);
        assertThat(acme.messages(ticket)).hasSize(2);
    }

    @Test
    void mail_of_a_longer_time_than_history_lasts_is_all_found_and_found_once() throws Exception {
        acme.connected();
        bolt.connected();
        acme.gets(0);
        acme.onlyTicket();

        server.close();
        IntStream.rangeClosed(1, 25).forEach(acme::gets);
        acme.mailbox.forgetHistory();
        acme.mailbox.pageSize(7);
        bolt.gets(1);
        serve();

        List<Map<String, Object>> found = Await.until(acme::tickets, all -> all.size() >= 26);
        server.call("POST", acme.channel() + "/sync", null);
        assertThat(acme.tickets()).hasSize(26);
        assertThat(found).extracting(ticket -> ticket.get("subject")).doesNotHaveDuplicates();
        bolt.onlyTicket();
        acme.gets(26);
        Await.until(acme::tickets, all -> all.size() == 27);
    }

    @Test
    void pushes_that_are_doubled_silent_or_forged_change_nothing_but_when() throws Exception {
        acme.connected();
        acme.push.flaws(PushFlaw.DUPLICATE);
        acme.gets(1);
        acme.onlyTicket();
        google.awaitPushes();
        assertThat(acme.push.statuses()).isNotEmpty().allMatch(status -> status == 200 || status == 204);

        int reads = google.requests("/history").size();
        for (PushFlaw flaw : List.of(
                PushFlaw.NO_TOKEN,
                PushFlaw.WRONG_AUDIENCE,
                PushFlaw.WRONG_EMAIL,
                PushFlaw.WRONG_ISSUER,
                PushFlaw.EXPIRED,
                PushFlaw.OTHER_KEY,
                PushFlaw.UNKNOWN_KEY,
                PushFlaw.UNSIGNED,
                PushFlaw.GARBAGE_TOKEN)) {
            acme.push.flaws(flaw);
            acme.push.push(acme.mailbox.email(), acme.mailbox.historyId());
            List<Integer> statuses = acme.push.statuses();
            assertThat(statuses.get(statuses.size() - 1)).as(flaw.name()).isIn(401, 403);
        }
        assertThat(google.requests("/history")).hasSize(reads);

        acme.push.flaws(PushFlaw.SILENT);
        acme.gets(2);
        google.awaitPushes();
        assertThat(acme.push.silenced()).isPositive();
        Answer sync = server.call("POST", acme.channel() + "/sync", null);
        assertThat(sync.status()).as(sync.toString()).isEqualTo(200);
        Await.until(acme::tickets, all -> all.size() == 2);

        // What Google posts again later is old news.
        acme.push.flaws();
        acme.push.retryAll();
        acme.gets(3);
        Await.until(acme::tickets, all -> all.size() == 3);

        Answer compared = server.call("POST", acme.channel() + "/backfill", Map.of("dry_run", true));
        assertThat(compared.tree())
                .as(compared.toString())
                .containsEntry("seen", 3L)
                .containsEntry("known", 3L)
                .containsEntry("stored", 0L);
        assertThat(server.call("POST", acme.channel() + "/backfill", Map.of("since", "2020-01-01"))
                        .tree())
                .containsEntry("stored", 0L);
    }

    @Test
    void metrics_and_protocol_log_tell_of_calls_tokens_and_leases() throws Exception {
        acme.connected();
        acme.gets(1);
        acme.onlyTicket();
        assertThat(metrics())
                .contains("oauth_refresh_total{outcome=\"issued\",provider=\"gmail\"}")
                .contains("provider_requests_total{provider=\"gmail\",status=\"200\"}")
                .contains("lease_owned 1.0");

        acme.mailbox.revoke();
        google.expireAccessTokens();
        acme.gets(2);
        acme.awaitState("auth_error");
        assertThat(metrics())
                .contains("oauth_refresh_total{outcome=\"auth\",provider=\"gmail\"}")
                .contains("provider_requests_total{provider=\"gmail\",status=\"401\"}");
        assertThat(server.context().deskwire().channels().protocol("acme", "mail"))
                .extracting(Channels.ProtocolLine::text)
                .contains("access token: issued", "access token: failed (auth)");
    }

    private String metrics() throws Exception {
        return new String(server.get("/metrics").body(), StandardCharsets.UTF_8);
    }

    @Test
    void a_revoked_mailbox_says_so_is_connected_again_and_lost_nothing_while_the_other_went_on() throws Exception {
        acme.connected();
        bolt.connected();
        acme.mailbox.revoke();
        google.expireAccessTokens();
        acme.gets(1);
        bolt.gets(1);
        acme.awaitState("auth_error");
        assertThat(acme.side("inbound").get("hint").toString()).contains("onnect");
        bolt.onlyTicket();
        assertThat(bolt.side("inbound")).containsEntry("state", "connected");
        assertThat(acme.tickets()).isEmpty();

        assertThat(acme.consent().statusCode()).isEqualTo(200);

        acme.awaitState("connected");
        acme.onlyTicket();
        acme.gets(2);
        Await.until(acme::tickets, all -> all.size() == 2);
        assertThat(bolt.tickets()).hasSize(1);
    }

    @Test
    void a_consent_of_another_account_is_refused_before_anything_is_stored() throws Exception {
        acme.put(acme.document());
        google.consentAs(bolt.mailbox.email());
        HttpResponse<String> page = acme.consent();
        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(page.body()).contains(acme.mailbox.email());
        assertThat(server.context().config().find("acme", "mail").orElseThrow().config())
                .doesNotContainKey("refresh_token");
    }

    @Test
    void a_refresh_token_that_another_program_stored_is_taken_before_the_old_one_is_believed_dead() throws Exception {
        acme.connected();
        acme.mailbox.revoke();
        Map<String, Object> config = acme.document();
        config.put("refresh_token", acme.mailbox.refreshToken(acme.client));
        acme.put(config);
        acme.gets(1);
        acme.onlyTicket();
        // A pass under the old document may still lose its place to one under the new.
        acme.awaitState("connected");
    }

    @Test
    void without_proof_of_pushes_a_channel_reads_by_looking_and_says_degraded() throws Exception {
        Map<String, Object> config = acme.document();
        config.remove("push_service_account");
        acme.put(config);
        acme.consent();
        acme.awaitState("degraded");
        assertThat(acme.side("inbound").toString()).contains("push_service_account");
        acme.gets(1);
        server.call("POST", acme.channel() + "/sync", null);
        acme.onlyTicket();
    }

    @Test
    void a_removed_channel_is_no_longer_watched() throws Exception {
        acme.connected();
        assertThat(server.delete(acme.channel()).status()).isLessThan(300);
        Await.until(acme.mailbox::watch, java.util.Optional::isEmpty);
    }
}
