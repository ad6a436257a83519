package io.deskwire.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.deskwire.channel.ChannelState;
import io.deskwire.config.Secret;
import io.deskwire.jdbc.EventDelivery.State;
import io.deskwire.jdbc.EventOutbox.Lease;
import io.deskwire.work.Page;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens is noted with it, and handed to those who subscribed, in order, once they are there. */
abstract class EventOutboxHarness {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant UNTIL = NOW.plusSeconds(60);
    private static final Set<String> ALL = Set.of(
            "message.received",
            "message.status_changed",
            "ticket.state_changed",
            "channel.state_changed",
            "dead_letter.created");

    private final OpenDatabases databases = new OpenDatabases();
    private final MasterKey key = MasterKey.generate();
    private @Nullable DatabaseSettings settings;
    private @Nullable Database database;

    abstract DatabaseSettings ready();

    /** A truth value as this database writes it. */
    abstract String truth(boolean value);

    /** A time as this database writes it. */
    abstract String time();

    @BeforeEach
    void open() {
        settings = ready();
        database = databases.open(settings);
    }

    @AfterEach
    void close() {
        databases.close();
    }

    private Database database() {
        return Objects.requireNonNull(database, "database");
    }

    private Subscriptions subscriptions() {
        return database().subscriptions(new AesSecretCipher(key));
    }

    private EventOutbox outbox() {
        return database().events(new AesSecretCipher(key));
    }

    private void subscribe(String tenant, String id, Set<String> types) {
        subscriptions()
                .put(
                        new Subscription(
                                tenant,
                                id,
                                "https://" + tenant + ".example/" + id,
                                types,
                                true,
                                NOW,
                                NOW,
                                Subscription.Condition.fresh()),
                        List.of(Secret.of("secret of " + id)));
    }

    private void execute(String... sql) {
        PlainSql.execute(current(), sql);
    }

    private String message(String tenant, String id, String conversation) {
        return "INSERT INTO deskwire_message (tenant_id, id, inbound, channel_id, conversation_id, stored_at, state) VALUES"
                + " ('" + tenant + "', '" + id + "', " + truth(true) + ", 'mail', '" + conversation + "', " + time()
                + ", 'pending')";
    }

    private Lease lease() {
        List<Lease> leases = outbox().lease(NOW, UNTIL, 10);
        assertThat(leases).hasSize(1);
        return leases.get(0);
    }

    private List<String> subjects(List<EventDelivery> deliveries) {
        return deliveries.stream().map(d -> d.event().subject()).toList();
    }

    @Test
    void each_kind_of_thing_that_happens_is_an_event_with_what_is_to_be_said_of_it() {
        subscribe("acme", "all", ALL);
        execute(
                message("acme", "m1", "c1"),
                "INSERT INTO deskwire_recipient (tenant_id, message_id, n, address_key, kind, value, status, at) VALUES"
                        + " ('acme', 'm1', 0, 'a', 'email', 'a@b.example', 'queued', " + time() + ")",
                "UPDATE deskwire_recipient SET status = 'sent' WHERE message_id = 'm1'",
                "UPDATE deskwire_recipient SET status = 'sent', reason = 'said twice' WHERE message_id = 'm1'",
                "INSERT INTO deskwire_ticket (tenant_id, id, number, subject, state, channel_id, conversation_id, search,"
                        + " created_at, updated_at) VALUES ('acme', 't1', 1, 'S', 'open', 'mail', 'c1', '', " + time()
                        + ", " + time() + ")",
                "UPDATE deskwire_ticket SET state = 'resolved' WHERE id = 't1'",
                "UPDATE deskwire_ticket SET subject = 'Another' WHERE id = 't1'",
                "INSERT INTO deskwire_dead_letter (tenant_id, id, channel_id, raw_id, stage, reason, attempts, raw_size,"
                        + " failed_at) VALUES ('acme', 'd1', 'mail', 'r1', 'intake', 'cut off', 3, 9, " + time() + ")");
        database()
                .stores()
                .channelStates()
                .update(
                        "acme",
                        "mail",
                        NOW,
                        state -> new ChannelState(
                                state.tenantId(),
                                state.channelId(),
                                new ChannelState.Side(
                                        ChannelState.Status.AUTH_ERROR, "refused", "mend it", NOW, null, 1, null),
                                state.outbound(),
                                false,
                                null,
                                null));

        List<StoredEvent> events = outbox().pending(lease(), NOW, 20).stream()
                .map(EventDelivery::event)
                .toList();
        assertThat(events)
                .extracting(StoredEvent::type, StoredEvent::lane, StoredEvent::subject)
                .containsExactly(
                        tuple("message.received", "c1", "m1"),
                        tuple("message.status_changed", "c1", "m1"),
                        tuple("ticket.state_changed", "c1", "t1"),
                        tuple("ticket.state_changed", "c1", "t1"),
                        tuple("dead_letter.created", "channel mail", "d1"),
                        tuple("channel.state_changed", "channel mail", "mail"));
        assertThat(events.get(1).data())
                .containsEntry("recipient", "a@b.example")
                .containsEntry("status", "sent")
                .containsEntry("previous_status", "queued")
                .containsEntry("reason", null);
        assertThat(events.get(2).data()).containsEntry("state", "open").containsEntry("previous_state", null);
        assertThat(events.get(3).data()).containsEntry("previous_state", "open").containsEntry("number", 1);
        assertThat(events.get(4).data()).containsEntry("reason", "cut off").containsEntry("stage", "intake");
        assertThat(events.get(5).data())
                .containsEntry("side", "inbound")
                .containsEntry("state", "auth_error")
                .containsEntry("previous_state", "connecting")
                .containsEntry("reason", "refused");
        assertThat(events.stream().map(StoredEvent::id).distinct()).hasSize(6);
    }

    @Test
    void events_are_kept_for_tenants_with_a_subscription_and_go_to_those_who_want_their_type() {
        subscribe("acme", "messages", Set.of("message.received"));
        subscribe("acme", "tickets", Set.of("ticket.state_changed"));
        execute(message("acme", "m1", "c1"), message("bolt", "m2", "c2"));
        assertThat(subjects(outbox().pending(lease(), NOW, 10))).containsExactly("m1");
        assertThat(PlainSql.texts(current(), "SELECT subject FROM deskwire_event"))
                .containsExactly("m1");
        assertThat(subscriptions().waiting("acme", "tickets")).isZero();
    }

    private DatabaseSettings current() {
        return Objects.requireNonNull(settings, "settings");
    }

    @Test
    void nothing_that_is_rolled_back_is_an_event() throws Exception {
        subscribe("acme", "all", ALL);
        try (Connection connection = PlainSql.connect(current());
                java.sql.Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(message("acme", "m1", "c1"));
            connection.rollback();
        }
        assertThat(outbox().lease(NOW, UNTIL, 10)).isEmpty();
    }

    @Test
    void a_subscription_is_served_by_one_at_a_time_and_by_the_next_when_that_one_dies() {
        subscribe("acme", "all", ALL);
        execute(message("acme", "m1", "c1"));
        Lease first = lease();
        assertThat(first.secrets()).extracting(Secret::reveal).containsExactly("secret of all");
        assertThat(outbox().lease(NOW.plusSeconds(59), UNTIL.plusSeconds(60), 10))
                .isEmpty();

        List<Lease> second = outbox().lease(UNTIL, UNTIL.plusSeconds(60), 10);
        assertThat(second).hasSize(1);
        StoredEvent event = outbox().pending(second.get(0), UNTIL, 10).get(0).event();
        assertThat(outbox().delivered(first, event, 200, UNTIL))
                .as("its lease is lost")
                .isFalse();
        assertThat(outbox().delivered(second.get(0), event, 200, UNTIL)).isTrue();
        outbox().release(first);
        assertThat(subscriptions().waiting("acme", "all")).isZero();
        assertThat(subscriptions().find("acme", "all").orElseThrow().condition().lastDeliveredAt())
                .isEqualTo(UNTIL);
    }

    @Test
    void what_is_refused_holds_back_its_own_lane_alone_until_it_is_given_up() {
        subscribe("acme", "all", ALL);
        execute(message("acme", "m1", "c1"), message("acme", "m2", "c1"), message("acme", "m3", "c2"));
        Lease lease = lease();
        StoredEvent first = outbox().pending(lease, NOW, 10).get(0).event();
        outbox().refused(lease, first, 400, "HTTP 400", NOW.plusSeconds(30), NOW);
        assertThat(subjects(outbox().pending(lease, NOW, 10))).containsExactly("m3");
        assertThat(subjects(outbox().pending(lease, NOW.plusSeconds(30), 10))).containsExactly("m1", "m2", "m3");
        outbox().refused(lease, first, 400, "HTTP 400", null, NOW);
        assertThat(subjects(outbox().pending(lease, NOW, 10))).containsExactly("m2", "m3");
        EventDelivery given =
                subscriptions().deliveries("acme", "all", null, 10).items().get(2);
        assertThat(given.state()).isEqualTo(State.FAILED);
        assertThat(given.attempts()).isEqualTo(2);
        assertThat(given.status()).isEqualTo(400);
    }

    @Test
    void a_receiver_that_fails_is_left_alone_until_its_time() {
        subscribe("acme", "all", ALL);
        execute(message("acme", "m1", "c1"));
        Lease lease = lease();
        StoredEvent event = outbox().pending(lease, NOW, 10).get(0).event();
        outbox().failing(lease, event, null, "no answer", NOW.plusSeconds(300), NOW);
        outbox().release(lease);
        assertThat(outbox().lease(NOW.plusSeconds(299), UNTIL.plusSeconds(600), 10))
                .isEmpty();
        Subscription.Condition condition =
                subscriptions().find("acme", "all").orElseThrow().condition();
        assertThat(condition.failures()).isEqualTo(1);
        assertThat(condition.problem()).isEqualTo("no answer");
        assertThat(outbox().lease(NOW.plusSeconds(300), UNTIL.plusSeconds(600), 10))
                .hasSize(1);
    }

    @Test
    void a_receiver_that_wants_nothing_any_more_gets_what_waited_once_it_is_saved_again() {
        subscribe("acme", "all", ALL);
        execute(message("acme", "m1", "c1"));
        Lease lease = lease();
        outbox().disable(lease, outbox().pending(lease, NOW, 10).get(0).event(), 410, "gone", NOW);
        outbox().release(lease);
        execute(message("acme", "m2", "c2"));
        assertThat(outbox().lease(UNTIL, UNTIL.plusSeconds(60), 10)).isEmpty();
        assertThat(subscriptions().find("acme", "all").orElseThrow().condition().disabledReason())
                .isEqualTo("gone");
        Subscription same = subscriptions().find("acme", "all").orElseThrow();
        subscriptions().put(same, List.of());
        List<Lease> again = outbox().lease(UNTIL, UNTIL.plusSeconds(60), 10);
        assertThat(again).hasSize(1);
        assertThat(again.get(0).secrets()).extracting(Secret::reveal).containsExactly("secret of all");
        assertThat(subjects(outbox().pending(again.get(0), UNTIL, 10))).containsExactly("m1", "m2");
    }

    @Test
    void a_replay_brings_the_events_of_a_time_again_under_their_own_ids() {
        subscribe("acme", "early", ALL);
        execute(message("acme", "m1", "c1"), message("acme", "m2", "c2"));
        Lease lease = lease();
        List<EventDelivery> first = outbox().pending(lease, NOW, 10);
        first.forEach(d -> outbox().delivered(lease, d.event(), 204, NOW));
        outbox().release(lease);
        subscribe("acme", "late", ALL);
        Instant noted = first.get(0).event().notedAt();

        Set<String> messages = Set.of("message.received");
        assertThat(subscriptions().replay("acme", "late", noted, noted.plusSeconds(60), messages))
                .isEqualTo(2);
        assertThat(subscriptions().replay("acme", "early", noted, noted.plusSeconds(60), messages))
                .isEqualTo(2);
        assertThat(subscriptions().replay("acme", "early", noted, noted, messages))
                .isZero();
        assertThat(subscriptions().replay("acme", "early", noted, noted.plusSeconds(60), Set.of("dead_letter.created")))
                .isZero();
        assertThat(subscriptions().replay("bolt", "early", noted, noted.plusSeconds(60), messages))
                .isZero();

        List<String> ids = new ArrayList<>();
        for (Lease again : outbox().lease(NOW, UNTIL, 10)) {
            outbox().pending(again, NOW, 10).forEach(d -> ids.add(d.event().id()));
        }
        assertThat(ids)
                .hasSize(4)
                .containsOnly(first.get(0).event().id(), first.get(1).event().id());
    }

    @Test
    void what_grows_too_old_is_forgotten_and_what_was_not_delivered_is_counted() {
        subscribe("acme", "all", ALL);
        execute(message("acme", "m1", "c1"), message("acme", "m2", "c2"), message("acme", "m3", "c3"));
        Lease lease = lease();
        List<EventDelivery> all = outbox().pending(lease, NOW, 10);
        outbox().delivered(lease, all.get(0).event(), 200, NOW);
        Instant before = all.get(2).event().notedAt().plus(Duration.ofSeconds(1));
        assertThat(outbox().forget(before, 2)).isEqualTo(2);
        assertThat(outbox().forget(before, 2)).isEqualTo(1);
        assertThat(outbox().forget(before, 2)).isZero();
        assertThat(subscriptions().find("acme", "all").orElseThrow().condition().expired())
                .isEqualTo(2);
        assertThat(subscriptions().deliveries("acme", "all", null, 10).items()).isEmpty();
    }

    @Test
    void the_log_of_deliveries_comes_in_pages_newest_first() {
        subscribe("acme", "all", ALL);
        execute(message("acme", "m1", "c1"), message("acme", "m2", "c2"), message("acme", "m3", "c3"));
        Page<EventDelivery> page = subscriptions().deliveries("acme", "all", null, 2);
        assertThat(subjects(page.items())).containsExactly("m3", "m2");
        assertThat(subjects(subscriptions()
                        .deliveries("acme", "all", page.nextCursor(), 2)
                        .items()))
                .containsExactly("m1");
    }

    @Test
    void subscriptions_and_events_go_with_their_tenant_and_a_removed_one_leaves_nothing_waiting() {
        subscribe("acme", "all", ALL);
        subscribe("bolt", "all", ALL);
        execute(message("acme", "m1", "c1"), message("bolt", "m2", "c2"));
        assertThat(subscriptions().delete("bolt", "all")).isTrue();
        assertThat(subscriptions().delete("bolt", "all")).isFalse();
        assertThat(subscriptions().waiting("bolt", "all")).isZero();
        while (database().stores().retention().deleteSome("acme") > 0) {
            assertThat(database().isReachable()).isTrue();
        }
        assertThat(subscriptions().of("acme")).isEmpty();
        assertThat(PlainSql.texts(current(), "SELECT tenant_id FROM deskwire_event"))
                .containsExactly("bolt");
        assertThat(PlainSql.texts(current(), "SELECT tenant_id FROM deskwire_event_delivery"))
                .isEmpty();
    }

    @Test
    void keys_are_renewed_for_what_signs_events_too() {
        subscribe("acme", "all", ALL);
        MasterKey next = MasterKey.generate();
        Database.Renewed renewed =
                database().renewSecrets(new AesSecretCipher(List.of(next, key)), provider -> Set.of(), done -> {});
        assertThat(renewed.secrets()).isEqualTo(1);
        assertThat(renewed.current()).isEqualTo(1);
        execute(message("acme", "m1", "c1"));
        assertThat(database()
                        .events(new AesSecretCipher(next))
                        .lease(NOW, UNTIL, 1)
                        .get(0)
                        .secrets())
                .extracting(Secret::reveal)
                .containsExactly("secret of all");
        assertThat(PlainSql.texts(current(), "SELECT secret FROM deskwire_subscription")
                        .get(0))
                .doesNotContain("secret of all");
    }
}
