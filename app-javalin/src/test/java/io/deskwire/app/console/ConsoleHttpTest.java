package io.deskwire.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Server;
import io.deskwire.app.Setting;
import io.deskwire.app.Settings;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.config.ChannelConfig;
import io.deskwire.jdbc.Ticket;
import io.deskwire.message.Envelope;
import io.deskwire.mime.MimeDecoder;
import io.deskwire.testkit.SettableClock;
import io.deskwire.threading.StoredMessage;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What protects the console, seen from outside. */
class ConsoleHttpTest {

    private static final String MAIL = """
            From: Alice <alice@customer.example>
            To: support@tenant.example
            Subject: A file
            Message-ID: <file@customer.example>
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/plain

            See the file.
            --b
            Content-Type: text/html
            Content-Disposition: attachment; filename="evil \\"page\\".html"

            <script>alert(1)</script>
            --b--
            """;

    private final SettableClock clock = SettableClock.at(Instant.parse("2026-03-01T10:00:00Z"));
    private Server server;
    private Visitor visitor;

    @BeforeEach
    void start(@TempDir Path folder) {
        server = Server.start(
                Settings.read(
                        Map.of(
                                Setting.PORT, "0",
                                Setting.DATA_DIR, folder.toString(),
                                Setting.ALLOW_PRIVATE_ENDPOINTS, "true"),
                        Map.of()),
                clock);
        visitor = new Visitor(server.address());
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void nothing_is_shown_to_a_stranger() {
        for (String path : List.of(
                "/console",
                "/console/tenants/t/tickets",
                "/console/tenants/t/channels",
                "/console/tenants/t/dead-letters",
                "/console/tenants/t/dead-letters/1",
                "/console/tenants/t/dead-letters/1/raw",
                "/console/tenants/t/dead-letters/export",
                "/console/tenants/t/flow",
                "/console/tenants/t/outbound",
                "/console/operations",
                "/console/operations/support-bundle",
                "/console/audit",
                "/console/tenants/t/messages/1/raw",
                "/console/tenants/t/messages/1/html",
                "/console/tenants/t/messages/1/attachments/0")) {
            HttpResponse<String> answer = visitor.get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(303);
            assertThat(answer.headers().firstValue("Location").orElseThrow()).startsWith("/console/sign-in?next=");
        }
        assertThat(visitor.get("/console/tenants/t/ticket-list").statusCode()).isEqualTo(286);
        assertThat(visitor.get("/console/tenants/t/ticket-list").body()).contains("You are signed out");
        assertThat(visitor.get("/console/inline/forged.signature").statusCode()).isEqualTo(404);
        assertThat(visitor.post("/console/tenants/t/channels/c/pause").statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_link_signs_in_once_within_fifteen_minutes_with_a_guarded_cookie() {
        String link = link();
        HttpResponse<String> first = visitor.get(link);
        assertThat(first.statusCode()).isEqualTo(303);
        String cookie = first.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict").contains("Path=/console");
        assertThat(cookie).doesNotContain("Secure");
        assertThat(visitor.get("/console").statusCode()).isEqualTo(200);

        assertThat(stranger().get(link).statusCode()).isEqualTo(403);
        String late = link();
        clock.advance(Duration.ofMinutes(15));
        assertThat(stranger().get(late).statusCode()).isEqualTo(403);
        assertThat(stranger().get(link() + "x").statusCode()).isEqualTo(403);
        String looked = link();
        assertThat(stranger().get(looked, "Sec-Purpose", "prefetch").statusCode())
                .isEqualTo(204);
        assertThat(stranger().get(looked).statusCode()).isEqualTo(303);
    }

    @Test
    void the_admin_token_signs_in_and_guessing_it_is_slowed() {
        assertThat(visitor.post("/console/sign-in", "token", "wrong").statusCode())
                .isEqualTo(403);
        HttpResponse<String> right = visitor.post(
                "/console/sign-in", "token", server.adminToken().token().reveal(), "next", "//evil.example/");
        assertThat(right.statusCode()).isEqualTo(303);
        assertThat(right.headers().firstValue("Location")).hasValue("/console");

        Visitor other = stranger();
        for (int i = 0; i < 9; i++) {
            other.post("/console/sign-in", "token", "wrong " + i);
        }
        HttpResponse<String> slowed = other.post(
                "/console/sign-in", "token", server.adminToken().token().reveal());
        assertThat(slowed.statusCode()).isEqualTo(429);
        assertThat(slowed.headers().firstValue("Retry-After")).hasValue("6");
        clock.advance(Duration.ofMinutes(1));
        assertThat(other.post(
                                "/console/sign-in",
                                "token",
                                server.adminToken().token().reveal())
                        .statusCode())
                .isEqualTo(303);
    }

    @Test
    void a_session_ends_unused_after_two_hours_and_in_all_after_twelve() {
        visitor.get(link());
        clock.advance(Duration.ofMinutes(119));
        assertThat(visitor.get("/console").statusCode()).isEqualTo(200);
        for (int i = 0; i < 3; i++) {
            clock.advance(Duration.ofMinutes(50));
            // What a forgotten page asks by itself keeps nobody signed in.
            visitor.get("/console/tenants/t/ticket-list");
        }
        assertThat(visitor.get("/console").statusCode()).isEqualTo(303);

        visitor.get(link());
        for (int i = 0; i < 7; i++) {
            clock.advance(Duration.ofMinutes(100));
            visitor.get("/console");
        }
        assertThat(visitor.get("/console").statusCode()).isEqualTo(200);
        clock.advance(Duration.ofMinutes(20));
        assertThat(visitor.get("/console").statusCode()).isEqualTo(303);
    }

    @Test
    void a_signed_out_session_stays_signed_out_even_with_its_old_cookie() {
        String cookie = visitor.get(link())
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .split(";", 2)[0];
        Visitor thief = stranger();
        assertThat(thief.get("/console", "Cookie", cookie).statusCode()).isEqualTo(200);
        visitor.post("/console/sign-out", "_csrf", visitor.csrf("/console"));
        assertThat(thief.get("/console", "Cookie", cookie).statusCode()).isEqualTo(303);
        assertThat(thief.get("/console", "Cookie", cookie + "x").statusCode()).isEqualTo(303);
    }

    @Test
    void a_change_needs_the_token_of_its_own_session_and_no_other_site() {
        channel();
        visitor.get(link());
        String own = visitor.csrf("/console/tenants/t/channels");
        Visitor other = stranger();
        other.get(link());
        String foreign = other.csrf("/console/tenants/t/channels");

        assertThat(visitor.post("/console/tenants/t/channels/c/pause").statusCode())
                .isEqualTo(403);
        assertThat(visitor.post("/console/tenants/t/channels/c/pause", "_csrf", foreign)
                        .statusCode())
                .isEqualTo(403);
        assertThat(visitor.send(
                                visitor.form("/console/tenants/t/channels/c/pause", "_csrf", own),
                                "Sec-Fetch-Site",
                                "cross-site")
                        .statusCode())
                .isEqualTo(401);
        assertThat(paused()).isFalse();
        assertThat(visitor.post("/console/tenants/t/channels/c/pause", "_csrf", own)
                        .statusCode())
                .isEqualTo(303);
        assertThat(paused()).isTrue();
    }

    @Test
    void a_link_from_another_site_does_not_ask_a_signed_in_operator_to_sign_in() {
        visitor.get(link());
        HttpResponse<String> answer = stranger()
                .get(
                        "/console/tenants/t/tickets?q=%22%3E",
                        "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("http-equiv=\"refresh\"")
                .contains("url=/console/tenants/t/tickets?q=%22%3E");
    }

    @Test
    void pages_allow_nothing_but_their_own_files() {
        visitor.get(link());
        HttpResponse<String> page = visitor.get("/console");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'")
                .contains("script-src 'self'")
                .contains("style-src 'self'")
                .contains("frame-ancestors 'none'")
                .contains("base-uri 'none'")
                .doesNotContain("unsafe");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(page.body())
                .doesNotContain("<style")
                .doesNotContain(" style=")
                .doesNotContain(" onclick=");
        Assets assets = new Assets();
        for (String file : List.of(assets.style(), assets.script(), assets.htmx(), assets.icon())) {
            HttpResponse<String> asset = stranger().get(file);
            assertThat(asset.statusCode()).as(file).isEqualTo(200);
            assertThat(asset.headers().firstValue("Cache-Control").orElseThrow())
                    .contains("immutable");
            assertThat(page.body()).contains(file);
        }
        assertThat(stranger().get("/console/assets/htmx-0000000000000000.js").statusCode())
                .isEqualTo(404);
    }

    @Test
    void files_are_downloads_that_no_browser_runs() {
        Ticket ticket = ticket();
        StoredMessage message = server.context()
                .deskwire()
                .messages()
                .ofConversation("t", ticket.conversationId())
                .get(0);
        visitor.get(link());
        HttpResponse<String> file =
                visitor.get(Addresses.message("t", message.id()) + "/attachments/0", "Accept-Encoding", "gzip");
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
        assertThat(file.headers().firstValue("Content-Disposition").orElseThrow())
                .startsWith("attachment; ");
        assertThat(file.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(file.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("sandbox");
        assertThat(visitor.get(Addresses.message("t", message.id()) + "/attachments/1")
                        .statusCode())
                .isEqualTo(404);
        assertThat(visitor.get(Addresses.message("other", message.id()) + "/attachments/0")
                        .statusCode())
                .isEqualTo(404);

        HttpResponse<String> raw = visitor.get(Addresses.message("t", message.id()) + "/raw");
        assertThat(raw.body()).isEqualTo(MAIL);
        assertThat(raw.headers().firstValue("Content-Disposition").orElseThrow())
                .contains(".eml");
        assertThat(visitor.get(Addresses.ticket("other", ticket.id())).statusCode())
                .isEqualTo(404);
    }

    @Test
    void an_answer_that_cannot_be_sent_keeps_what_was_typed_and_one_sent_twice_goes_out_once() {
        Ticket ticket = ticket();
        String page = Addresses.ticket("t", ticket.id());
        visitor.get(link());
        String csrf = visitor.csrf(page);
        String key = "0123456789012345678901234567890";
        HttpResponse<String> empty = visitor.post(page + "/replies", "_csrf", csrf, "key", key, "text", "  ");
        assertThat(empty.statusCode()).isEqualTo(422);
        assertThat(empty.body()).contains("The reply was not sent");

        for (int i = 0; i < 2; i++) {
            assertThat(visitor.post(page + "/replies", "_csrf", csrf, "key", key, "text", "It is <b>fine</b>.\r\n")
                            .statusCode())
                    .isEqualTo(303);
        }
        List<StoredMessage> messages =
                server.context().deskwire().messages().ofConversation("t", ticket.conversationId());
        assertThat(messages).hasSize(2);
        String shown = visitor.get(page).body();
        assertThat(shown).contains("It is &lt;b&gt;fine&lt;/b&gt;.").contains("Your reply is on its way.");
        assertThat(visitor.get(page).body()).doesNotContain("Your reply is on its way.");

        HttpResponse<String> state = visitor.post(page + "/state", "_csrf", csrf, "state", "resolved");
        assertThat(state.statusCode()).isEqualTo(303);
        assertThat(visitor.post(page + "/state", "_csrf", csrf, "state", "lost").statusCode())
                .isEqualTo(400);
        assertThat(visitor.get(Addresses.tickets("t", "resolved", null, null)).body())
                .contains("A file");
        assertThat(visitor.get(Addresses.tickets("t", "open", null, null)).body())
                .contains("No ticket matches");
    }

    @Test
    void errors_are_pages_here_and_problem_documents_elsewhere() {
        visitor.get(link());
        HttpResponse<String> missing = visitor.get("/console/no/such/page");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(visitor.get("/no/such/page")
                        .headers()
                        .firstValue("Content-Type")
                        .orElseThrow())
                .startsWith("application/problem+json");
        assertThat(visitor.get("/console/tenants/t/tickets?cursor=garbage").statusCode())
                .isEqualTo(400);
    }

    @Test
    void files_beyond_the_limit_are_refused_in_words() {
        Ticket ticket = ticket();
        visitor.get(link());
        String csrf = visitor.csrf(Addresses.ticket("t", ticket.id()));
        byte[] head = ("--b\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n" + csrf
                        + "\r\n--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.bin\"\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] body = Arrays.copyOf(head, 40_000_000);
        HttpResponse<String> refused = visitor.send(
                HttpRequest.newBuilder(URI.create(server.address() + Addresses.ticket("t", ticket.id()) + "/replies"))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)),
                "Content-Type",
                "multipart/form-data; boundary=b");
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.body()).contains("too large");
    }

    @Test
    void a_long_conversation_shows_its_newest_part_and_news_comes_in_small_pieces() {
        Ticket ticket = ticket();
        for (int i = 0; i < 59; i++) {
            receive(
                    "more-" + i,
                    MAIL.replace("<file@", "<more" + i + "@")
                            .replace("MIME-Version", "References: <file@customer.example>\nMIME-Version"));
        }
        await(() -> delivered(ticket) == 60);
        String page = Addresses.ticket("t", ticket.id());
        visitor.get(link());
        assertThat(visitor.get(page).body()).contains("Show 10 older messages");
        assertThat(articles(visitor.get(page).body())).isEqualTo(50);
        assertThat(articles(visitor.get(page + "?all").body())).isEqualTo(60);

        String live = poll(visitor.get(page).body());
        assertThat(visitor.get(live).statusCode()).isEqualTo(204);
        receive(
                "news",
                MAIL.replace("<file@", "<news@")
                        .replace("MIME-Version", "References: <file@customer.example>\nMIME-Version"));
        await(() -> delivered(ticket) == 61);
        HttpResponse<String> news = visitor.get(live);
        assertThat(articles(news.body())).isEqualTo(1);
        assertThat(news.body()).contains("beforeend:#messages");
        assertThat(visitor.get(poll(news.body())).statusCode()).isEqualTo(204);
    }

    private List<StoredMessage> messages(Ticket ticket) {
        return server.context().deskwire().messages().ofConversation("t", ticket.conversationId());
    }

    private long delivered(Ticket ticket) {
        return messages(ticket).stream()
                .filter(m ->
                        m instanceof StoredMessage.Inbound in && in.state() == StoredMessage.Inbound.State.DELIVERED)
                .count();
    }

    private static int articles(String html) {
        return html.split("<article ", -1).length - 1;
    }

    /** The address that a ticket's page asks for news. */
    private static String poll(String html) {
        Matcher address = Pattern.compile("id=\"live\" hx-get=\"([^\"]+)\"").matcher(html);
        assertThat(address.find()).isTrue();
        return address.group(1).replace("&amp;", "&");
    }

    private void channel() {
        server.context()
                .config()
                .put(ChannelConfig.of(
                        "t",
                        "c",
                        "imap",
                        Map.of("host", "127.0.0.1", "port", 1L, "username", "u", "password", "p"),
                        "support@tenant.example"));
    }

    private Ticket ticket() {
        channel();
        receive("1", MAIL);
        await(() -> !server.context()
                .tickets()
                .list("t", null, null, null, 10)
                .items()
                .isEmpty());
        return server.context()
                .tickets()
                .list("t", null, null, null, 10)
                .items()
                .get(0);
    }

    private void receive(String key, String mail) {
        RawItem item = new RawItem(
                key,
                MimeDecoder.FORMAT,
                Envelope.unknown(),
                null,
                Map.of(),
                RawBody.of(mail.getBytes(StandardCharsets.UTF_8)));
        server.context().deskwire().channels().receive("t", "c", item);
    }

    private boolean paused() {
        return server.context()
                .stores()
                .channelStates()
                .find("t", "c")
                .map(state -> state.paused())
                .orElse(false);
    }

    private String link() {
        return Console.signInPath(server.context());
    }

    private Visitor stranger() {
        return new Visitor(server.address());
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
            LockSupport.parkNanos(10_000_000);
        }
    }
}
