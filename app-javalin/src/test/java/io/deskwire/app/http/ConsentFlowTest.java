package io.deskwire.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Await;
import io.deskwire.app.Setting;
import io.deskwire.app.http.RunningServer.Answer;
import io.deskwire.config.ChannelConfig;
import io.deskwire.testkit.SettableClock;
import io.deskwire.testkit.oauth.OAuthServer;
import io.deskwire.testkit.oauth.OAuthServer.Trouble;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person connects a mailbox: our server, an authorization server and an IMAP server, all over the network. */
class ConsentFlowTest {

    private static final String SUPPORT = "support@tenant.example";
    private static final String CHANNEL = "/api/v1/tenants/acme/channels/mail";
    private static final String SCOPE = "https://mail.google.com/";

    @TempDir
    Path folder;

    private final SettableClock clock = SettableClock.at(Instant.now());
    private final HttpClient browser =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private final OAuthServer oauth = OAuthServer.start();
    private TokenMailbox mailbox;
    private RunningServer server;
    private int port;

    @BeforeEach
    void start() throws Exception {
        mailbox = TokenMailbox.start(oauth);
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        server = RunningServer.start(folder, Map.of(Setting.PORT, String.valueOf(port)), Clock.systemUTC());
        oauth.client("desk", "cl1ent-s3cret", server.address() + "/oauth/callback");
        put("acme", "mail");
    }

    @AfterEach
    void stop() {
        server.close();
        mailbox.close();
        oauth.close();
    }

    private void put(String tenant, String channel) throws Exception {
        Map<String, Object> config = new LinkedHashMap<>(Map.of(
                "host",
                "127.0.0.1",
                "port",
                mailbox.port(),
                "use_ssl",
                false,
                "use_tls",
                false,
                "username",
                SUPPORT,
                "auth",
                "xoauth2",
                "client_id",
                "desk",
                "client_secret",
                "cl1ent-s3cret",
                "token_url",
                oauth.tokenUrl().toString(),
                "authorize_url",
                oauth.authorizeUrl().toString()));
        config.put("note", "kept");
        config.put("idle", false);
        Answer put = server.call(
                "PUT",
                "/api/v1/tenants/" + tenant + "/channels/" + channel,
                Map.of("provider", "imap", "config", config, "ticket_address", SUPPORT));
        assertThat(put.status()).as(put.toString()).isEqualTo(201);
    }

    /** From our server to the provider; where that sends the browser back to. */
    private URI consented() throws Exception {
        return consented(CHANNEL);
    }

    private URI consented(String channel) throws Exception {
        Answer start = server.get(channel + "/oauth/start");
        assertThat(start.status()).as(start.toString()).isEqualTo(200);
        HttpResponse<String> provider =
                visit(URI.create(String.valueOf(start.tree().get("authorize_url"))));
        assertThat(provider.statusCode()).as(provider.body()).isEqualTo(302);
        return URI.create(provider.headers().firstValue("Location").orElseThrow());
    }

    private HttpResponse<String> visit(URI address) throws IOException, InterruptedException {
        return browser.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private ChannelConfig stored() {
        return server.context().config().find("acme", "mail").orElseThrow();
    }

    private void refused(HttpResponse<String> page, int status, String... words) {
        assertThat(page.statusCode()).as(page.body()).isEqualTo(status);
        assertThat(page.body()).contains(words).doesNotContain("s3cret", "refresh-", "access-");
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
        assertThat(stored().config()).doesNotContainKey("refresh_token");
    }

    @Test
    void a_consent_ends_with_a_channel_that_works_and_keeps_its_other_fields() throws Exception {
        Await.until(() -> state("inbound"), "auth_error"::equals);
        assertThat(String.valueOf(side("inbound").get("hint"))).contains("Connect the account");

        HttpResponse<String> page = visit(consented());

        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        assertThat(page.body())
                .contains("Account connected", "/console/tenants/acme/channels")
                .doesNotContain("refresh-");
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(stored().config())
                .containsEntry("note", "kept")
                .containsEntry("client_secret", "cl1ent-s3cret")
                .hasEntrySatisfying(
                        "refresh_token",
                        token -> assertThat(oauth.isAlive(token.toString())).isTrue());
        Await.until(() -> state("inbound"), "connected"::equals);
        assertThat(mailbox.opened()).isPositive();
        assertThat(server.get(CHANNEL).object("config")).containsEntry("refresh_token", "********");
        assertThat(oauth.count("authorization_code")).isEqualTo(1);
    }

    @Test
    void the_question_names_scope_mailbox_and_challenge_but_no_secret() throws Exception {
        String address =
                String.valueOf(server.get(CHANNEL + "/oauth/start").tree().get("authorize_url"));
        assertThat(address)
                .startsWith(oauth.authorizeUrl() + "?")
                .contains("response_type=code", "client_id=desk", "code_challenge_method=S256", "access_type=offline")
                .contains("prompt=consent", "scope=https%3A%2F%2Fmail.google.com%2F", "login_hint=support%40")
                .doesNotContain("s3cret");
        assertThat(URLDecoder.decode(address, StandardCharsets.UTF_8))
                .contains("redirect_uri=" + server.address() + "/oauth/callback");
        HttpResponse<String> open = visit(URI.create(server.address() + CHANNEL + "/oauth/start"));
        assertThat(open.statusCode()).isEqualTo(401);
    }

    @Test
    void only_channels_with_a_consent_can_be_connected() throws Exception {
        assertThat(server.get("/api/v1/tenants/acme/channels/none/oauth/start").status())
                .isEqualTo(404);
        Answer password = server.call(
                "PUT",
                "/api/v1/tenants/acme/channels/plain",
                Map.of(
                        "provider",
                        "imap",
                        "is_active",
                        false,
                        "config",
                        Map.of("host", "127.0.0.1", "username", "u", "password", "p")));
        assertThat(password.status()).isEqualTo(201);
        assertThat(server.get("/api/v1/tenants/acme/channels/plain/oauth/start").status())
                .isEqualTo(409);
    }

    @Test
    void a_state_works_once() throws Exception {
        URI back = consented();
        assertThat(visit(back).statusCode()).isEqualTo(200);
        Object token = stored().config().get("refresh_token");
        HttpResponse<String> again = visit(back);
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.body()).contains("used already");
        assertThat(stored().config()).containsEntry("refresh_token", token);
    }

    @Test
    void a_state_that_is_not_ours_is_not_taken() throws Exception {
        String back = consented().toString();
        refused(visit(URI.create(server.address() + "/oauth/callback?code=x")), 400, "cannot be used");
        refused(visit(URI.create(server.address() + "/oauth/callback?code=x&state=%3Cb%3E")), 400, "cannot be used");
        refused(visit(URI.create(back.replaceFirst("state=[^.]", "state=_"))), 400, "cannot be used");
        refused(visit(URI.create(back.replaceFirst("(state=[^&]*)..", "$1"))), 400, "cannot be used");
        assertThat(oauth.tokenRequests()).isEmpty();
    }

    @Test
    void a_state_of_another_channel_connects_that_one_only() throws Exception {
        put("bolt", "mail");
        URI back = consented("/api/v1/tenants/bolt/channels/mail");
        assertThat(visit(back).statusCode()).isEqualTo(200);
        assertThat(stored().config()).doesNotContainKey("refresh_token");
        assertThat(server.context().config().find("bolt", "mail").orElseThrow().config())
                .containsKey("refresh_token");
        // A code that was given for one channel is worth nothing with the other's state.
        String mine = consented().toString();
        String code =
                consented("/api/v1/tenants/bolt/channels/mail").toString().replaceFirst(".*[?&](code=[^&]*).*", "$1");
        refused(visit(URI.create(mine.replaceFirst("code=[^&]*", code))), 502, "did not take the code");
    }

    @Test
    void a_state_ends_after_fifteen_minutes() throws Exception {
        restart(clock);
        URI late = consented();
        clock.advance(Duration.ofMinutes(15));
        refused(visit(late), 400, "older than 15 minutes");
        URI inTime = consented();
        clock.advance(Duration.ofMinutes(14));
        assertThat(visit(inTime).statusCode()).isEqualTo(200);
    }

    @Test
    void a_restart_in_between_does_no_harm() throws Exception {
        URI back = consented();
        restart(Clock.systemUTC());
        assertThat(visit(back).statusCode()).isEqualTo(200);
        assertThat(stored().config()).containsKey("refresh_token");

        restart(Clock.systemUTC());
        HttpResponse<String> again = visit(back);
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.body()).contains("used already");
    }

    private void restart(Clock newClock) {
        server.close();
        server = RunningServer.start(folder, Map.of(Setting.PORT, String.valueOf(port)), newClock);
    }

    @Test
    void somebody_elses_mailbox_is_refused() throws Exception {
        oauth.signedInAs("private@elsewhere.example");
        refused(visit(consented()), 403, "does not open this channel", "This channel is for " + SUPPORT);
    }

    @Test
    void programs_that_ask_for_json_get_it() throws Exception {
        oauth.denying("access_denied", "<no>");
        HttpResponse<String> problem = asProgram(consented());
        assertThat(problem.statusCode()).isEqualTo(403);
        assertThat(problem.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(problem.headers().firstValue("Cache-Control")).contains("no-store");
        oauth.denying(null, "");
        HttpResponse<String> done = asProgram(consented());
        assertThat(done.statusCode()).isEqualTo(200);
        assertThat(done.body()).contains("\"channel\":\"mail\"");
    }

    private HttpResponse<String> asProgram(URI address) throws IOException, InterruptedException {
        return browser.send(
                HttpRequest.newBuilder(address)
                        .header("Accept", "application/json")
                        .build(),
                BodyHandlers.ofString());
    }

    @Test
    void an_unticked_scope_is_refused() throws Exception {
        oauth.unticking(SCOPE);
        refused(visit(consented()), 403, "Not everything was allowed", SCOPE);
    }

    @Test
    void a_consent_without_lasting_access_is_refused() throws Exception {
        oauth.offline(false);
        refused(visit(consented()), 403, "no lasting access", "connect the account again");
    }

    @Test
    void what_the_provider_says_is_shown_and_never_run() throws Exception {
        oauth.denying("access_denied", "<script>alert(1)</script>\"'&");
        HttpResponse<String> page = visit(consented());
        refused(page, 403, "The consent was declined", "&lt;script&gt;alert(1)");
        assertThat(page.body()).doesNotContain("<script>alert");
        oauth.denying("<img src=x onerror=alert(1)>", "");
        HttpResponse<String> named = visit(consented());
        refused(named, 403, "did not agree");
        assertThat(named.body()).doesNotContain("<img");
    }

    @Test
    void a_token_endpoint_in_trouble_stores_nothing_and_says_so() throws Exception {
        for (Trouble trouble : Trouble.values()) {
            URI back = consented();
            oauth.trouble(trouble, 1);
            refused(visit(back), 502, "did not take the code", "Begin again");
        }
        assertThat(oauth.count("authorization_code")).isEqualTo(Trouble.values().length);
        assertThat(visit(consented()).statusCode()).isEqualTo(200);
    }

    @Test
    void a_channel_that_was_deleted_meanwhile_is_not_made_again() throws Exception {
        URI back = consented();
        server.delete(CHANNEL);
        assertThat(visit(back).statusCode()).isEqualTo(404);
        assertThat(server.context().config().find("acme", "mail")).isEmpty();
    }

    @Test
    void a_revoked_account_is_connected_again() throws Exception {
        assertThat(visit(consented()).statusCode()).isEqualTo(200);
        Await.until(() -> state("inbound"), "connected"::equals);
        Object before = stored().config().get("refresh_token");
        oauth.revoke(SUPPORT);
        Answer sync = server.call("POST", CHANNEL + "/sync", null);
        assertThat(sync.status()).isEqualTo(502);
        assertThat(state("inbound")).isEqualTo("auth_error");
        assertThat(stored().config()).containsEntry("refresh_token", before);

        assertThat(visit(consented()).statusCode()).isEqualTo(200);

        assertThat(stored().config().get("refresh_token")).isNotEqualTo(before);
        Await.until(() -> state("inbound"), "connected"::equals);
    }

    @Test
    void a_replaced_refresh_token_is_stored_and_the_channel_goes_on() throws Exception {
        oauth.rotating(true);
        assertThat(visit(consented()).statusCode()).isEqualTo(200);
        Await.until(() -> oauth.count("refresh_token"), count -> count > 0);
        Await.until(() -> oauth.isAlive(String.valueOf(stored().config().get("refresh_token"))), alive -> alive);
        assertThat(stored().config()).containsEntry("note", "kept");
        Await.until(() -> state("inbound"), "connected"::equals);
        assertThat(server.call("POST", CHANNEL + "/sync", null).status()).isEqualTo(200);
        assertThat(oauth.isAlive(String.valueOf(stored().config().get("refresh_token"))))
                .isTrue();
    }

    private Map<String, Object> side(String name) throws Exception {
        return server.get(CHANNEL).object(name);
    }

    private String state(String name) throws Exception {
        return String.valueOf(side(name).get("state"));
    }
}
