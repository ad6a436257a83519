package io.deskwire.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Await;
import io.deskwire.app.Setting;
import io.deskwire.app.http.EventReceiver.Came;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.message.Envelope;
import io.deskwire.testkit.SettableClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Those who subscribed are told what happens: signed, at least once, in order, whatever becomes of them meanwhile. */
class EventsTest {

    private static final String ACME = "/api/v1/tenants/acme";
    private static final String SUBSCRIPTION = ACME + "/subscriptions/warehouse";
    private static final String SECRET = "secret-of-the-warehouse";
    private static final List<String> TYPES =
            List.of("message.received", "ticket.state_changed", "channel.state_changed", "dead_letter.created");

    @TempDir
    private Path folder;

    private final SettableClock clock = SettableClock.at(Instant.parse("2026-03-01T10:00:00Z"));
    private RunningServer server;
    private EventReceiver receiver;
    private int mails;

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.start(folder, Map.of(), clock);
        receiver = EventReceiver.start(SECRET);
        for (String tenant : List.of("acme", "bolt")) {
            assertThat(server.context().deskwire().channels().save(TokenApiTest.channel(tenant)))
                    .isEmpty();
        }
    }

    @AfterEach
    void stop() {
        server.close();
        receiver.close();
    }

    private void subscribe(String... types) throws Exception {
        RunningServer.Answer answer = server.call(
                "PUT", SUBSCRIPTION, Map.of("url", receiver.url(), "types", List.of(types), "secret", SECRET));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    }

    private void arrives(String tenant, String subject) throws Exception {
        mails++;
        String mail = String.join(
                "\r\n",
                "From: Ann <ann@customer.example>",
                "To: support@" + tenant + ".example",
                "Subject: " + subject,
                "Message-ID: <" + mails + "@customer.example>",
                "",
                "Are you there?",
                "");
        server.context()
                .deskwire()
                .channels()
                .receive(
                        tenant,
                        "mail",
                        new RawItem(
                                "item-" + mails,
                                "rfc822",
                                new Envelope("ann@customer.example", List.of("support@" + tenant + ".example")),
                                null,
                                Map.of(),
                                RawBody.of(mail.getBytes(UTF_8))));
    }

    private List<Came> taken(int count) throws Exception {
        List<Came> taken = Await.until(receiver::taken, all -> all.size() >= count);
        receiver.wasNeverFooled();
        return taken;
    }

    private Map<String, Object> subscription() throws Exception {
        return server.get(SUBSCRIPTION).tree();
    }

    @Test
    void what_happens_is_told_as_it_is_described_and_to_its_own_tenants_subscribers_alone() throws Exception {
        subscribe(TYPES.toArray(new String[0]));
        arrives("bolt", "Not yours");
        arrives("acme", "Late order");
        List<Came> taken = taken(2);
        String ticket = taken.stream()
                .filter(one -> one.type().equals("ticket.state_changed"))
                .findFirst()
                .orElseThrow()
                .tree()
                .get("ticket_id")
                .toString();
        server.call("PATCH", ACME + "/tickets/" + ticket, Map.of("state", "resolved"));
        server.call("POST", ACME + "/channels/mail/pause", null);
        taken = taken(4);

        Map<String, String> schemas = Map.of(
                "message.received", "MessageReceivedEvent",
                "ticket.state_changed", "TicketStateEvent",
                "channel.state_changed", "ChannelStateEvent");
        for (Came one : taken) {
            assertThat(server.described()
                            .problems(server.described().schemas().get(schemas.get(one.type())), one.tree()))
                    .as(one.tree().toString())
                    .isEmpty();
            assertThat(one.tree()).containsEntry("tenant_id", "acme").containsEntry("id", one.id());
        }
        assertThat(taken.get(0).type()).isEqualTo("message.received");
        assertThat(taken.toString()).contains("Late order").doesNotContain("Not yours");
        // What is of a channel and what is of a conversation come in no order.
        List<Came> ofTicket = Await.until(receiver::taken, all -> all.size() >= 5).stream()
                .filter(one -> one.type().equals("ticket.state_changed"))
                .toList();
        assertThat(ofTicket).extracting(one -> one.tree().get("state")).containsExactly("open", "resolved");

        RunningServer.Answer log = Await.until(
                () -> server.get(SUBSCRIPTION + "/deliveries?limit=3"),
                answer -> answer.items().stream().allMatch(item -> "delivered".equals(item.get("state"))));
        assertThat(log.items()).hasSize(3);
        assertThat(log.tree().get("next_cursor")).isNotNull();
        Await.until(this::subscription, tree -> Long.valueOf(0).equals(tree.get("waiting")));
        assertThat(subscription()).containsEntry("state", "active");
        assertThat(server.get(ACME + "/subscriptions").toString()).doesNotContain(SECRET);
        assertThat(server.get("/metrics").toString()).contains("events_deliveries_total{outcome=\"delivered\"}");
    }

    @Test
    void a_receiver_that_fails_and_comes_back_misses_nothing_and_keeps_the_order() throws Exception {
        subscribe("ticket.state_changed");
        receiver.answer(503, "60");
        arrives("acme", "Order");
        Await.until(this::subscription, tree -> "failing".equals(tree.get("state")));
        String id = receiver.came().get(0).id();
        String ticket = server.get(ACME + "/tickets").items().get(0).get("id").toString();
        for (String state : List.of("pending", "resolved", "closed")) {
            server.call("PATCH", ACME + "/tickets/" + ticket, Map.of("state", state));
        }
        assertThat(subscription().get("retry_at")).isEqualTo("2026-03-01T10:01:00Z");
        assertThat(subscription())
                .containsEntry("problem", "it answered HTTP 503")
                .containsEntry("waiting", 4L);
        clock.advance(Duration.ofSeconds(59));
        receiver.answer(0, "");
        clock.advance(Duration.ofSeconds(1));
        Await.until(this::subscription, tree -> Long.valueOf(2).equals(tree.get("failures")));
        receiver.answer(204, "");
        clock.advance(Duration.ofMinutes(1));

        List<Came> taken = taken(4);
        assertThat(taken)
                .extracting(one -> one.tree().get("state"))
                .containsExactly("open", "pending", "resolved", "closed");
        assertThat(taken.get(0).id()).isEqualTo(id);
        Await.until(this::subscription, tree -> "active".equals(tree.get("state")));
    }

    @Test
    void a_receiver_that_says_nothing_delays_nobody_else() throws Exception {
        subscribe("message.received");
        try (EventReceiver other = EventReceiver.start(SECRET)) {
            server.call(
                    "PUT",
                    ACME + "/subscriptions/other",
                    Map.of("url", other.url(), "types", List.of("message.received"), "secret", SECRET));
            CountDownLatch stalls = receiver.stall();
            arrives("acme", "One");
            Await.until(receiver::came, all -> !all.isEmpty());
            arrives("acme", "Two");
            Await.until(other::taken, all -> all.size() == 2);
            assertThat(receiver.came().stream().map(Came::id).distinct().count())
                    .isLessThanOrEqualTo(2);
            stalls.countDown();
        }
    }

    @Test
    void gone_ends_a_subscription_until_it_is_saved_again() throws Exception {
        subscribe("message.received");
        receiver.answer(410, "");
        arrives("acme", "One");
        Await.until(this::subscription, tree -> "disabled".equals(tree.get("state")));
        receiver.answer(200, "");
        clock.advance(Duration.ofDays(1));
        Map<String, Object> same = new LinkedHashMap<>(subscription());
        assertThat(receiver.taken()).isEmpty();
        assertThat(server.call("PUT", SUBSCRIPTION, same).status()).isEqualTo(200);
        taken(1);
    }

    @Test
    void what_is_refused_again_and_again_is_given_up_and_the_next_follows() throws Exception {
        subscribe("ticket.state_changed");
        receiver.answer(one -> "open".equals(one.tree().get("state")) ? 422 : 200);
        arrives("acme", "Order");
        String ticket = Await.until(() -> server.get(ACME + "/tickets").items(), items -> items.size() == 1)
                .get(0)
                .get("id")
                .toString();
        server.call("PATCH", ACME + "/tickets/" + ticket, Map.of("state", "closed"));
        for (int attempt = 1; attempt <= 5; attempt++) {
            int tries = attempt;
            // Noted, not only posted: the next time is counted from the note.
            Await.until(
                    () -> server.get(SUBSCRIPTION + "/deliveries").items(),
                    items -> Long.valueOf(tries)
                            .equals(items.get(items.size() - 1).get("attempts")));
            if (attempt < 5) {
                assertThat(receiver.taken()).isEmpty();
                clock.advance(Duration.ofHours(1));
            }
        }
        assertThat(taken(1).get(0).tree()).containsEntry("state", "closed");
        Await.until(this::subscription, tree -> Long.valueOf(0).equals(tree.get("waiting")));
        assertThat(server.get(SUBSCRIPTION + "/deliveries").items())
                .extracting(item -> item.get("state") + " " + item.get("attempts") + " " + item.get("status"))
                .containsExactly("delivered 1 200", "failed 5 422");
    }

    @Test
    void what_cannot_be_put_together_is_given_up_and_the_next_follows() throws Exception {
        subscribe("message.received");
        receiver.answer(one -> 503);
        arrives("acme", "Broken");
        Await.until(this::subscription, tree -> tree.get("problem") != null);
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("deskwire.db"));
                Statement statement = database.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE deskwire_document SET document = '{'"))
                    .isPositive();
        }
        receiver.answer(one -> 200);
        for (int attempt = 2; attempt <= 6; attempt++) {
            long tries = attempt;
            clock.advance(Duration.ofHours(2));
            Await.until(
                    () -> server.get(SUBSCRIPTION + "/deliveries").items(),
                    items -> (long) items.get(0).get("attempts") >= tries
                            || "failed".equals(items.get(0).get("state")));
        }

        assertThat(server.get(SUBSCRIPTION + "/deliveries").items())
                .extracting(item -> item.get("state"))
                .containsExactly("failed");
        arrives("acme", "Whole");
        assertThat(taken(1).get(0).tree().toString()).contains("Whole");
    }

    @Test
    void a_time_is_replayed_under_the_same_ids() throws Exception {
        subscribe("message.received", "ticket.state_changed");
        arrives("acme", "Order");
        List<Came> first = taken(2);
        receiver.forget();
        RunningServer.Answer replayed = server.call(
                "POST",
                SUBSCRIPTION + "/replay",
                Map.of("since", "2000-01-01T00:00:00Z", "types", List.of("message.received")));
        assertThat(replayed.status()).isEqualTo(202);
        assertThat(replayed.tree()).containsEntry("events", 1L);
        Came again = taken(1).get(0);
        assertThat(again.id()).isEqualTo(first.get(0).id());
        assertThat(again.tree()).isEqualTo(first.get(0).tree());
        assertThat(server.call("POST", SUBSCRIPTION + "/replay", Map.of()).status())
                .isEqualTo(422);
    }

    @Test
    void what_is_wrong_with_a_subscription_is_told_at_once_and_its_secret_never() throws Exception {
        RunningServer.Answer refused = server.call(
                "PUT", SUBSCRIPTION, Map.of("url", "ftp://x", "types", List.of("message.sent"), "secret", "whsec_%%"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.list("problems"))
                .extracting(problem -> problem.get("path"))
                .containsExactlyInAnyOrder("url", "types[0]", "secret");
        assertThat(server.call("PUT", SUBSCRIPTION, Map.of("url", receiver.url(), "types", TYPES))
                        .list("problems"))
                .extracting(problem -> problem.get("path"))
                .containsExactly("secret");
        subscribe("message.received");
        assertThat(server.get(SUBSCRIPTION).toString()).doesNotContain(SECRET);
        assertThat(server.delete(SUBSCRIPTION).status()).isEqualTo(204);
        assertThat(server.delete(SUBSCRIPTION).status()).isEqualTo(404);
        assertThat(server.get("/api/v1/audit").items())
                .extracting(entry -> entry.get("action"))
                .contains("subscription_saved", "subscription_deleted");
    }

    @Test
    void a_receiver_that_says_nothing_holds_up_no_other() throws Exception {
        CountDownLatch silence = receiver.stall();
        subscribe("message.received");
        for (int i = 0; i < 12; i++) {
            arrives("acme", "Order " + i);
        }
        try (EventReceiver other = EventReceiver.start(SECRET)) {
            server.call(
                    "PUT",
                    "/api/v1/tenants/bolt/subscriptions/desk",
                    Map.of("url", other.url(), "types", List.of("message.received"), "secret", SECRET));
            Await.until(receiver::came, came -> came.size() == 4);
            arrives("bolt", "Mine");
            Await.until(other::taken, taken -> taken.size() == 1);
            assertThat(receiver.came()).hasSize(4);
        }
        silence.countDown();
        taken(12);
    }

    @Test
    void a_private_address_is_not_called_where_that_is_not_allowed() throws Exception {
        subscribe("message.received");
        server.close();
        server = RunningServer.start(folder, Map.of(Setting.ALLOW_PRIVATE_ENDPOINTS, "false"), clock);
        arrives("acme", "One");
        Map<String, Object> tree = Await.until(this::subscription, found -> "failing".equals(found.get("state")));
        assertThat(receiver.came()).isEmpty();
        assertThat(tree.get("problem").toString()).contains("127.0.0.1");
        assertThat(server.call("PUT", SUBSCRIPTION, Map.of("url", receiver.url(), "types", TYPES))
                        .list("problems"))
                .extracting(problem -> problem.get("message"))
                .containsExactly("must start with https://");
    }
}
