package io.deskwire.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.Deskwire;
import io.deskwire.config.Secret;
import io.deskwire.delivery.Delivery;
import io.deskwire.delivery.ReplyDraft;
import io.deskwire.engine.EngineSettings;
import io.deskwire.message.Address;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.testkit.FakeChannelType;
import io.deskwire.testkit.InMemoryConfigStore;
import io.deskwire.testkit.RecordingTicketSink;
import io.deskwire.testkit.SettableClock;
import io.deskwire.threading.StoredMessage;
import io.deskwire.work.Page;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators see of messages, answers and nodes, on both databases. */
class LookoutTest {

    private static final Instant START = Instant.parse("2026-03-02T12:00:00Z");

    private final OpenDatabases databases = new OpenDatabases();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        databases.close();
    }

    @Test
    void on_sqlite_messages_and_answers_are_seen_with_their_stages() throws Exception {
        messagesAndAnswersAreSeenWithTheirStages(DatabaseSettings.embedded(folder));
    }

    @Test
    void on_postgresql_messages_and_answers_are_seen_with_their_stages() throws Exception {
        messagesAndAnswersAreSeenWithTheirStages(PostgresServer.emptyDatabase());
    }

    private void messagesAndAnswersAreSeenWithTheirStages(DatabaseSettings settings) throws Exception {
        SettableClock clock = SettableClock.at(START);
        Database database = databases.open(settings);
        Lookout lookout = database.lookout();
        FakeChannelType channels = new FakeChannelType();
        InMemoryConfigStore config = new InMemoryConfigStore();
        config.put(FakeChannelType.config("acme", "support"));
        config.put(FakeChannelType.config("bolt", "support"));
        assertThat(lookout.flow("acme", null, 10).items()).isEmpty();
        assertThat(lookout.nodes(START)).isEmpty();
        try (Deskwire node = Deskwire.builder(
                        database.stores(),
                        config,
                        new RecordingTicketSink(),
                        Secret.of("a key for tests that is long enough"))
                .channelType(channels)
                .settings(EngineSettings.defaults("node-a"))
                .clock(clock)
                .build()) {
            channels.provider("acme", "support").mailbox().arrive("Where is it", "Hello?");
            work(node);

            Lookout.Arrival arrival =
                    (Lookout.Arrival) lookout.flow("acme", null, 10).items().get(0);
            assertThat(arrival.outcome()).isEqualTo(Lookout.Outcome.FILED);
            assertThat(arrival.state()).isEqualTo(StoredMessage.Inbound.State.DELIVERED);
            assertThat(arrival.storedAt()).isEqualTo(START);
            assertThat(arrival.settledAt()).isEqualTo(START);
            assertThat(arrival.deliveredAt()).isEqualTo(START);
            assertThat(arrival.ticket()).isNotNull();
            String messageId = Objects.requireNonNull(arrival.messageId(), "messageId");
            StoredMessage.Inbound stored = (StoredMessage.Inbound) Objects.requireNonNull(
                    lookout.messages("acme", List.of(messageId)).get(messageId), "stored");
            assertThat(stored.message().subject()).isEqualTo("Where is it");

            clock.advance(Duration.ofMinutes(1));
            String conversation = String.valueOf(stored.conversationId());
            String planned =
                    node.replies().reply("acme", conversation, draft("Later.", START.plusSeconds(9_000)), null);
            String answer = node.replies().reply("acme", conversation, draft("Tomorrow.", null), null);
            assertThat(lookout.outgoing("acme", Outgoing.Which.WAITING, null, 10)
                            .items())
                    .extracting(Outgoing::id)
                    .containsExactlyInAnyOrder(planned, answer);
            work(node);

            Outgoing sent = outgoing(lookout, answer);
            assertThat(sent.state()).isEqualTo(Outgoing.State.DONE);
            assertThat(sent.attempts()).isEqualTo(1);
            assertThat(sent.isCancellable()).isFalse();
            assertThat(sent.ticket()).isEqualTo(arrival.ticket());
            Outgoing.Copy copy = sent.copies().get(0);
            assertThat(copy.delivery().status()).isEqualTo(DeliveryStatus.SENT);
            assertThat(copy.sentAt()).isEqualTo(START.plusSeconds(60));
            Address recipient = copy.delivery().recipient();
            for (DeliveryStatus news : List.of(DeliveryStatus.DELIVERED, DeliveryStatus.READ)) {
                clock.advance(Duration.ofMinutes(1));
                Instant at = clock.instant();
                database.stores()
                        .outbox()
                        .report("acme", answer, List.of(new Delivery(recipient, news, null, null, at)), at);
            }
            assertThat(outgoing(lookout, answer).copies().get(0))
                    .isEqualTo(new Outgoing.Copy(
                            new Delivery(recipient, DeliveryStatus.READ, null, null, START.plusSeconds(180)),
                            START.plusSeconds(60),
                            START.plusSeconds(120),
                            START.plusSeconds(180)));

            assertThat(outgoing(lookout, planned).isPlanned(clock.instant())).isTrue();
            assertThat(node.cancel("acme", planned)).isTrue();
            assertThat(outgoing(lookout, planned).isCancellable()).isFalse();
            assertThat(lookout.outgoing("acme", Outgoing.Which.WAITING, null, 10)
                            .items())
                    .isEmpty();

            channels.provider("acme", "support").outgoing().looksUp(false);
            channels.provider("acme", "support").outgoing().nextIsUncertain("cut off", false);
            String unknown = node.replies().reply("acme", conversation, draft("Again.", null), null);
            work(node);
            assertThat(lookout.uncertain("acme")).isEqualTo(1);
            assertThat(lookout.uncertain("bolt")).isZero();
            assertThat(lookout.outgoing("acme", Outgoing.Which.UNCERTAIN, null, 10)
                            .items())
                    .singleElement()
                    .satisfies(one -> {
                        assertThat(one.id()).isEqualTo(unknown);
                        assertThat(one.copies().get(0).delivery().reason()).isEqualTo("cut off");
                    });

            assertThat(lookout.flow("bolt", null, 10).items()).isEmpty();
            List<String> pieces = new ArrayList<>();
            @Nullable String cursor = null;
            do {
                Page<Lookout.Passing> page = lookout.flow("acme", cursor, 1);
                page.items().forEach(item -> pieces.add(item.id()));
                cursor = page.nextCursor();
            } while (cursor != null);
            assertThat(pieces)
                    .containsExactlyElementsOf(lookout.flow("acme", null, 10).items().stream()
                            .map(Lookout.Passing::id)
                            .toList())
                    .hasSize(4)
                    .startsWith(unknown)
                    .endsWith(arrival.id());

            assertThat(lookout.nodes(clock.instant())).singleElement().satisfies(held -> {
                assertThat(held.node()).isEqualTo("node-a");
                assertThat(held.channels()).isEqualTo(2);
            });
            Page<Lookout.ChannelLease> first = lookout.channelLeases(null, clock.instant(), 1);
            assertThat(first.items()).singleElement().satisfies(lease -> {
                assertThat(lease.tenantId()).isEqualTo("acme");
                assertThat(lease.channelId()).isEqualTo("support");
                assertThat(lease.node()).isEqualTo("node-a");
            });
            assertThat(lookout.channelLeases(first.nextCursor(), clock.instant(), 1)
                            .items())
                    .extracting(Lookout.ChannelLease::tenantId)
                    .containsExactly("bolt");
            assertThat(lookout.nodes(clock.instant().plus(Duration.ofDays(1)))).isEmpty();

            node.replies()
                    .reply(
                            "acme",
                            conversation,
                            draft("Planned.", clock.instant().plusSeconds(600)),
                            null);
            clock.advance(Duration.ofSeconds(5));
            assertThat(lookout.waiting(10)).singleElement().satisfies(waiting -> {
                assertThat(waiting.tenantId()).isEqualTo("acme");
                assertThat(waiting.queue()).isEqualTo("outbox");
                assertThat(waiting.items()).isEqualTo(1);
                assertThat(waiting.oldest()).isEqualTo(clock.instant().minusSeconds(5));
            });
            assertThat(Integer.parseInt(lookout.tablesVersion())).isGreaterThanOrEqualTo(12);
        }
    }

    private static ReplyDraft draft(String text, @Nullable Instant sendAt) {
        return new ReplyDraft(text, null, List.of(), null, sendAt, false);
    }

    private static Outgoing outgoing(Lookout lookout, String id) {
        return lookout.outgoing("acme", Outgoing.Which.ALL, null, 10).items().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static void work(Deskwire node) {
        for (int i = 0; i < 6; i++) {
            node.runOnce();
        }
    }
}
