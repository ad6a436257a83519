package io.deskwire.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Await;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.message.Envelope;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rules set of tickets is found and changed by people, and a message's record says how it came to be. */
class TicketFieldsApiTest {

    private static final String TENANT = "/api/v1/tenants/acme";

    @TempDir
    Path folder;

    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.start(folder);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("provider", "imap");
        body.put("config", Map.of("host", "mail.acme.example", "username", "support@acme.example", "password", "xxx"));
        body.put(
                "parser_config",
                Map.of(
                        "rules",
                        List.of(Map.of(
                                "name",
                                "offers",
                                "when",
                                Map.of("subject", "offer"),
                                "then",
                                Map.of("queue", "sales", "priority", "high", "tags", List.of("eu", "new"))))));
        // Nothing is to be connected to in these tests.
        body.put("is_active", false);
        assertThat(server.call("PUT", TENANT + "/channels/support", body).status())
                .isEqualTo(201);
        arrives("Offer", "Content-Type: text/plain", "Please make one.");
        arrives("Complaint", "Content-Type: text/plain", "It is broken.");
        Await.until(
                () -> server.get(TENANT + "/tickets"),
                tickets -> tickets.items().size() == 2);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void arrives(String subject, String header, String text) {
        String mail = String.join(
                "\r\n",
                "From: Ann <ann@customer.example>",
                "To: support@acme.example",
                "Subject: " + subject,
                "Message-ID: <" + subject.hashCode() + "@customer.example>",
                header,
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
                                "item-" + subject,
                                "rfc822",
                                new Envelope("ann@customer.example", List.of("support@acme.example")),
                                null,
                                Map.of(),
                                RawBody.of(mail.getBytes(UTF_8))));
    }

    private List<Object> subjects(String query) throws Exception {
        return server.get(TENANT + "/tickets?" + query).items().stream()
                .map(ticket -> ticket.get("subject"))
                .toList();
    }

    private String id(String subject) throws Exception {
        return String.valueOf(
                server.get(TENANT + "/tickets?q=" + subject).items().get(0).get("id"));
    }

    @Test
    void the_list_is_narrowed_by_what_rules_set() throws Exception {
        assertThat(subjects("queue=sales")).containsExactly("Offer");
        assertThat(subjects("queue=")).containsExactly("Complaint");
        assertThat(subjects("tag=eu&priority=high&channel=support")).containsExactly("Offer");
        assertThat(subjects("tag=e")).isEmpty();
        assertThat(subjects("assignee=&state=open")).containsExactlyInAnyOrder("Offer", "Complaint");
        assertThat(subjects("assignee=ben")).isEmpty();
    }

    @Test
    void a_patch_sets_what_it_names_and_null_takes_it_away() throws Exception {
        Map<String, Object> change = new LinkedHashMap<>();
        change.put("queue", null);
        change.put("assignee", " ben ");
        change.put("tags", List.of("late", "late"));
        change.put("fields", Map.of("region", "EMEA", "rate", 0.5));
        assertThat(server.call("PATCH", TENANT + "/tickets/" + id("Offer"), change)
                        .tree())
                .containsEntry("assignee", "ben")
                .containsEntry("priority", "high")
                .containsEntry("tags", List.of("late"))
                .doesNotContainKey("queue");
        assertThat(subjects("assignee=ben&tag=late")).containsExactly("Offer");
        Map<String, Object> none = new LinkedHashMap<>();
        none.put("region", null);
        assertThat(server.call("PATCH", TENANT + "/tickets/" + id("Offer"), Map.of("fields", none, "state", "pending"))
                        .tree())
                .containsEntry("state", "pending")
                .hasEntrySatisfying(
                        "fields", fields -> assertThat(fields.toString()).isEqualTo("{rate=0.5}"));
    }

    @Test
    void a_patch_that_is_wrong_names_every_mistake_and_changes_nothing() throws Exception {
        RunningServer.Answer refused = server.call(
                "PATCH",
                TENANT + "/tickets/" + id("Offer"),
                Map.of(
                        "queue",
                        "",
                        "priority",
                        "asap",
                        "tags",
                        List.of("ok", 7),
                        "fields",
                        Map.of("x", List.of()),
                        "colour",
                        "red",
                        "assignee",
                        "ben"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.list("problems"))
                .extracting(problem -> problem.get("path"))
                .containsExactlyInAnyOrder("queue", "priority", "tags[1]", "fields.x", "colour");
        assertThat(subjects("queue=sales&assignee=")).containsExactly("Offer");
    }

    @Test
    void the_record_of_a_message_says_why() throws Exception {
        String ticket = id("Offer");
        Object message = server.get(TENANT + "/tickets/" + ticket)
                .list("messages")
                .get(0)
                .get("id");
        Map<String, Object> record = server.get(TENANT + "/messages/" + message).tree();
        assertThat(record)
                .containsEntry("kind_evidence", List.of("nothing speaks for a machine"))
                .containsEntry("reports", List.of())
                .containsEntry("suppress_auto_response", false);
        assertThat(String.valueOf(record.get("decision")))
                .contains("outcome=opened", "matched=[offers]", "queue=sales");

        arrives("Away", "Auto-Submitted: auto-replied", "I am away.");
        Map<String, Object> away = Await.until(
                        () -> server.call("POST", TENANT + "/channels/support/rules/dry-run", Map.of()),
                        answer -> answer.items().size() == 3)
                .items()
                .get(0);
        assertThat(server.get(TENANT + "/messages/" + away.get("message_id")).tree())
                .containsEntry("kind", "auto_reply")
                .containsEntry("state", "filtered")
                .containsEntry("kind_evidence", List.of("auto-submitted: auto-replied"));
    }
}
