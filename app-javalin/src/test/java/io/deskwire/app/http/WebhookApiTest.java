package io.deskwire.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Await;
import io.deskwire.app.Setting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What providers call: proven over the raw bytes, answered when it is durable. */
class WebhookApiTest {

    private static final String TENANT = "/api/v1/tenants/acme";
    private static final String OWN = "/webhooks/whatsapp/acme/wa";
    private static final String SHARED = "/webhooks/whatsapp";

    /** A vector that was computed elsewhere. */
    private static final String VECTOR_SIGNATURE =
            "sha256=3338f7b15eee842f7d5c2ff97240ea41f64d0370474b4a1ebca186e26438f1e5";

    private static final String VECTOR = WhatsAppDocuments.envelope(
            WhatsAppDocuments.text("wamid.TEST0001", 1749416383L, "Does it come in another color?"));

    @TempDir
    Path folder;

    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.start(folder);
        assertThat(server.call("PUT", TENANT + "/channels/wa", WhatsAppDocuments.channel("http://127.0.0.1:9/v25.0"))
                        .status())
                .isEqualTo(201);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RunningServer.Answer post(String path, byte[] body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.address() + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return server.send(request);
    }

    private RunningServer.Answer signed(String path, String body) throws IOException, InterruptedException {
        byte[] bytes = body.getBytes(UTF_8);
        return post(
                path, bytes, "X-Hub-Signature-256", WhatsAppDocuments.signature(WhatsAppDocuments.APP_SECRET, bytes));
    }

    private RunningServer.Answer ask(String path) throws IOException, InterruptedException {
        return server.send(
                HttpRequest.newBuilder(URI.create(server.address() + path)).GET());
    }

    private List<Map<String, Object>> tickets() throws IOException, InterruptedException {
        return server.get(TENANT + "/tickets").items();
    }

    private String metrics() throws IOException, InterruptedException {
        return server.get("/metrics").toString();
    }

    @Test
    void a_signed_message_becomes_a_ticket_at_both_addresses_and_once_only() throws Exception {
        RunningServer.Answer taken = post(OWN, VECTOR.getBytes(UTF_8), "X-Hub-Signature-256", VECTOR_SIGNATURE);
        assertThat(taken.status()).isEqualTo(200);
        assertThat(taken.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(post(SHARED, VECTOR.getBytes(UTF_8), "X-Hub-Signature-256", VECTOR_SIGNATURE)
                        .status())
                .isEqualTo(200);

        Map<String, Object> ticket =
                Await.until(this::tickets, all -> all.size() == 1).get(0);
        RunningServer.Answer shown = Await.until(
                () -> server.get(TENANT + "/tickets/" + ticket.get("id")),
                answer -> answer.list("messages").size() == 1);
        Map<String, Object> message = shown.list("messages").get(0);
        assertThat(message)
                .containsEntry("direction", "inbound")
                .containsEntry("text", "Does it come in another color?")
                .containsEntry("reactions", List.of())
                .containsEntry("notes", List.of());
        assertThat(String.valueOf(message.get("from"))).contains("16505551234").contains("Sheena Nelson");
        // It was written in 2025.
        assertThat(shown.object("window")).containsEntry("open", false);
        assertThat(metrics()).contains("webhook_requests_total{outcome=\"received\",provider=\"whatsapp\"} 2.0");
    }

    @Test
    void without_the_right_signature_nothing_is_stored() throws Exception {
        byte[] body = VECTOR.getBytes(UTF_8);
        String flipped = VECTOR_SIGNATURE.replace("3338f7b1", "3338f7b0");
        RunningServer.Answer unsigned = post(OWN, body);
        assertThat(unsigned.status()).isEqualTo(401);
        assertThat(unsigned.header("WWW-Authenticate")).startsWith("Basic");
        assertThat(post(OWN, body, "X-Hub-Signature-256", flipped).status()).isEqualTo(401);
        assertThat(post(OWN, (VECTOR + "\n").getBytes(UTF_8), "X-Hub-Signature-256", VECTOR_SIGNATURE)
                        .status())
                .isEqualTo(401);
        assertThat(post(OWN, body, "X-Hub-Signature-256", VECTOR_SIGNATURE, "X-Hub-Signature-256", VECTOR_SIGNATURE)
                        .status())
                .isEqualTo(401);
        assertThat(post(SHARED, body, "X-Hub-Signature-256", flipped).status()).isEqualTo(401);

        assertThat(metrics())
                .contains("webhook_requests_total{outcome=\"refused\",provider=\"whatsapp\"} 5.0")
                .contains("ingest_received_total{outcome=\"stored\"} 0.0");
        assertThat(tickets()).isEmpty();
    }

    @Test
    void the_handshake_answers_the_challenge_byte_for_byte_and_only_to_the_right_token() throws Exception {
        String query = "?hub.mode=subscribe&hub.challenge=1158201444%2Babc&hub.verify_token=";
        RunningServer.Answer answer = ask(OWN + query + "handshake-of-the-tests");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(new String(answer.body(), UTF_8)).isEqualTo("1158201444+abc");
        assertThat(answer.header("Content-Type")).startsWith("text/plain");
        assertThat(ask(SHARED + query + "handshake-of-the-tests").status()).isEqualTo(200);
        assertThat(ask(OWN + query + "wrong").status()).isGreaterThanOrEqualTo(400);
        assertThat(ask("/webhooks/whatsapp/other/wa" + query + "handshake-of-the-tests")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void what_is_no_webhook_of_ours_is_refused_in_words() throws Exception {
        assertThat(ask("/webhooks/telegram").status()).isEqualTo(404);
        assertThat(post("/webhooks/telegram/acme/wa", new byte[0]).header("Content-Type"))
                .startsWith("application/problem+json");
        assertThat(post("/webhooks/whatsapp/acme/none", VECTOR.getBytes(UTF_8)).status())
                .isEqualTo(404);
        assertThat(server.send(HttpRequest.newBuilder(URI.create(server.address() + OWN))
                                .PUT(BodyPublishers.ofString("{}")))
                        .status())
                .isEqualTo(405);
        RunningServer.Answer large = post(OWN, new byte[(4 << 20) + 1]);
        assertThat(large.status()).isEqualTo(413);
        assertThat(large.tree()).containsEntry("status", 413L);
    }

    @Test
    void a_thousand_updates_in_one_request_are_durable_when_it_is_answered() throws Exception {
        String messages = IntStream.range(0, 1000)
                .mapToObj(i -> WhatsAppDocuments.text("wamid.MANY" + i, 1749416383L + i, "Message " + i))
                .collect(Collectors.joining(","));
        assertThat(signed(OWN, WhatsAppDocuments.envelope(messages)).status()).isEqualTo(200);
        // At once: what was answered must be there for the next process.
        server.close();
        server = RunningServer.start(folder);

        Map<String, Object> ticket =
                Await.until(this::tickets, all -> all.size() == 1).get(0);
        RunningServer.Answer shown = Await.until(
                () -> server.get(TENANT + "/tickets/" + ticket.get("id")),
                answer -> answer.list("messages").size() == 1000);
        assertThat(shown.list("messages").stream().map(m -> m.get("text")).distinct())
                .hasSize(1000);
    }

    @Test
    void two_tenants_share_an_address_and_each_gets_its_own_number() throws Exception {
        Map<String, Object> other = WhatsAppDocuments.channel("http://127.0.0.1:9/v25.0");
        Map<String, Object> config = WhatsAppDocuments.config(other);
        config.put("phone_number_id", "777");
        config.put("phone_number", "+15550000000");
        config.put("api_secret", "another-secret");
        assertThat(server.call("PUT", "/api/v1/tenants/globex/channels/wa", other)
                        .status())
                .isEqualTo(201);
        String body = VECTOR.replace(WhatsAppDocuments.NUMBER_ID, "777").replace("15550783881", "15550000000");
        byte[] bytes = body.getBytes(UTF_8);

        // Signed by the one tenant's key, it proves nothing for the other's number.
        assertThat(signed(SHARED, body).status()).isEqualTo(401);
        assertThat(post(SHARED, bytes, "X-Hub-Signature-256", WhatsAppDocuments.signature("another-secret", bytes))
                        .status())
                .isEqualTo(200);

        Await.until(() -> server.get("/api/v1/tenants/globex/tickets").items(), all -> all.size() == 1);
        assertThat(tickets()).isEmpty();
    }

    private static String toNumber(String id, String body) {
        return body.replace(WhatsAppDocuments.NUMBER_ID, id).replace("15550783881", "1555" + id);
    }

    private void add(String tenant, String channel, String number, Map<String, Object> more) throws Exception {
        Map<String, Object> document = WhatsAppDocuments.channel("http://127.0.0.1:9/v25.0");
        Map<String, Object> config = WhatsAppDocuments.config(document);
        config.put("phone_number_id", number);
        config.put("phone_number", "+1555" + number.substring(number.length() - 7));
        config.putAll(more);
        assertThat(server.call("PUT", "/api/v1/tenants/" + tenant + "/channels/" + channel, document)
                        .status())
                .isEqualTo(201);
    }

    @Test
    void one_numbers_address_takes_what_is_for_the_apps_other_number() throws Exception {
        add("acme", "wb", "7770000", Map.of());
        assertThat(signed(OWN, toNumber("7770000", VECTOR)).status()).isEqualTo(200);

        Await.until(this::tickets, all -> all.size() == 1);
        assertThat(tickets().get(0)).containsEntry("channel_id", "wb");
    }

    @Test
    void what_the_owner_refuses_is_refused_and_the_rest_is_kept_once() throws Exception {
        add("globex", "wa", "7770000", Map.of("api_secret", "another-secret"));
        String theirs = toNumber("7770000", VECTOR);
        String both = VECTOR.substring(0, VECTOR.length() - 2) + ","
                + theirs.substring(theirs.indexOf("{\"id\":"), theirs.length());

        // Not 401: providers give up on that.
        assertThat(signed(OWN, both).status()).isEqualTo(503);
        assertThat(signed(OWN, both).status()).isEqualTo(503);
        assertThat(signed(SHARED, both).status()).isEqualTo(503);

        Map<String, Object> ticket =
                Await.until(this::tickets, all -> all.size() == 1).get(0);
        Await.until(() -> server.get(TENANT + "/tickets/" + ticket.get("id")).list("messages"), all -> all.size() == 1);
        assertThat(server.get("/api/v1/tenants/globex/tickets").items()).isEmpty();
    }

    @Test
    void two_tenants_with_one_number_and_one_secret_are_told_apart_by_their_own_addresses_alone() throws Exception {
        add("globex", "wa", WhatsAppDocuments.NUMBER_ID, Map.of());
        assertThat(signed(SHARED, VECTOR).status()).isEqualTo(503);
        assertThat(tickets()).isEmpty();

        assertThat(signed(OWN, VECTOR).status()).isEqualTo(200);
        Await.until(this::tickets, all -> all.size() == 1);
        assertThat(server.get("/api/v1/tenants/globex/tickets").items()).isEmpty();
    }

    @Test
    void a_channel_that_merely_observes_does_so_at_its_own_address_alone() throws Exception {
        add("acme", "wo", "7770000", Map.of("verification", "observe"));
        byte[] body = toNumber("7770000", VECTOR).getBytes(UTF_8);
        assertThat(post(SHARED, body).status()).isEqualTo(401);
        assertThat(post("/webhooks/whatsapp/acme/wo", body).status()).isEqualTo(200);
        Await.until(this::tickets, all -> all.size() == 1);
    }

    @Test
    void a_fault_of_our_own_disk_is_no_fault_of_the_request() throws Exception {
        byte[] body = (VECTOR + " ".repeat(300_000)).getBytes(UTF_8);
        String signature = WhatsAppDocuments.signature(WhatsAppDocuments.APP_SECRET, body);
        Path spool = folder.resolve("requests");
        Files.delete(spool);
        assertThat(post(OWN, body, "X-Hub-Signature-256", signature).status()).isEqualTo(503);

        Files.createDirectory(spool);
        assertThat(post(OWN, body, "X-Hub-Signature-256", signature).status()).isEqualTo(200);
        try (Stream<Path> left = Files.list(spool)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void what_a_killed_process_was_reading_is_swept() throws Exception {
        server.close();
        Path left = Files.createFile(folder.resolve("requests").resolve("request1.body"));
        server = RunningServer.start(folder);
        assertThat(left).doesNotExist();
    }

    @Test
    void while_a_channel_is_switched_off_the_provider_is_asked_to_come_again() throws Exception {
        Map<String, Object> off = WhatsAppDocuments.channel("http://127.0.0.1:9/v25.0");
        off.put("is_active", false);
        assertThat(server.call("PUT", TENANT + "/channels/wa", off).status()).isEqualTo(200);
        assertThat(signed(OWN, VECTOR).status()).isEqualTo(503);
        assertThat(signed(SHARED, VECTOR).status()).isEqualTo(503);
    }

    @Test
    void the_address_that_a_provider_signs_is_the_public_one() throws Exception {
        server.close();
        server = RunningServer.start(folder, Map.of(Setting.PUBLIC_URL, "https://hooks.example.com"));
        Map<String, Object> config = Map.of(
                "flavour", "twilio",
                "phone_number", "+15550783881",
                "api_key", "ACbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
                "api_secret", "unit-test-auth-token",
                "webhook_url", "https://hooks.example.com/webhooks/whatsapp/acme/tw?t=a%20b",
                "api_base_url", "http://127.0.0.1:9");
        assertThat(server.call("PUT", TENANT + "/channels/tw", Map.of("provider", "whatsapp", "config", config))
                        .status())
                .isEqualTo(201);
        String form = "MessageSid=SMaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&Body=Hi&From=whatsapp%3A%2B16505551234"
                + "&To=whatsapp%3A%2B15550783881&AccountSid=ACbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb&NumMedia=0&WaId=16505551234";
        String text = "https://hooks.example.com/webhooks/whatsapp/acme/tw?t=a%20b"
                + "AccountSidACbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbBodyHiFromwhatsapp:+16505551234"
                + "MessageSidSMaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaNumMedia0Towhatsapp:+15550783881WaId16505551234";
        RunningServer.Answer taken =
                server.send(HttpRequest.newBuilder(URI.create(server.address() + "/webhooks/whatsapp/acme/tw?t=a%20b"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("X-Twilio-Signature", WhatsAppDocuments.twilioSignature("unit-test-auth-token", text))
                        .POST(BodyPublishers.ofString(form)));
        assertThat(taken.status()).isEqualTo(200);
        Await.until(this::tickets, all -> all.size() == 1);
    }
}
