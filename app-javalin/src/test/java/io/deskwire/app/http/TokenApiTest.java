package io.deskwire.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.config.ChannelConfig;
import io.deskwire.testkit.SettableClock;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens are made, shown once, used, noted and revoked. */
class TokenApiTest {

    private static final String AGENT = "agent";

    @TempDir
    private Path folder;

    private final SettableClock clock = SettableClock.at(Instant.parse("2026-03-01T10:00:00Z"));
    private RunningServer server;

    @BeforeEach
    void start() {
        server = RunningServer.start(folder, Map.of(), clock);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Never connected to. */
    static ChannelConfig channel(String tenant) {
        return new ChannelConfig(
                tenant,
                "mail",
                "imap",
                Map.of("host", "127.0.0.1", "port", 1, "username", "u", "password", "p"),
                "support@" + tenant + ".example",
                Map.of(),
                false,
                List.of());
    }

    private Map<String, Object> make(Map<String, Object> body) throws Exception {
        RunningServer.Answer answer = server.call("POST", "/api/v1/tokens", body);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        return answer.tree();
    }

    private RunningServer.Answer as(Object secret, String path) throws Exception {
        return server.send(
                HttpRequest.newBuilder(server.address().resolve(path)).header("Authorization", "Bearer " + secret));
    }

    @Test
    void a_secret_is_shown_once_and_stands_nowhere() throws Exception {
        Map<String, Object> made = make(Map.of("name", "desk", "role", AGENT, "tenant_id", "acme"));
        String secret = made.get("token").toString();
        assertThat(secret).matches("deskwire_[A-Za-z0-9_-]{43}");

        RunningServer.Answer all = server.get("/api/v1/tokens");
        assertThat(all.items()).hasSize(1);
        assertThat(all.items().get(0))
                .containsEntry("name", "desk")
                .containsEntry("tenant_id", "acme")
                .containsEntry("role", AGENT)
                .doesNotContainKey("token");
        assertThat(all.items().get(0).get("last_used_on")).isNull();
        assertThat(as(secret, "/api/v1/tenants/acme/tickets").status()).isEqualTo(200);
        assertThat(server.get("/api/v1/tokens").items().get(0)).containsEntry("last_used_on", "2026-03-01");
        clock.advance(Duration.ofDays(1));
        as(secret, "/api/v1/tenants/acme/tickets");
        assertThat(server.get("/api/v1/tokens").items().get(0)).containsEntry("last_used_on", "2026-03-02");

        server.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(secret)
                        .doesNotContain(secret.substring(9));
            }
        }
        server = RunningServer.start(folder, Map.of(), clock);
        assertThat(as(secret, "/api/v1/tenants/acme/tickets").status()).isEqualTo(200);
    }

    @Test
    void what_is_wrong_with_a_new_token_is_told() throws Exception {
        make(Map.of("name", "desk", "role", "admin"));
        for (Map<String, Object> body : List.<Map<String, Object>>of(
                Map.of("name", "desk", "role", AGENT),
                Map.of("name", "x", "role", "king"),
                Map.of("name", "", "role", AGENT),
                Map.of("name", "x"),
                Map.of("name", "x", "role", AGENT, "tenant_id", "a b"),
                Map.of("name", "x", "role", AGENT, "expires_at", "2026-03-01T09:59:59Z"),
                Map.of("name", "x", "role", AGENT, "tenant", "acme"))) {
            RunningServer.Answer answer = server.call("POST", "/api/v1/tokens", body);
            assertThat(answer.status()).as(body.toString()).isEqualTo(422);
            assertThat(answer.list("problems")).hasSize(1);
        }
        assertThat(server.get("/api/v1/tokens").items()).hasSize(1);
        assertThat(server.delete("/api/v1/tokens/none").status()).isEqualTo(404);
    }

    @Test
    void a_token_is_worth_nothing_after_its_end_and_once_it_is_revoked() throws Exception {
        Object shortLived = make(Map.of("name", "short", "role", AGENT, "expires_at", "2026-03-01T11:00:00Z"))
                .get("token");
        Map<String, Object> long_ = make(Map.of("name", "long", "role", AGENT));
        clock.advance(Duration.ofMinutes(59));
        assertThat(as(shortLived, "/api/v1/openapi.json").status()).isEqualTo(200);
        clock.advance(Duration.ofMinutes(1));
        assertThat(as(shortLived, "/api/v1/openapi.json").status()).isEqualTo(401);

        assertThat(as(long_.get("token"), "/api/v1/openapi.json").status()).isEqualTo(200);
        assertThat(server.delete("/api/v1/tokens/" + long_.get("id")).status()).isEqualTo(204);
        assertThat(as(long_.get("token"), "/api/v1/openapi.json").status()).isEqualTo(401);
    }

    @Test
    void a_revoked_token_ends_the_sessions_that_began_with_it_and_no_others() throws Exception {
        Map<String, Object> first = make(Map.of("name", "first", "role", "admin"));
        Map<String, Object> second = make(Map.of("name", "second", "role", AGENT));
        HttpClient one = signedIn(first.get("token"));
        HttpClient two = signedIn(second.get("token"));
        assertThat(page(one, "/console").statusCode()).isEqualTo(200);

        server.delete("/api/v1/tokens/" + first.get("id"));

        assertThat(page(one, "/console").statusCode()).isEqualTo(303);
        assertThat(page(two, "/console").statusCode()).isEqualTo(200);
        assertThat(page(two, "/console/tokens").statusCode()).isEqualTo(403);
    }

    @Test
    void a_tenants_agent_sees_that_tenant_alone_in_overview_and_audit() throws Exception {
        server.context().config().put(channel("acme"));
        server.context().config().put(channel("bolt"));
        server.call("POST", "/api/v1/tenants/bolt/channels/mail/pause", null);
        Object admin = make(Map.of("name", "admin of acme", "role", "admin", "tenant_id", "acme"))
                .get("token");
        HttpRequest.Builder pause = HttpRequest.newBuilder(
                        server.address().resolve("/api/v1/tenants/acme/channels/mail/pause"))
                .header("Authorization", "Bearer " + admin)
                .POST(BodyPublishers.noBody());
        assertThat(server.send(pause).status()).isEqualTo(200);

        clock.advance(Duration.ofSeconds(1));
        String overview = page(signedIn(admin), "/console").body();
        assertThat(overview).contains("acme").doesNotContain("bolt");
        RunningServer.Answer audit = as(admin, "/api/v1/audit");
        assertThat(audit.items())
                .extracting(entry -> entry.get("actor") + " " + entry.get("action") + " " + entry.get("tenant_id"))
                .containsExactly("console: admin of acme signed_in acme", "api: admin of acme channel_paused acme");
        assertThat(as(admin, "/api/v1/audit?tenant=bolt").status()).isEqualTo(403);
    }

    @Test
    void tokens_are_noted_without_their_secrets() throws Exception {
        // What the start has noted at this very moment may stand before or behind.
        clock.advance(Duration.ofSeconds(1));
        Map<String, Object> made = make(Map.of("name", "desk", "role", AGENT, "tenant_id", "acme"));
        clock.advance(Duration.ofSeconds(1));
        server.delete("/api/v1/tokens/" + made.get("id"));

        RunningServer.Answer audit = server.get("/api/v1/audit");
        assertThat(audit.items())
                .extracting(entry -> entry.get("action") + " " + entry.get("subject") + " " + entry.get("detail"))
                .startsWith(
                        "token_revoked " + made.get("id") + " ",
                        "token_made " + made.get("id") + " role agent, one tenant");
        assertThat(audit.toString()).doesNotContain(made.get("token").toString());
    }

    @Test
    void a_link_lets_one_browser_in_in_its_role() throws Exception {
        server.context().config().put(channel("acme"));
        server.context().config().put(channel("bolt"));
        RunningServer.Answer link =
                server.call("POST", "/api/v1/sign-in-links", Map.of("role", AGENT, "tenant_id", "acme"));
        assertThat(link.status()).isEqualTo(201);
        assertThat(link.tree()).containsEntry("expires_at", "2026-03-01T10:15:00Z");
        HttpClient browser = browser();
        URI url = URI.create(link.tree().get("url").toString());
        HttpRequest open = HttpRequest.newBuilder(url).build();
        assertThat(browser.send(open, BodyHandlers.ofString()).statusCode()).isEqualTo(303);
        assertThat(page(browser, "/console").body()).contains("acme").doesNotContain("bolt");
        assertThat(page(browser, "/console/tenants/acme/tickets").statusCode()).isEqualTo(200);
        assertThat(page(browser, "/console/tenants/bolt/tickets").statusCode()).isEqualTo(403);
        assertThat(page(browser, "/console/tokens").statusCode()).isEqualTo(403);
        assertThat(browser().send(open, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
        assertThat(server.get("/api/v1/audit?action=signed_in").items())
                .extracting(entry -> entry.get("tenant_id") + ": " + entry.get("detail"))
                .containsExactly("acme: with a link, as agent");
    }

    @Test
    void a_link_is_good_after_a_restart_and_not_twice_whoever_is_asked() throws Exception {
        String path = linkForAgent();
        server.close();
        server = RunningServer.start(folder, Map.of(), clock);
        assertThat(page(browser(), path).statusCode()).isEqualTo(303);
        server.close();
        server = RunningServer.start(folder, Map.of(), clock);
        assertThat(page(browser(), path).statusCode()).isEqualTo(403);
    }

    @Test
    void a_link_ends_after_a_quarter_of_an_hour() throws Exception {
        String path = linkForAgent();
        clock.advance(Duration.ofMinutes(15));
        assertThat(page(browser(), path).statusCode()).isEqualTo(403);
    }

    @Test
    void a_token_has_a_rate_of_its_own() throws Exception {
        server.close();
        server = RunningServer.start(folder, Map.of(io.deskwire.app.Setting.RATE_CALLS, "6"), clock);
        Object busy = make(Map.of("name", "busy", "role", AGENT)).get("token");
        int answered = 0;
        while (as(busy, "/api/v1/openapi.json").status() == 200) {
            answered++;
        }
        assertThat(answered).isEqualTo(6);
        assertThat(server.get("/api/v1/tokens").status()).isEqualTo(200);
    }

    /** Its path and query: after a restart the server listens elsewhere. */
    private String linkForAgent() throws Exception {
        RunningServer.Answer link = server.call("POST", "/api/v1/sign-in-links", Map.of("role", AGENT));
        URI url = URI.create(link.tree().get("url").toString());
        return url.getRawPath() + "?" + url.getRawQuery();
    }

    private static HttpClient browser() {
        return HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    }

    private HttpClient signedIn(Object secret) throws Exception {
        HttpClient browser = browser();
        HttpRequest form = HttpRequest.newBuilder(server.address().resolve("/console/sign-in"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("token=" + URLEncoder.encode(secret.toString(), UTF_8)))
                .build();
        assertThat(browser.send(form, BodyHandlers.ofString()).statusCode()).isEqualTo(303);
        return browser;
    }

    private HttpResponse<String> page(HttpClient browser, String path) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(server.address().resolve(path)).build(), BodyHandlers.ofString());
    }
}
