package io.deskwire.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Await;
import io.deskwire.app.Server;
import io.deskwire.app.Setting;
import io.deskwire.app.Settings;
import io.deskwire.app.setup.Guide;
import io.deskwire.app.setup.Guides;
import io.deskwire.audit.AuditLog;
import io.deskwire.config.ChannelConfig;
import io.deskwire.engine.Channels;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guided form without scripts: what it stores, what it leaves alone, and what it never shows. */
class SetUpHttpTest {

    private static final String NEW = "/console/tenants/acme/set-up/postmark";
    private static final String PAGE = "/console/tenants/acme/channels/support/set-up";

    private static final Map<String, Object> RULES = Map.of("routing", List.of());

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
                Clock.systemUTC());
        visitor = new Visitor(server.address());
        visitor.get(Console.signInPath(server.context()));
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private HttpResponse<String> create(String channel) {
        return visitor.post(
                NEW,
                "_csrf",
                visitor.csrf(NEW),
                "channel",
                channel,
                "ticket_address",
                "support@acme.example",
                "f.api_key",
                "the-server-token",
                "f.webhook_username",
                "hook-user",
                "f.webhook_password",
                "hook-password",
                "f.message_stream",
                "",
                "f.webhook_url",
                "",
                // Nobody answers there.
                "f.api_base_url",
                "http://127.0.0.1:9");
    }

    private Map<String, Object> stored() {
        return server.context().config().find("acme", "support").orElseThrow().config();
    }

    @Test
    void a_form_becomes_a_document_whose_secrets_are_never_shown() {
        HttpResponse<String> created = create("support");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(303);
        assertThat(created.headers().firstValue("Location")).contains(PAGE);
        assertThat(stored())
                .containsEntry("api_key", "the-server-token")
                .as("an address that nobody can call is not filled in")
                .doesNotContainKeys("message_stream", "webhook_url");

        String page = visitor.get(PAGE).body();
        assertThat(page)
                .contains(
                        server.address().replace("://", "://USER:PASSWORD@") + "/webhooks/postmark/acme/support",
                        "stored; empty keeps it",
                        "which providers cannot call")
                .doesNotContain("the-server-token", "hook-user", "hook-password");
    }

    @Test
    void an_empty_secret_keeps_what_is_stored_and_what_the_form_does_not_show_stays() {
        assertThat(create("support").statusCode()).isEqualTo(303);
        ChannelConfig before = server.context().config().find("acme", "support").orElseThrow();
        Map<String, Object> more = new LinkedHashMap<>(before.config());
        more.put("something_else", "kept");
        more.put("webhook_username", List.of("new", "old"));
        server.context()
                .config()
                .put(new ChannelConfig(
                        "acme", "support", "postmark", more, before.ticketAddress(), RULES, true, List.of()));

        HttpResponse<String> changed = visitor.post(
                PAGE,
                "_csrf",
                visitor.csrf(PAGE),
                "ticket_address",
                "help@acme.example",
                "f.api_key",
                "",
                "f.webhook_username",
                "",
                "f.message_stream",
                "answers",
                "is_active",
                "false");

        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(303);
        assertThat(stored())
                .containsEntry("api_key", "the-server-token")
                .containsEntry("webhook_password", "hook-password")
                .containsEntry("webhook_username", List.of("new", "old"))
                .containsEntry("something_else", "kept")
                .containsEntry("message_stream", "answers");
        ChannelConfig after = server.context().config().find("acme", "support").orElseThrow();
        assertThat(after.ticketAddress()).isEqualTo("help@acme.example");
        assertThat(after.parserConfig()).containsAllEntriesOf(RULES);
        assertThat(after.active()).isFalse();
    }

    @Test
    void names_that_are_taken_or_none_are_refused_and_shown_as_text() {
        assertThat(create("support").statusCode()).isEqualTo(303);
        HttpResponse<String> again = create("support");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body())
                .contains("name of a channel that is there already")
                .doesNotContain("the-server-token");
        HttpResponse<String> hostile = create("\"><script>x()</script>");
        assertThat(hostile.statusCode()).isEqualTo(200);
        assertThat(hostile.body()).doesNotContain("<script>x()").contains("1 to 64 letters");
        assertThat(server.context().config().ofTenant("acme")).hasSize(1);
        assertThat(server.context()
                        .stores()
                        .audit()
                        .list(new AuditLog.Filter("acme", null), null, 10)
                        .items())
                .as("what was refused is not noted as done")
                .hasSize(1)
                .allMatch(entry ->
                        entry.action().equals("channel_saved") && entry.detail().equals("support created, postmark"));
    }

    @Test
    void an_empty_webhook_address_is_filled_in_where_providers_can_call_it() {
        Guide postmark = new Guides().find("postmark").orElseThrow();
        Guide twilio = new Guides().find("whatsapp-twilio").orElseThrow();
        Map<String, List<String>> empty = Map.of("f.webhook_url", List.of(""));
        String webhook = "https://desk.example/webhooks/x";
        assertThat(SetUpForm.document(postmark, "t", "c", empty, null, webhook, true)
                        .config())
                .containsEntry("webhook_url", webhook);
        assertThat(SetUpForm.document(postmark, "t", "c", empty, null, webhook, false)
                        .config())
                .isEmpty();
        assertThat(SetUpForm.document(twilio, "t", "c", empty, null, webhook, false)
                        .config())
                .isEqualTo(Map.of("webhook_url", webhook, "flavour", "twilio"));
    }

    @Test
    void only_our_own_page_can_save() {
        assertThat(visitor.post(NEW, "channel", "support").statusCode()).isEqualTo(403);
        assertThat(server.context().config().all()).isEmpty();
    }

    @Test
    void the_webhook_step_tells_a_wrong_proof_from_a_right_one() throws Exception {
        assertThat(create("support").statusCode()).isEqualTo(303);
        String steps = "/console/tenants/acme/channels/support/steps";
        assertThat(visitor.get(steps).body()).contains("nothing came to it yet");

        assertThat(push("hook-user:wrong")).isBetween(400, 499);
        assertThat(visitor.get(steps).body()).contains("1 request was turned away", "compare the secrets");

        assertThat(push("hook-user:hook-password")).isEqualTo(200);
        String green = Await.until(() -> visitor.get(steps).body(), body -> body.contains("the channel receives"));
        assertThat(green).contains("it came and proved itself").doesNotContain("turned away");

        Await.until(
                () -> server.context()
                        .deskwire()
                        .channels()
                        .arrivals("acme", Instant.now().minusSeconds(7200)),
                arrivals -> arrivals.containsKey("support")
                        && arrivals.get("support").values().stream()
                                        .mapToLong(Long::longValue)
                                        .sum()
                                == 1);

        List<Channels.ProtocolLine> lines =
                server.context().deskwire().channels().protocol("acme", "support");
        assertThat(lines.toString())
                .contains("proven, 1 items", "refused, ")
                .doesNotContain("hook-password", "zoe@customer.example");
    }

    private int push(String credentials) throws Exception {
        String body = """
                {"From":"zoe@customer.example","FromFull":{"Email":"zoe@customer.example","Name":"Zoe"},
                "To":"support@acme.example","OriginalRecipient":"support@acme.example",
                "MessageID":"11111111-2222-3333-4444-555555555555","Subject":"Order",
                "RawEmail":"From: zoe@customer.example\\r\\nTo: support@acme.example\\r\\nSubject: Order\\r\\nMessage-ID: <o1@customer.example>\\r\\n\\r\\nHello\\r\\n"}
                """;
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.address() + "/webhooks/postmark/acme/support"))
                .header("Content-Type", "application/json")
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
                .POST(BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }
}
