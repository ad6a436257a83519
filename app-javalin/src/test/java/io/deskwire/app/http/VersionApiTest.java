package io.deskwire.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.json.Json;
import java.net.CookieManager;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a channel's document said before is kept, compared and restored, over the API and in the console. */
class VersionApiTest {

    private static final String MAIL = "/api/v1/tenants/acme/channels/mail";
    private static final String PAGE = "/console/tenants/acme/channels/mail/configuration";
    private static final String SECRET = "secret-of-the-mailbox";

    @TempDir
    private Path folder;

    private RunningServer server;
    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    @BeforeEach
    void start() {
        server = RunningServer.start(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Map<String, Object> document(String host, String password) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("provider", "imap");
        document.put("config", Map.of("host", host, "port", 9, "username", "u", "password", password, "use_ssl", true));
        document.put("is_active", false);
        return document;
    }

    @Test
    void a_version_is_shown_without_its_secret_and_restored_with_the_one_stored_now() throws Exception {
        server.call("PUT", MAIL, document("127.0.0.1", SECRET));
        server.call("PUT", MAIL, document("127.0.0.2", SECRET + "-2"));

        RunningServer.Answer all = server.get(MAIL + "/versions");
        assertThat(all.items())
                .extracting(v -> v.get("version") + " " + v.get("author") + " " + v.get("how") + " " + v.get("changed"))
                .containsExactly("2 api saved config.host, config.password", "1 api saved created");
        RunningServer.Answer first = server.get(MAIL + "/versions/1");
        assertThat(first.object("document").get("config").toString())
                .contains("host=127.0.0.1")
                .contains("password=********");
        assertThat(all + first.toString()).doesNotContain(SECRET);

        RunningServer.Answer restored = server.call("POST", MAIL + "/versions/1/restore", null);
        assertThat(restored.status()).isEqualTo(200);
        assertThat(restored.object("config")).containsEntry("host", "127.0.0.1");
        assertThat(server.context().config().find("acme", "mail").orElseThrow().config())
                .containsEntry("password", SECRET + "-2");
        assertThat(server.get(MAIL + "/versions").items()).hasSize(3);
        assertThat(server.get("/api/v1/audit?action=channel_restored").items())
                .extracting(entry -> entry.get("subject") + " " + entry.get("detail"))
                .containsExactly("mail version 1: config.host");

        assertThat(server.get(MAIL + "/versions/9").status()).isEqualTo(404);
        assertThat(server.get(MAIL + "/versions/x").status()).isEqualTo(404);
        assertThat(server.get("/api/v1/tenants/acme/channels/none/versions").status())
                .isEqualTo(404);
        assertThat(server.get("/api/v1/tenants/bolt/channels/mail/versions").status())
                .isEqualTo(404);
    }

    @Test
    void a_removed_channel_cannot_come_back_without_its_secrets_and_says_so() throws Exception {
        server.call("PUT", MAIL, document("127.0.0.1", SECRET));
        server.delete(MAIL);
        assertThat(server.get(MAIL + "/versions").items().get(0)).containsEntry("how", "deleted");

        RunningServer.Answer refused = server.call("POST", MAIL + "/versions/2/restore", null);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.list("problems"))
                .extracting(problem -> problem.get("path"))
                .contains("config.password");
        assertThat(server.get(MAIL).status()).isEqualTo(404);
        server.delete("/api/v1/tenants/acme");
        assertThat(server.get(MAIL + "/versions").status()).isEqualTo(404);
    }

    @Test
    void in_the_console_all_problems_are_shown_at_once_and_nobody_overwrites_another() throws Exception {
        server.call("PUT", MAIL, document("127.0.0.1", SECRET));
        signIn();
        String page = page(PAGE).body();
        assertThat(page).contains("********").contains("127.0.0.1").doesNotContain(SECRET);

        HttpResponse<String> wrong = post(
                PAGE,
                "base",
                "1",
                "document",
                Json.write(Map.of("provider", "imap", "config", Map.of("port", "x", "username", "u"), "extra", 1)));
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("extra", "config.host", "config.port", "nothing was stored");
        assertThat(post(PAGE, "base", "1", "document", "{\"provider\":").body()).contains("is no JSON object");

        Map<String, Object> edited = document("127.0.0.9", "********");
        HttpResponse<String> saved = post(PAGE, "base", "1", "document", Json.write(edited));
        assertThat(saved.statusCode()).isEqualTo(303);
        assertThat(server.context().config().find("acme", "mail").orElseThrow().config())
                .containsEntry("host", "127.0.0.9")
                .containsEntry("password", SECRET);
        HttpResponse<String> late = post(PAGE, "base", "1", "document", Json.write(document("127.0.0.8", SECRET)));
        assertThat(late.statusCode()).isEqualTo(422);
        assertThat(late.body()).contains("was changed by console");

        assertThat(page(PAGE + "?from=1&to=2").body())
                .contains("config.host", "127.0.0.1", "127.0.0.9")
                .doesNotContain(SECRET);
        assertThat(post("/console/tenants/acme/channels/mail/versions/1/restore")
                        .statusCode())
                .isEqualTo(303);
        assertThat(server.context().config().find("acme", "mail").orElseThrow().config())
                .containsEntry("host", "127.0.0.1");
        assertThat(page("/console/tenants/acme/channels/none/configuration").statusCode())
                .isEqualTo(404);
    }

    private void signIn() throws Exception {
        assertThat(send(form("/console/sign-in", "token=" + RunningServer.TOKEN))
                        .statusCode())
                .isEqualTo(303);
    }

    private HttpResponse<String> page(String path) throws Exception {
        return send(HttpRequest.newBuilder(server.address().resolve(path)));
    }

    private HttpResponse<String> post(String path, String... fields) throws Exception {
        Matcher csrf = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"")
                .matcher(page("/console").body());
        assertThat(csrf.find()).isTrue();
        StringBuilder body = new StringBuilder("_csrf=" + csrf.group(1));
        for (int i = 0; i < fields.length; i += 2) {
            body.append('&').append(fields[i]).append('=').append(URLEncoder.encode(fields[i + 1], UTF_8));
        }
        return send(form(path, body.toString()));
    }

    private HttpRequest.Builder form(String path, String body) {
        return HttpRequest.newBuilder(server.address().resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return browser.send(request.build(), BodyHandlers.ofString());
    }
}
