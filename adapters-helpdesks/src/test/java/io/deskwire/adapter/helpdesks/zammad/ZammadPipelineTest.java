package io.deskwire.adapter.helpdesks.zammad;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.adapter.helpdesks.DeskwireDesk;
import io.deskwire.adapter.helpdesks.HelpdeskBench;
import io.deskwire.config.ChannelConfig;
import io.deskwire.delivery.Delivery;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.OutboundMessage;
import io.deskwire.testkit.helpdesk.ApiTrouble;
import io.deskwire.testkit.helpdesk.HookPost;
import io.deskwire.testkit.helpdesk.ZammadSimulator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Mail in, ticket in Zammad, an agent's article by webhook, mail out once, a note of what became of it; with all traps. */
class ZammadPipelineTest {

    private final ZammadSimulator zammad = new ZammadSimulator("agent token", "hook secret");
    private final HelpdeskBench bench = new HelpdeskBench(
            ZammadHelpdeskType::new,
            Map.of("api_base_url", zammad.url(), "api_token", "agent token", "webhook_secret", "hook secret"));

    @AfterEach
    void stop() {
        bench.close();
        zammad.close();
    }

    private long ticket() {
        bench.arrives("Broken lamp", "My lamp is broken.");
        assertThat(zammad.ticketIds()).hasSize(1);
        return zammad.ticketIds().get(0);
    }

    private List<Map<String, Object>> notes(long ticket) {
        return zammad.articles(ticket).stream()
                .filter(article -> Boolean.TRUE.equals(article.get("internal")))
                .toList();
    }

    private OutboundMessage answer() {
        return bench.outgoing().copies().get(0).message();
    }

    @Test
    void a_mail_becomes_a_ticket_of_its_customer_that_zammad_mails_to_nobody() {
        long ticket = ticket();

        assertThat(zammad.ticket(ticket)).containsEntry("title", "Broken lamp").containsEntry("group", "Users");
        assertThat(String.valueOf(zammad.ticket(ticket).get("note"))).startsWith("deskwire " + bench.conversation());
        assertThat(zammad.articles(ticket))
                .singleElement()
                .satisfies(article -> assertThat(article)
                        .containsEntry("type", "web")
                        .containsEntry("sender", "Customer")
                        .containsEntry("internal", false));
        assertThat(zammad.mailed()).isEmpty();
    }

    @Test
    void an_agents_public_note_leaves_once_however_often_it_is_posted_and_what_became_of_it_is_noted() {
        long ticket = ticket();
        zammad.agentWrites(ticket, "note", false, "<p>Try another <b>bulb</b>.</p>");
        List<HookPost> hooks = zammad.takeHooks();

        for (int i = 0; i < 3; i++) {
            assertThat(bench.post(hooks.get(0))).isEqualTo(200);
            bench.run();
        }
        bench.later(Duration.ofMinutes(2));
        bench.later(Duration.ofMinutes(2));
        bench.later(Duration.ofHours(1));

        assertThat(bench.sentTexts()).containsExactly("Try another bulb.");
        assertThat(answer().html()).contains("<b>bulb</b>");
        assertThat(answer().subject()).isEqualTo("Re: Broken lamp");
        assertThat(notes(ticket))
                .singleElement()
                .satisfies(note -> assertThat(String.valueOf(note.get("body"))).startsWith("This answer was sent to"));
        assertThat(zammad.mailed()).isEmpty();
        assertThat(zammad.articles(ticket)).hasSize(3);
        assertThat(bench.deskwire.deadLetters().count(HelpdeskBench.TENANT)).isZero();
    }

    @Test
    void answers_leave_in_the_order_they_were_written_also_when_their_posts_come_in_another() {
        long ticket = ticket();
        zammad.agentWrites(ticket, "note", false, "one");
        zammad.agentWrites(ticket, "note", false, "two");
        zammad.agentWrites(ticket, "note", false, "three");
        List<HookPost> hooks = zammad.takeHooks();

        bench.post(hooks.get(2));
        bench.post(hooks.get(0));
        bench.post(hooks.get(1));
        bench.run();

        assertThat(bench.sentTexts()).containsExactly("one", "two", "three");
    }

    @Test
    void what_zammad_mails_itself_and_what_customers_may_not_see_does_not_leave() {
        long ticket = ticket();
        zammad.agentWrites(ticket, "email", false, "Zammad mails this.");
        zammad.agentWrites(ticket, "note", true, "between us");
        zammad.agentWrites(ticket, "phone", false, "I called them.");
        zammad.takeHooks().forEach(bench::post);
        bench.later(Duration.ofMinutes(5));

        assertThat(bench.sentTexts()).isEmpty();
    }

    @Test
    void a_follow_up_joins_its_ticket_and_opens_it_again() {
        long ticket = ticket();
        zammad.agentWrites(ticket, "note", false, "Try another bulb.");
        zammad.agentSets(ticket, "closed");
        zammad.takeHooks().forEach(bench::post);
        bench.run();
        assertThat(bench.stores.conversations().find(HelpdeskBench.TENANT, bench.conversation()))
                .get()
                .satisfies(conversation -> assertThat(conversation.closedAt()).isNotNull());

        bench.arrivesRaw(
                "From: Ann <ann@customer.example>\nTo: " + answer().from().value()
                        + "\nSubject: Re: Broken lamp\nIn-Reply-To: <" + answer().messageId()
                        + ">\nContent-Type: text/plain\n\nThat was it.\n");

        assertThat(zammad.ticketIds()).hasSize(1);
        assertThat(zammad.ticket(ticket)).containsEntry("state", "open");
        assertThat(zammad.articles(ticket).stream()
                        .map(article -> String.valueOf(article.get("body")).strip()))
                .contains("That was it.");
        assertThat(bench.sentTexts()).hasSize(1);
    }

    @Test
    void a_lost_answer_after_the_ticket_was_opened_opens_no_second_one() {
        zammad.searchLags();
        zammad.trouble(ApiTrouble.CUT_AFTER, "POST /api/v1/tickets$", 1);
        bench.arrives("Broken lamp", "My lamp is broken.");
        bench.later(Duration.ofMinutes(10));
        zammad.index();
        bench.later(Duration.ofMinutes(30));

        assertThat(zammad.ticketIds()).hasSize(1);
        assertThat(zammad.articles(zammad.ticketIds().get(0))).hasSize(1);
        zammad.agentWrites(zammad.ticketIds().get(0), "note", false, "found all the same");
        zammad.takeHooks().forEach(bench::post);
        bench.run();
        assertThat(bench.sentTexts()).containsExactly("found all the same");
    }

    @Test
    void a_lost_answer_after_a_follow_up_adds_it_once() {
        long ticket = ticket();
        zammad.agentWrites(ticket, "note", false, "Try another bulb.");
        zammad.takeHooks().forEach(bench::post);
        bench.run();
        zammad.trouble(ApiTrouble.BAD_GATEWAY_AFTER, "PUT /api/v1/tickets/", 1);
        bench.arrivesRaw("From: ann@customer.example\nTo: x@y.example\nSubject: Re: Broken lamp\nIn-Reply-To: <"
                + answer().messageId() + ">\n\nThat was it.\n");
        bench.later(Duration.ofMinutes(10));

        assertThat(zammad.articles(ticket).stream().filter(article -> "Customer".equals(article.get("sender"))))
                .hasSize(2);
    }

    @Test
    void trouble_of_every_kind_delays_and_loses_nothing() {
        zammad.trouble(ApiTrouble.THROTTLED, "users/search", 1);
        zammad.trouble(ApiTrouble.AWAY, "POST /api/v1/tickets$", 1);
        zammad.trouble(ApiTrouble.FAILS, "ticket_customer", 1);
        zammad.trouble(ApiTrouble.CUT_BEFORE, "POST /api/v1/users", 1);
        bench.arrives("Broken lamp", "My lamp is broken.");
        for (int i = 0; i < 8; i++) {
            bench.later(Duration.ofMinutes(30));
        }

        assertThat(zammad.ticketIds()).hasSize(1);
        assertThat(bench.deskwire.deadLetters().count(HelpdeskBench.TENANT)).isZero();
    }

    @Test
    void a_token_that_is_not_taken_holds_messages_until_it_is() {
        zammad.trouble(ApiTrouble.UNAUTHORIZED, "/api/v1/(users/search|ticket)", 30);
        bench.arrives("Broken lamp", "My lamp is broken.");
        assertThat(zammad.ticketIds()).isEmpty();
        for (int i = 0; i < 40; i++) {
            bench.later(Duration.ofMinutes(20));
        }

        assertThat(zammad.ticketIds()).hasSize(1);
    }

    @Test
    void posts_that_were_never_made_are_found_by_polling() {
        long ticket = ticket();
        bench.later(Duration.ofMinutes(2));
        zammad.agentWrites(ticket, "note", false, "nobody told us");
        bench.later(Duration.ofMinutes(2));

        assertThat(bench.sentTexts()).containsExactly("nobody told us");
        bench.later(Duration.ofMinutes(2));
        assertThat(bench.sentTexts()).hasSize(1);
    }

    @Test
    void an_agents_file_goes_with_the_answer() throws Exception {
        long ticket = ticket();
        zammad.agentWrites(
                ticket, "note", false, "See the file.", "manual.txt", "how to".getBytes(StandardCharsets.UTF_8));
        zammad.trouble(ApiTrouble.AWAY, "ticket_attachment", 1);
        zammad.takeHooks().forEach(bench::post);
        bench.run();
        assertThat(bench.sentTexts()).isEmpty();
        bench.later(Duration.ofMinutes(2));

        assertThat(bench.sentTexts()).containsExactly("See the file.");
        assertThat(answer().attachments()).singleElement().satisfies(file -> {
            assertThat(file.fileName()).isEqualTo("manual.txt");
            try (var bytes = file.content().open()) {
                assertThat(bytes.readAllBytes())
                        .asString(StandardCharsets.UTF_8)
                        .isEqualTo("how to");
            }
        });
    }

    @Test
    void a_bounce_is_noted_in_the_ticket_once() {
        long ticket = ticket();
        zammad.agentWrites(ticket, "note", false, "Try another bulb.");
        zammad.takeHooks().forEach(bench::post);
        bench.run();
        bench.later(Duration.ofMinutes(2));
        OutboundMessage sent = answer();
        bench.stores
                .outbox()
                .report(
                        HelpdeskBench.TENANT,
                        sent.id(),
                        List.of(new Delivery(
                                sent.to().get(0),
                                DeliveryStatus.BOUNCED,
                                "no such user",
                                "5.1.1",
                                bench.clock.instant())),
                        bench.clock.instant());
        zammad.trouble(ApiTrouble.CUT_AFTER, "POST /api/v1/ticket_articles", 1);
        for (int i = 0; i < 4; i++) {
            bench.later(Duration.ofMinutes(30));
        }

        assertThat(notes(ticket).stream().map(note -> String.valueOf(note.get("body"))))
                .hasSize(2)
                .anyMatch(text -> text.contains("did not reach ann@customer.example (bounced): no such user (5.1.1)"));
        assertThat(bench.sentTexts()).hasSize(1);
    }

    @Test
    void an_answer_that_cannot_be_sent_is_told_to_the_agent_and_holds_back_nothing() {
        long ticket = ticket();
        zammad.agentWrites(ticket, "note", false, "<p> </p>");
        zammad.agentWrites(ticket, "note", false, "with words");
        zammad.takeHooks().forEach(bench::post);
        bench.run();

        assertThat(bench.sentTexts()).containsExactly("with words");
        assertThat(notes(ticket))
                .singleElement()
                .satisfies(note -> assertThat(String.valueOf(note.get("body"))).startsWith("This answer was not sent"));
    }

    @Test
    void an_answer_whose_sending_fails_is_noted_as_failed() {
        long ticket = ticket();
        bench.outgoing().nextFails(ChannelException.of(FailureKind.PERMANENT, "mailbox unavailable"));
        zammad.agentWrites(ticket, "note", false, "Try another bulb.");
        zammad.takeHooks().forEach(bench::post);
        bench.run();
        bench.later(Duration.ofMinutes(3));

        assertThat(notes(ticket).stream().map(note -> String.valueOf(note.get("body"))))
                .singleElement()
                .satisfies(text -> assertThat(text).contains("did not reach ann@customer.example"));
    }

    @Test
    void only_zammads_own_posts_are_taken() {
        long ticket = ticket();
        zammad.agentWrites(ticket, "note", false, "Try another bulb.");
        HookPost hook = zammad.takeHooks().get(0);

        assertThat(bench.post(new HookPost(Map.of(), hook.text()))).isEqualTo(401);
        assertThat(bench.post(new HookPost(Map.of("X-Hub-Signature", "sha1=zz"), hook.text())))
                .isEqualTo(401);
        assertThat(bench.post(new HookPost(hook.headers(), hook.text() + " "))).isEqualTo(401);
        assertThat(bench.post(new HookPost(Map.of("X-Hub-Signature", "sha1=" + "0".repeat(40)), hook.text())))
                .isEqualTo(401);
        assertThat(bench.stores.inbox().backlog(HelpdeskBench.TENANT)).isZero();
    }

    @Test
    void tickets_that_came_to_zammad_by_other_ways_are_left_alone() {
        long ticket = ticket();
        zammad.agentWrites(ticket, "note", false, "for the customer");
        String foreign = zammad.takeHooks().get(0).text();
        assertThat(foreign).isNotEmpty();
        bench.run();
        bench.later(Duration.ofMinutes(2));
        int before = bench.sentTexts().size();

        zammad.forget(ticket);
        zammad.agentWrites(ticket, "note", false, "this ticket is nobody's");
        bench.stores.memory().forget(HelpdeskBench.TENANT, HelpdeskBench.DESK);
        zammad.takeHooks().forEach(bench::post);
        bench.run();

        assertThat(bench.sentTexts()).hasSize(before);
        assertThat(bench.deskwire.deadLetters().count(HelpdeskBench.TENANT)).isZero();
    }

    @Test
    void images_that_the_html_shows_stand_in_it_and_other_files_beside_it() {
        bench.arrivesWithFiles();

        Map<String, Object> article = zammad.articles(zammad.ticketIds().get(0)).get(0);
        assertThat(article).containsEntry("content_type", "text/html");
        assertThat(String.valueOf(article.get("body"))).contains("data:image/png;base64,iVBORw0KGgo=");
        assertThat(String.valueOf(article.get("attachments")))
                .contains("note.txt")
                .doesNotContain("pic.png");
        List<?> files = (List<?>) Objects.requireNonNull(article.get("attachments"));
        long file = (Long) Objects.requireNonNull(((Map<?, ?>) files.get(0)).get("id"));
        assertThat(new String(zammad.file(file), StandardCharsets.UTF_8).strip())
                .isEqualTo("a note");
    }

    @Test
    void a_retired_secret_is_taken_beside_the_new_one() {
        try (HelpdeskBench rotating = new HelpdeskBench(
                ZammadHelpdeskType::new,
                Map.of(
                        "api_base_url",
                        zammad.url(),
                        "api_token",
                        "agent token",
                        "webhook_secret",
                        List.of("the next secret", "hook secret")))) {
            rotating.arrives("Broken lamp", "My lamp is broken.");
            zammad.agentWrites(zammad.ticketIds().get(0), "note", false, "Try another bulb.");
            assertThat(rotating.post(zammad.takeHooks().get(0))).isEqualTo(200);
        }
    }

    @Test
    void without_a_secret_no_post_is_taken_and_polling_brings_the_answers() {
        try (HelpdeskBench polling = new HelpdeskBench(
                ZammadHelpdeskType::new, Map.of("api_base_url", zammad.url(), "api_token", "agent token"))) {
            polling.arrives("Broken lamp", "My lamp is broken.");
            zammad.agentWrites(zammad.ticketIds().get(0), "note", false, "Try another bulb.");
            assertThat(polling.post(zammad.takeHooks().get(0))).isEqualTo(503);
            polling.later(Duration.ofMinutes(2));
            polling.later(Duration.ofMinutes(2));
            assertThat(polling.sentTexts()).containsExactly("Try another bulb.");
        }
    }

    @Test
    void every_problem_of_a_document_is_named_with_its_path() {
        ZammadHelpdeskType type = new ZammadHelpdeskType(
                new DeskwireDesk(() -> bench.deskwire, bench.stores.conversations()), bench.clock);
        assertThat(type
                        .check(ChannelConfig.of(
                                "acme",
                                "desk",
                                "zammad",
                                Map.of("api_base_url", "ftp://x", "delivery_notes", "loud", "poll", false),
                                null))
                        .stream()
                        .map(problem -> problem.path()))
                .containsExactlyInAnyOrder(
                        "config.api_base_url", "config.api_token", "config.delivery_notes", "config.webhook_secret");
    }

    @Test
    void a_group_that_is_not_there_holds_messages_and_loses_none() {
        try (HelpdeskBench wrong = new HelpdeskBench(
                ZammadHelpdeskType::new,
                Map.of("api_base_url", zammad.url(), "api_token", "agent token", "group", "Nobody"))) {
            wrong.arrives("Broken lamp", "My lamp is broken.");
            for (int i = 0; i < 20; i++) {
                wrong.later(Duration.ofHours(6));
            }
            assertThat(zammad.ticketIds()).isEmpty();
            assertThat(wrong.deskwire.deadLetters().count(HelpdeskBench.TENANT)).isZero();
            assertThat(wrong.stores.deliveries().backlog(HelpdeskBench.TENANT)).isEqualTo(1);
        }
    }
}
