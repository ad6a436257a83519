package io.deskwire.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Await;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.message.Envelope;
import io.deskwire.mime.MimeDecoder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules over HTTP: checked when they are stored, applied to mail, tried on stored mail. */
class RulesApiTest {

    private static final String TENANT = "/api/v1/tenants/acme";
    private static final String SUPPORT = TENANT + "/channels/support";

    @TempDir
    Path folder;

    private RunningServer server;
    private int mails;

    @BeforeEach
    void start() {
        server = RunningServer.start(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Map<String, Object> rule(String name, Map<String, Object> when, Map<String, Object> then) {
        return Map.of("name", name, "when", when, "then", then);
    }

    private RunningServer.Answer put(Map<String, Object> parserConfig) throws Exception {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("provider", "imap");
        body.put("config", Map.of("host", "mail.acme.example", "username", "support@acme.example", "password", "xxx"));
        body.put("parser_config", parserConfig);
        // Nothing is to be connected to in these tests.
        body.put("is_active", false);
        return server.call("PUT", SUPPORT, body);
    }

    private void arrives(String recipient, String... lines) {
        String mail = String.join("\r\n", lines) + "\r\n";
        mails++;
        assertThat(server.context()
                        .deskwire()
                        .channels()
                        .receive(
                                "acme",
                                "support",
                                new RawItem(
                                        "item-" + mails,
                                        MimeDecoder.FORMAT,
                                        new Envelope("ann@customer.example", List.of(recipient)),
                                        null,
                                        Map.of(),
                                        RawBody.of(mail.getBytes(UTF_8)))))
                .isTrue();
    }

    private void arrives(String recipient, String subject, String header) {
        arrives(
                recipient,
                "From: Ann <ann@customer.example>",
                "To: support@acme.example",
                "Subject: " + subject,
                "Message-ID: <" + subject.hashCode() + "@customer.example>",
                header,
                "",
                "Text of " + subject);
    }

    private RunningServer.Answer dryRun(Map<String, Object> body, String query) throws Exception {
        return server.call("POST", SUPPORT + "/rules/dry-run" + query, body);
    }

    @Test
    void every_problem_of_the_rules_is_reported_with_its_path_beside_the_others() throws Exception {
        RunningServer.Answer refused = put(Map.of(
                "routing",
                List.of(Map.of("recipient", "a@b.example", "then", Map.of("ticket_address", "nobody"))),
                "rules",
                List.of(
                        rule("ok", Map.of("always", true), Map.of("tags", List.of("a"))),
                        rule("two", Map.of("subject", Map.of("matches", "(?=x)")), Map.of("queue", "")),
                        rule("three", Map.of("subject", 7, "colour", "red"), Map.of("drop", "x")))));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.list("problems"))
                .extracting(p -> p.get("path"))
                .containsExactlyInAnyOrder(
                        "parser_config.routing[0].then.ticket_address",
                        "parser_config.rules[1].when.subject.matches",
                        "parser_config.rules[1].then.queue",
                        "parser_config.rules[2].when.subject",
                        "parser_config.rules[2].when.colour");
        assertThat(server.get(SUPPORT).status()).isEqualTo(404);
    }

    @Test
    void an_expression_that_would_cost_too_much_is_refused() throws Exception {
        RunningServer.Answer refused = put(Map.of(
                "rules",
                List.of(rule(
                        "bomb", Map.of("body", Map.of("matches", "((x{999}){999}){999}")), Map.of("stop", true)))));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.list("problems")).singleElement().satisfies(problem -> {
            assertThat(problem.get("path")).isEqualTo("parser_config.rules[0].when.body.matches");
            assertThat(String.valueOf(problem.get("message"))).contains("too costly");
        });
    }

    @Test
    void what_rules_set_stands_on_the_ticket_and_in_the_decision_record() throws Exception {
        assertThat(put(Map.of(
                                "routing",
                                List.of(Map.of(
                                        "name", "sales",
                                        "recipient", "sales@acme.example",
                                        "then", Map.of("queue", "sales", "ticket_address", "sales@acme.example"))),
                                "rules",
                                List.of(rule(
                                        "vip",
                                        Map.of(
                                                "header",
                                                Map.of("X-Customer-Level", Map.of("matches", "^gold|platinum$"))),
                                        Map.of(
                                                "priority",
                                                "urgent",
                                                "tags",
                                                List.of("vip"),
                                                "fields",
                                                Map.of("sla", 4))))))
                        .status())
                .isEqualTo(201);

        arrives("sales@acme.example", "Offer", "X-Customer-Level: Platinum");

        Map<String, Object> ticket = Await.until(
                        () -> server.get(TENANT + "/tickets"),
                        tickets -> tickets.items().size() == 1)
                .items()
                .get(0);
        assertThat(ticket)
                .containsEntry("queue", "sales")
                .containsEntry("priority", "urgent")
                .containsEntry("ticket_address", "sales@acme.example")
                .containsEntry("tags", List.of("vip"))
                .containsEntry("fields", Map.of("sla", 4L));
        Map<String, Object> message = server.get(TENANT + "/tickets/" + ticket.get("id"))
                .list("messages")
                .get(0);
        assertThat(String.valueOf(message.get("decision"))).contains("matched=[sales, vip]");
    }

    @Test
    void a_quarantined_message_is_one_click_from_the_helpdesk_and_a_dropped_one_is_on_record() throws Exception {
        put(Map.of(
                "rules",
                List.of(
                        rule("hold", Map.of("subject", "invoice"), Map.of("quarantine", "invoices are checked first")),
                        rule("noise", Map.of("subject", "news"), Map.of("drop", "nobody reads these")))));

        arrives("support@acme.example", "News of May", "X-A: b");
        arrives("support@acme.example", "Invoice 17", "X-A: b");

        RunningServer.Answer letters = Await.until(
                () -> server.get(TENANT + "/dead-letters"),
                answer -> answer.items().size() == 1);
        Map<String, Object> letter = letters.items().get(0);
        assertThat(letter).containsEntry("reason", "rule 'hold': invoices are checked first");
        assertThat(server.get(TENANT + "/tickets").items()).isEmpty();

        server.call("POST", TENANT + "/dead-letters/" + letter.get("id") + "/retry", Map.of());
        Await.until(
                () -> server.get(TENANT + "/tickets"),
                tickets -> tickets.items().size() == 1);

        RunningServer.Answer tried =
                Await.until(() -> dryRun(Map.of(), ""), answer -> answer.items().size() == 2);
        Map<String, Object> dropped = tried.items().stream()
                .filter(item -> "News of May".equals(item.get("subject")))
                .findFirst()
                .orElseThrow();
        assertThat(server.get(TENANT + "/messages/" + dropped.get("message_id")).tree())
                .containsEntry("state", "filtered")
                .containsEntry("state_reason", "rule 'noise': nobody reads these");
    }

    @Test
    void a_dry_run_shows_before_and_after_and_changes_nothing() throws Exception {
        put(Map.of());
        arrives("support@acme.example", "Broken", "X-A: b");
        Await.until(
                () -> server.get(TENANT + "/tickets"),
                tickets -> tickets.items().size() == 1);
        arrives("support@acme.example", "News of May", "X-A: b");
        Await.until(
                () -> server.get(TENANT + "/tickets"),
                tickets -> tickets.items().size() == 2);
        Map<String, Object> rules = Map.of(
                "parser_config",
                Map.of(
                        "rules",
                        List.of(rule("noise", Map.of("subject", "news"), Map.of("drop", "nobody reads these")))));

        RunningServer.Answer first = dryRun(rules, "?limit=1");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.tree()).containsEntry("looked_at", 1L).containsEntry("changed", 1L);
        assertThat(first.items().get(0))
                .containsEntry("subject", "News of May")
                .containsEntry("changed", true)
                .containsEntry("before", Map.of("outcome", "pass"))
                .containsEntry(
                        "after",
                        Map.of(
                                "outcome", "drop",
                                "rule", "noise",
                                "reason", "nobody reads these",
                                "matched", List.of("noise")));
        RunningServer.Answer second =
                dryRun(rules, "?limit=1&cursor=" + first.tree().get("next_cursor"));
        assertThat(second.items().get(0)).containsEntry("subject", "Broken").containsEntry("changed", false);
        assertThat(second.tree().get("next_cursor")).isNull();
        assertThat(dryRun(Map.of(), "").tree()).containsEntry("changed", 0L);
        assertThat(server.get(TENANT + "/tickets").items()).hasSize(2);
    }

    @Test
    void a_dry_run_refuses_what_it_cannot_try() throws Exception {
        assertThat(dryRun(Map.of(), "").status()).isEqualTo(404);
        put(Map.of());
        RunningServer.Answer wrong = dryRun(Map.of("parser_config", Map.of("rules", List.of(7))), "");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.list("problems")).extracting(p -> p.get("path")).containsExactly("parser_config.rules[0]");
        assertThat(dryRun(Map.of("parserconfig", Map.of()), "").status()).isEqualTo(422);
    }
}
