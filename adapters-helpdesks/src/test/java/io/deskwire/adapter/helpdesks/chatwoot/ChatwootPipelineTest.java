package io.deskwire.adapter.helpdesks.chatwoot;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.adapter.helpdesks.HelpdeskBench;
import io.deskwire.delivery.Delivery;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.OutboundMessage;
import io.deskwire.testkit.helpdesk.ApiTrouble;
import io.deskwire.testkit.helpdesk.ChatwootSimulator;
import io.deskwire.testkit.helpdesk.HookPost;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Mail in, conversation in Chatwoot, an agent's message by webhook, mail out once, its status there; with all traps. */
class ChatwootPipelineTest {

    private final ChatwootSimulator chatwoot =
            new ChatwootSimulator("agent token", "inbox secret", Instant.parse("2026-03-02T12:00:00Z"));
    private HelpdeskBench bench = bench(Map.of());

    private HelpdeskBench bench(Map<String, Object> more) {
        Map<String, Object> document = new LinkedHashMap<>(Map.of(
                "api_base_url",
                chatwoot.url(),
                "api_token",
                "agent token",
                "account_id",
                1,
                "inbox_id",
                7,
                "webhook_secret",
                "inbox secret"));
        document.putAll(more);
        return new HelpdeskBench(ChatwootHelpdeskType::new, document);
    }

    @AfterEach
    void stop() {
        bench.close();
        chatwoot.close();
    }

    private long conversation() {
        bench.arrives("Broken lamp", "My lamp is broken.");
        assertThat(chatwoot.conversationIds()).hasSize(1);
        return chatwoot.conversationIds().get(0);
    }

    private List<HookPost> hooks() {
        return chatwoot.takeHooks(bench.clock.instant());
    }

    private Map<String, Object> message(long id) {
        return chatwoot.messages(chatwoot.conversationIds().get(0)).stream()
                .filter(message -> Objects.equals(message.get("id"), id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void what_came_in_by_the_api_does_not_come_back_as_an_answer() {
        conversation();
        List<HookPost> echoes = hooks();
        assertThat(echoes).isNotEmpty();
        echoes.forEach(hook -> assertThat(bench.post(hook)).isEqualTo(200));
        bench.later(Duration.ofMinutes(3));

        assertThat(bench.sentTexts()).isEmpty();
    }

    @Test
    void an_agents_message_leaves_once_and_shows_what_became_of_it() {
        long conversation = conversation();
        long answer = chatwoot.agentWrites(conversation, false, "Try another bulb.");
        chatwoot.agentWrites(conversation, true, "between us");
        List<HookPost> hooks = hooks();
        for (int i = 0; i < 2; i++) {
            hooks.forEach(hook -> assertThat(bench.post(hook)).isEqualTo(200));
            bench.run();
        }
        bench.later(Duration.ofMinutes(3));
        assertThat(bench.sentTexts()).containsExactly("Try another bulb.");
        assertThat(message(answer)).containsEntry("status", "sent");

        OutboundMessage sent = bench.outgoing().copies().get(0).message();
        bench.stores
                .outbox()
                .report(
                        HelpdeskBench.TENANT,
                        sent.id(),
                        List.of(new Delivery(
                                sent.to().get(0), DeliveryStatus.BOUNCED, "no such user", null, bench.clock.instant())),
                        bench.clock.instant());
        bench.later(Duration.ofMinutes(10));

        assertThat(message(answer)).containsEntry("status", "failed");
        assertThat(String.valueOf(message(answer).get("external_error"))).contains("no such user");
        assertThat(bench.sentTexts()).hasSize(1);
    }

    @Test
    void a_follow_up_opens_a_resolved_conversation_again_and_the_state_is_handed_on() {
        long conversation = conversation();
        chatwoot.agentWrites(conversation, false, "Try another bulb.");
        chatwoot.agentSets(conversation, "resolved");
        hooks().forEach(bench::post);
        bench.run();
        assertThat(bench.stores.conversations().find(HelpdeskBench.TENANT, bench.conversation()))
                .get()
                .satisfies(found -> assertThat(found.closedAt()).isNotNull());
        OutboundMessage sent = bench.outgoing().copies().get(0).message();
        bench.arrivesRaw("From: ann@customer.example\nTo: x@y.example\nSubject: Re: Broken lamp\nIn-Reply-To: <"
                + sent.messageId() + ">\n\nStill dark.\n");

        assertThat(chatwoot.conversationIds()).hasSize(1);
        assertThat(chatwoot.conversation(conversation)).containsEntry("status", "open");
        assertThat(chatwoot.messages(conversation).stream()
                        .map(message -> String.valueOf(message.get("content")).strip()))
                .containsExactly("My lamp is broken.", "Try another bulb.", "Still dark.");
    }

    @Test
    void lost_answers_at_every_step_open_one_conversation_with_one_message() {
        chatwoot.trouble(ApiTrouble.CUT_AFTER, "POST /api/v1/accounts/1/contacts$", 1);
        chatwoot.trouble(ApiTrouble.BAD_GATEWAY_AFTER, "POST /api/v1/accounts/1/conversations$", 1);
        chatwoot.trouble(ApiTrouble.CUT_AFTER, "POST /api/v1/accounts/1/conversations/[0-9]+/messages", 1);
        chatwoot.trouble(ApiTrouble.THROTTLED, "GET /api/v1/accounts/1/contacts/search", 1);
        bench.arrives("Broken lamp", "My lamp is broken.");
        for (int i = 0; i < 6; i++) {
            bench.later(Duration.ofMinutes(20));
        }

        assertThat(chatwoot.conversationIds()).hasSize(1);
        assertThat(chatwoot.messages(chatwoot.conversationIds().get(0))).hasSize(1);
    }

    @Test
    void answers_that_were_not_posted_are_found_by_polling_also_beyond_a_page_of_messages() {
        long conversation = conversation();
        chatwoot.time(bench.clock.instant());
        for (int i = 0; i < 45; i++) {
            chatwoot.agentWrites(conversation, i != 3 && i != 40, "note " + i);
        }
        bench.later(Duration.ofMinutes(2));
        bench.later(Duration.ofMinutes(2));

        assertThat(bench.sentTexts()).containsExactly("note 3", "note 40");
    }

    @Test
    void a_file_is_fetched_through_its_redirect() throws Exception {
        long conversation = conversation();
        chatwoot.agentWrites(conversation, "See the file.", "manual.txt", "how to".getBytes(StandardCharsets.UTF_8));
        hooks().forEach(bench::post);
        bench.run();

        OutboundMessage sent = bench.outgoing().copies().get(0).message();
        assertThat(sent.attachments().get(0).fileName()).isEqualTo("manual.txt");
        try (var bytes = sent.attachments().get(0).content().open()) {
            assertThat(bytes.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("how to");
        }
    }

    @Test
    void posts_are_proven_by_a_fresh_signature_or_where_allowed_by_the_token_in_the_address() {
        long conversation = conversation();
        hooks();
        chatwoot.agentWrites(conversation, false, "Try another bulb.");
        Instant now = bench.clock.instant();
        HookPost stale = chatwoot.takeHooks(now.minus(Duration.ofMinutes(6))).get(0);
        HookPost bare = new HookPost(Map.of(), stale.text());

        assertThat(bench.post(stale)).isEqualTo(401);
        assertThat(bench.post(bare)).isEqualTo(401);
        assertThat(bench.post(bare, Map.of("token", List.of("inbox secret")))).isEqualTo(401);
        bench.close();
        bench = bench(Map.of("webhook_token_in_url", true));
        assertThat(bench.post(bare, Map.of("token", List.of("another")))).isEqualTo(401);
        assertThat(bench.post(bare, Map.of("token", List.of("inbox secret")))).isEqualTo(200);
    }

    @Test
    void files_go_with_the_message() {
        bench.arrivesWithFiles();

        assertThat(chatwoot.messages(chatwoot.conversationIds().get(0)))
                .singleElement()
                .satisfies(message -> assertThat(message.get("file_names")).isEqualTo(List.of("pic.png", "note.txt")));
        hooks().forEach(bench::post);
        bench.later(Duration.ofMinutes(5));
        assertThat(bench.sentTexts()).isEmpty();
    }
}
