package io.deskwire.app.http;

import static io.deskwire.app.http.Described.object;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.deskwire.app.Await;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.json.Json;
import io.deskwire.message.Envelope;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The description's examples are taken by the routes, and real answers are as it says: {@link RunningServer} holds every answer of
 * every test here against it.
 */
class ApiAnswersTest {

    private static final String TENANT = "/api/v1/tenants/acme";
    private static final String SUPPORT = TENANT + "/channels/support";
    private static final Set<Integer> NOT_TAKEN = Set.of(400, 404, 405, 413, 415, 422, 500);

    @TempDir
    Path folder;

    private RunningServer server;
    private int mails;

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.start(folder);
        assertThat(server.call("PUT", SUPPORT, document()).status()).isEqualTo(201);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Nothing is to be connected to in these tests. */
    private static Map<String, Object> document() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("provider", "imap");
        body.put(
                "config",
                Map.of("host", "127.0.0.1", "port", 1, "username", "support@acme.example", "password", "xxx"));
        body.put("ticket_address", "support@acme.example");
        body.put(
                "parser_config",
                Map.of(
                        "rules",
                        List.of(
                                Map.of(
                                        "name",
                                        "hold",
                                        "when",
                                        Map.of("subject", "invoice"),
                                        "then",
                                        Map.of("quarantine", "looked at first")),
                                Map.of(
                                        "name",
                                        "late",
                                        "when",
                                        Map.of("subject", "late"),
                                        "then",
                                        Map.of("queue", "shipping", "tags", List.of("late"), "priority", "high")))));
        body.put("is_active", false);
        return body;
    }

    private void arrives(String subject, String text) {
        mails++;
        String mail = String.join(
                "\r\n",
                "From: Ann <ann@customer.example>",
                "To: support@acme.example",
                "Cc: Bea <bea@customer.example>",
                "Subject: " + subject,
                "Message-ID: <" + mails + "@customer.example>",
                "Date: Sun, 22 Nov 2026 09:00:00 +0000",
                "",
                text,
                "");
        server.context()
                .deskwire()
                .channels()
                .receive(
                        "acme",
                        "support",
                        new RawItem(
                                "item-" + mails,
                                "rfc822",
                                new Envelope("ann@customer.example", List.of("support@acme.example")),
                                null,
                                Map.of(),
                                RawBody.of(mail.getBytes(UTF_8))));
    }

    /** The id of a new ticket. */
    private String ticket(String subject) throws Exception {
        arrives(subject, "Are you there?");
        return String.valueOf(Await.until(() -> named(subject), items -> items.size() == 1)
                .get(0)
                .get("id"));
    }

    private List<Map<String, Object>> named(String subject) throws Exception {
        return server.get(TENANT + "/tickets?limit=200").items().stream()
                .filter(item -> subject.equals(item.get("subject")))
                .toList();
    }

    private String firstMessage(String ticket) throws Exception {
        return String.valueOf(server.get(TENANT + "/tickets/" + ticket)
                .list("messages")
                .get(0)
                .get("id"));
    }

    private String deadLetter() throws Exception {
        int before = server.get(TENANT + "/dead-letters").items().size();
        arrives("Invoice " + mails, "Please pay.");
        return String.valueOf(
                Await.until(() -> server.get(TENANT + "/dead-letters").items(), items -> items.size() > before)
                        .get(0)
                        .get("id"));
    }

    @Test
    void every_example_of_a_body_is_taken_by_its_route() throws Exception {
        String other = ticket("Another");
        Set<String> tried = new TreeSet<>();
        for (Described.Operation operation : server.described().operations()) {
            Map<String, Object> content =
                    object(object(operation.tree().get("requestBody")).get("content"));
            for (Map.Entry<String, Object> media : content.entrySet()) {
                Map<String, Object> examples = object(object(media.getValue()).get("examples"));
                for (Map.Entry<String, Object> example : examples.entrySet()) {
                    Object value =
                            Objects.requireNonNull(object(example.getValue()).get("value"));
                    if (example.getKey().startsWith("whatsapp_")) {
                        assertThatCode(() -> parse(operation, object(value)))
                                .as(operation + " " + example.getKey())
                                .doesNotThrowAnyException();
                    } else {
                        assertTaken(operation, media.getKey(), example.getKey(), value, other);
                    }
                    tried.add(operation.id());
                }
            }
        }
        assertThat(tried).contains("putChannel", "changeTicket", "reply", "splitTicket", "replaceDeadLetterRaw");
    }

    /** What only a WhatsApp channel sends is read here without one. */
    private static DraftBody parse(Described.Operation operation, Map<String, Object> body) {
        return operation.id().equals("reply") ? DraftBody.reply(body, "whatsapp") : DraftBody.start(body, "whatsapp");
    }

    private void assertTaken(Described.Operation operation, String type, String name, Object value, String other)
            throws Exception {
        String ticket = ticket("Question " + mails);
        String message = firstMessage(ticket);
        // The examples' ids are those of nobody; here they get somebody's.
        String text = (value instanceof String given ? given : Json.write(value))
                .replace("01JDCM", message)
                .replace("01JDCX", other);
        String id = operation.path().contains("/dead-letters/{id}")
                ? deadLetter()
                : operation.path().contains("/messages/{id}") ? message : ticket;
        String path = operation
                .path()
                .replace("{tenant}", "acme")
                // An example of a channel is to change no other.
                .replace("{channel}", operation.id().equals("putChannel") ? "trial-" + name : "support")
                .replace("{id}", id);
        RunningServer.Answer answer = server.send(server.request(path)
                .header("Content-Type", type)
                .header("Prefer", "respond-async")
                .method(operation.method(), BodyPublishers.ofString(text)));
        assertThat(NOT_TAKEN).as(operation + " " + name + ": " + answer).doesNotContain(answer.status());
    }

    @Test
    void a_tour_of_the_api_is_answered_as_described() throws Exception {
        server.call("PUT", SUPPORT, document());
        server.get(SUPPORT);
        server.get(TENANT + "/channels");
        server.call("PUT", SUPPORT, Map.of("provider", "pigeon"));
        String late = ticket("Where is it, so late");
        String message = firstMessage(late);
        server.get(TENANT + "/tickets?state=open&limit=1");
        server.get(TENANT + "/tickets?limit=0");
        server.get(TENANT + "/tickets/none");
        server.call("PATCH", TENANT + "/tickets/" + late, Map.of("state", "pending", "fields", Map.of("sla", 4)));
        server.call("PATCH", TENANT + "/tickets/" + late, Map.of("state", "gone"));
        server.get(TENANT + "/messages/" + message);
        server.get(TENANT + "/messages/" + message + "/raw");
        server.get(TENANT + "/messages/" + message + "/attachments/0");
        server.call("POST", TENANT + "/tickets/" + late + "/replies", Map.of("txt", "Hi"));
        server.call("POST", SUPPORT + "/rules/dry-run", Map.of());
        server.call("POST", SUPPORT + "/backfill", Map.of("dry_run", true));
        server.get(SUPPORT + "/backfill");
        server.call("POST", SUPPORT + "/test", null);
        server.call("POST", SUPPORT + "/sync", null);
        server.call("POST", SUPPORT + "/pause", null);
        server.call("POST", SUPPORT + "/resume", null);
        server.get(SUPPORT + "/oauth/start");
        server.get(TENANT + "/templates");
        server.get(TENANT + "/templates?channel=support");
        String letter = deadLetter();
        server.get(TENANT + "/dead-letters/groups");
        server.get(TENANT + "/dead-letters/" + letter);
        server.get(TENANT + "/dead-letters/" + letter + "/raw");
        server.call("POST", TENANT + "/dead-letters/retry", Map.of());
        server.call("POST", TENANT + "/dead-letters/discard", Map.of("all", true, "comment", "only tests"));
        server.call("POST", TENANT + "/dead-letters/" + letter + "/retry", null);
        server.send(server.request(SUPPORT).header("Content-Type", "text/plain").PUT(BodyPublishers.ofString("x")));
        server.send(HttpRequest.newBuilder(URI.create(server.address() + TENANT + "/tickets")));
        server.get("/health/live");
        server.get("/health/ready");
        server.get("/metrics");
        server.get("/files/none");
        server.delete(SUPPORT);
        server.delete(TENANT);

        assertThat(server.described().seen())
                .contains(
                        "putChannel 200",
                        "putChannel 201",
                        "putChannel 415",
                        "putChannel 422",
                        "getChannel 200",
                        "listChannels 200",
                        "listTickets 200",
                        "listTickets 400",
                        "listTickets 401",
                        "getTicket 200",
                        "getTicket 404",
                        "changeTicket 200",
                        "changeTicket 422",
                        "getMessage 200",
                        "getRawMessage 200",
                        "reply 422",
                        "tryRules 200",
                        "listTemplates 200",
                        "listTemplates 409",
                        "listDeadLetters 200",
                        "groupDeadLetters 200",
                        "getDeadLetter 200",
                        "getDeadLetterRaw 200",
                        "retryDeadLetters 422",
                        "discardDeadLetters 200",
                        "retryDeadLetter 404",
                        "live 200",
                        "ready 200",
                        "metrics 200",
                        "file 404",
                        "deleteChannel 204",
                        "deleteTenant 200");
    }

    @Test
    void an_answer_that_is_not_as_described_is_noticed() {
        Described described = server.described();
        byte[] unknown = "{\"items\":[],\"next_cursor\":null,\"total\":1}".getBytes(UTF_8);
        byte[] short_ = "{\"items\":[]}".getBytes(UTF_8);
        byte[] wrong = "{\"items\":[{\"id\":7}],\"next_cursor\":null}".getBytes(UTF_8);
        String tickets = TENANT + "/tickets";

        assertThat(described.problems("GET", tickets, 200, "application/json", unknown))
                .singleElement()
                .asString()
                .contains("$.total: is not described");
        assertThat(described.problems("GET", tickets, 200, "application/json", short_))
                .singleElement()
                .asString()
                .contains("lacks next_cursor");
        assertThat(described
                        .problems("GET", tickets, 200, "application/json", wrong)
                        .toString())
                .contains("items[0].id: not as 'type' says")
                .contains("items[0]: lacks subject");
        assertThat(described.problems("GET", tickets, 204, "", new byte[0])).hasSize(1);
        assertThat(described.problems("GET", tickets, 200, "text/html", unknown))
                .hasSize(1);
    }
}
