package io.deskwire.adapter.helpdesks.zendesk;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.adapter.helpdesks.HelpdeskBench;
import io.deskwire.channel.ConnectionTest;
import io.deskwire.failure.ChannelException;
import io.deskwire.message.OutboundMessage;
import io.deskwire.testkit.helpdesk.ApiTrouble;
import io.deskwire.testkit.helpdesk.HookPost;
import io.deskwire.testkit.helpdesk.ZendeskSimulator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Mail in, ticket in Zendesk, an agent's comment by webhook, mail out once, a note of what became of it; with all traps. */
class ZendeskPipelineTest {

    private final ZendeskSimulator zendesk = new ZendeskSimulator(
            "admin@desk.example", "api token", "hook secret", Instant.parse("2026-03-02T12:00:00Z"));
    private final HelpdeskBench bench = new HelpdeskBench(
            ZendeskHelpdeskType::new,
            Map.of(
                    "api_base_url",
                    zendesk.url(),
                    "api_user",
                    "admin@desk.example",
                    "api_token",
                    "api token",
                    "webhook_secret",
                    "hook secret"));

    @AfterEach
    void stop() {
        bench.close();
        zendesk.close();
    }

    private long ticket() {
        bench.arrives("Broken lamp", "My lamp is broken.");
        assertThat(zendesk.ticketIds()).hasSize(1);
        return zendesk.ticketIds().get(0);
    }

    private List<HookPost> hooks() {
        return zendesk.takeHooks(bench.clock.instant());
    }

    private List<Map<String, Object>> notes(long ticket) {
        return zendesk.comments(ticket).stream()
                .filter(comment -> Boolean.FALSE.equals(comment.get("public")))
                .toList();
    }

    private void followUp(String text) {
        OutboundMessage sent = bench.outgoing().copies().get(0).message();
        bench.arrivesRaw("From: ann@customer.example\nTo: x@y.example\nSubject: Re: Broken lamp\nIn-Reply-To: <"
                + sent.messageId() + ">\n\n" + text + "\n");
    }

    @Test
    void an_agents_comment_leaves_once_and_what_became_of_it_is_noted() {
        long ticket = ticket();
        zendesk.agentWrites(ticket, true, "<p>Try another bulb.</p>");
        zendesk.agentWrites(ticket, false, "between us");
        List<HookPost> hooks = hooks();
        for (int i = 0; i < 2; i++) {
            hooks.forEach(hook -> assertThat(bench.post(hook)).isEqualTo(200));
            bench.run();
        }
        zendesk.trouble(ApiTrouble.BAD_GATEWAY_AFTER, "PUT /api/v2/tickets/", 1);
        bench.later(Duration.ofMinutes(3));
        bench.later(Duration.ofMinutes(30));

        assertThat(bench.sentTexts()).containsExactly("Try another bulb.");
        assertThat(notes(ticket).stream().map(note -> String.valueOf(note.get("body"))))
                .containsExactly("between us", "This answer was sent to ann@customer.example.");
    }

    @Test
    void follow_ups_are_the_customers_own_and_do_not_come_back() {
        long ticket = ticket();
        zendesk.agentWrites(ticket, true, "Try another bulb.");
        zendesk.agentSets(ticket, "solved");
        hooks().forEach(bench::post);
        bench.run();
        assertThat(bench.stores.conversations().find(HelpdeskBench.TENANT, bench.conversation()))
                .get()
                .satisfies(found -> assertThat(found.closedAt()).isNotNull());
        zendesk.trouble(ApiTrouble.CUT_AFTER, "PUT /api/v2/tickets/", 1);
        followUp("Still dark.");
        bench.later(Duration.ofMinutes(10));

        assertThat(zendesk.ticketIds()).hasSize(1);
        assertThat(zendesk.ticket(ticket)).containsEntry("status", "open");
        Object requester = zendesk.ticket(ticket).get("requester_id");
        assertThat(zendesk.comments(ticket).stream()
                        .filter(comment -> Objects.equals(comment.get("author_id"), requester))
                        .map(comment -> String.valueOf(comment.get("body")).strip()))
                .containsExactly("My lamp is broken.", "Still dark.");
        assertThat(bench.sentTexts()).hasSize(1);
    }

    @Test
    void a_closed_ticket_is_followed_by_another_and_both_are_answered_from() {
        long ticket = ticket();
        zendesk.agentWrites(ticket, true, "Try another bulb.");
        hooks().forEach(bench::post);
        bench.run();
        zendesk.agentSets(ticket, "closed");
        followUp("Still dark.");

        assertThat(zendesk.ticketIds()).hasSize(2);
        long second = zendesk.ticketIds().get(1);
        assertThat(zendesk.ticket(second)).containsEntry("via_followup_source_id", ticket);
        zendesk.agentWrites(second, true, "We send you a new one.");
        hooks().forEach(bench::post);
        bench.run();
        assertThat(bench.sentTexts()).containsExactly("Try another bulb.", "We send you a new one.");
    }

    @Test
    void a_lost_answer_after_opening_is_found_by_the_external_id_long_after_the_key_is_forgotten() {
        zendesk.trouble(ApiTrouble.CUT_AFTER, "POST /api/v2/tickets.json", 1);
        bench.arrives("Broken lamp", "My lamp is broken.");
        zendesk.forgetKeys();
        bench.later(Duration.ofHours(3));

        assertThat(zendesk.ticketIds()).hasSize(1);
        assertThat(zendesk.comments(zendesk.ticketIds().get(0))).hasSize(1);
    }

    @Test
    void answers_that_were_not_posted_are_found_in_the_export() {
        long ticket = ticket();
        zendesk.time(bench.clock.instant());
        for (int i = 0; i < 12; i++) {
            zendesk.agentWrites(ticket, i == 11, "comment " + i);
        }
        bench.later(Duration.ofMinutes(2));
        bench.later(Duration.ofMinutes(2));

        assertThat(bench.sentTexts()).containsExactly("comment 11");
    }

    @Test
    void a_file_is_fetched_through_its_redirect() throws Exception {
        long ticket = ticket();
        zendesk.agentWrites(ticket, true, "See the file.", "manual.txt", "how to".getBytes(StandardCharsets.UTF_8));
        hooks().forEach(bench::post);
        bench.run();

        OutboundMessage sent = bench.outgoing().copies().get(0).message();
        try (var bytes = sent.attachments().get(0).content().open()) {
            assertThat(bytes.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("how to");
        }
    }

    @Test
    void only_fresh_posts_with_zendesks_signature_are_taken() {
        long ticket = ticket();
        zendesk.agentWrites(ticket, true, "Try another bulb.");
        HookPost stale = zendesk.takeHooks(bench.clock.instant().minus(Duration.ofMinutes(20)))
                .get(0);
        zendesk.agentWrites(ticket, true, "Or two.");
        HookPost good = hooks().get(0);

        assertThat(bench.post(stale)).isEqualTo(401);
        assertThat(bench.post(new HookPost(Map.of(), good.text()))).isEqualTo(401);
        assertThat(bench.post(new HookPost(good.headers(), good.text() + " "))).isEqualTo(401);
        assertThat(bench.post(good)).isEqualTo(200);
    }

    @Test
    void the_staged_test_names_what_is_wrong() throws ChannelException {
        List<ConnectionTest.Stage> stages =
                bench.deskwire.channels().test(HelpdeskBench.TENANT, HelpdeskBench.DESK, s -> {});
        assertThat(stages).allMatch(ConnectionTest.Stage::ok);
        assertThat(stages)
                .extracting(ConnectionTest.Stage::name)
                .containsExactly("zendesk.dns", "zendesk.token", "zendesk.webhook");
    }

    @Test
    void files_are_uploaded_before_the_ticket_names_them() {
        zendesk.trouble(ApiTrouble.CUT_AFTER, "POST /api/v2/uploads.json", 1);
        bench.arrivesWithFiles();
        bench.later(Duration.ofMinutes(10));

        assertThat(zendesk.comments(zendesk.ticketIds().get(0)))
                .singleElement()
                .satisfies(comment -> assertThat(String.valueOf(comment.get("attachments")))
                        .contains("pic.png")
                        .contains("note.txt"));
    }
}
