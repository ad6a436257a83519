package io.deskwire.testkit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.Deskwire;
import io.deskwire.channel.ChannelState;
import io.deskwire.channel.ChannelState.Status;
import io.deskwire.config.Secret;
import io.deskwire.engine.EngineSettings;
import io.deskwire.testkit.FakeChannelType;
import io.deskwire.testkit.FakeMailbox;
import io.deskwire.testkit.FakeProvider;
import io.deskwire.testkit.InMemoryConfigStore;
import io.deskwire.testkit.InMemoryStores;
import io.deskwire.testkit.RecordingTicketSink;
import io.deskwire.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** More mailboxes than a tenant may have connections for; the engine runs by itself, on a clock that the test moves. */
class ConnectionLimitsTest {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final SettableClock clock = SettableClock.at(Instant.parse("2026-03-02T12:00:00Z"));
    private final InMemoryStores stores = new InMemoryStores();
    private final InMemoryConfigStore config = new InMemoryConfigStore();
    private final FakeChannelType mailboxes = new FakeChannelType();
    private final RecordingTicketSink helpdesk = new RecordingTicketSink();
    private Deskwire deskwire = node("one", 64);

    @AfterEach
    void close() {
        IntStream.range(0, 4).forEach(i -> mailbox("big", i).letFetchesGo());
        deskwire.close();
    }

    @Test
    void mailboxes_that_hang_hold_up_neither_another_tenant_nor_for_ever_their_own() throws Exception {
        // One reading at once for each tenant.
        deskwire = node("one", 4);
        for (int i = 0; i < 4; i++) {
            config.put(FakeChannelType.config("big", "box-" + i));
            mailbox("big", i).holdFetches();
            mailbox("big", i).arrive("from box " + i, "text of box " + i);
        }
        deskwire.start();
        await(() -> fetches() == 1);

        config.put(FakeChannelType.config("small", "box-0"));
        mailbox("small", 0).arrive("from the small one", "text of the small one");
        deskwire.channels().list("small");
        clock.advance(Duration.ofSeconds(31));
        helpdesk.awaitCalls(1, DEADLINE);

        assertThat(helpdesk.tickets("small")).hasSize(1);
        assertThat(fetches()).as("the other three wait").isEqualTo(1);
        await(() -> heldBack().size() == 3);
        assertThat(heldBack()).allSatisfy(state -> {
            assertThat(state.inbound().status()).isEqualTo(Status.DEGRADED);
            assertThat(state.inbound().reason()).contains("1 mailboxes of this tenant are being read on this node");
        });
        assertThat(deskwire.channels().heldBack()).isGreaterThanOrEqualTo(3);

        IntStream.range(0, 4).forEach(i -> mailbox("big", i).letFetchesGo());
        helpdesk.awaitCalls(5, DEADLINE);
        assertThat(helpdesk.tickets("big")).hasSize(4);
        await(() -> heldBack().isEmpty());
    }

    @Test
    void mailboxes_take_turns_to_be_told_of_news_and_say_so() throws Exception {
        // One reading and one waiting.
        deskwire = node("one", 2);
        config.put(FakeChannelType.config("big", "box-0"));
        deskwire.start();
        provider("big", 0).awaitWatches(1, DEADLINE);
        config.put(FakeChannelType.config("big", "box-1"));
        clock.advance(Duration.ofSeconds(61));
        await(() -> fetchesOf(1) > 0);
        clock.advance(Duration.ofSeconds(61));
        await(() -> inbound(1).status() == Status.DEGRADED);
        assertThat(inbound(1).reason()).contains("until its turn comes to be told of news at once");
        assertThat(inbound(1).reason()).contains("2 connections");

        clock.advance(Duration.ofMinutes(10));

        provider("big", 1).awaitWatches(1, DEADLINE);
        provider("big", 0).awaitWatches(0, DEADLINE);
        clock.advance(Duration.ofMinutes(11));
        provider("big", 0).awaitWatches(1, DEADLINE);
        provider("big", 1).awaitWatches(0, DEADLINE);
    }

    @Test
    void a_mailbox_whose_node_is_gone_is_read_by_another_within_the_lease_and_has_one_nodes_connection()
            throws Exception {
        config.put(FakeChannelType.config("big", "box-0"));
        deskwire.start();
        provider("big", 0).awaitWatches(1, DEADLINE);
        try (Deskwire other = node("two", 64)) {
            other.start();
            await(() -> other.channels().find("big", "box-0").isPresent());
            provider("big", 0).awaitWatches(1, DEADLINE);
            // The second one follows the watch, since nobody told of what came before it.
            await(() -> fetchesOf(0) == 2);
            int before = fetchesOf(0);

            // Not a word from the first node any more, as after kill -9: its lease is all that is left of it.
            stores.leases().release("big", "channel:box-0", "one");
            assertThat(stores.leases()
                            .acquire(
                                    "big",
                                    "channel:box-0",
                                    "dead",
                                    clock.instant(),
                                    clock.instant().plusSeconds(60)))
                    .isTrue();
            // The first node notices at its next renewal, and lets go of its connection.
            clock.advance(Duration.ofSeconds(59));
            provider("big", 0).awaitWatches(0, DEADLINE);
            assertThat(fetchesOf(0))
                    .as("nobody reads it while the dead one holds it")
                    .isEqualTo(before);

            clock.advance(Duration.ofSeconds(8));
            provider("big", 0).awaitWatches(1, DEADLINE);
            await(() -> fetchesOf(0) > before);
        }
    }

    private Deskwire node(String name, int connections) {
        return Deskwire.builder(stores, config, helpdesk, Secret.of("a key for tests that is long enough"))
                .channelType(mailboxes)
                .settings(EngineSettings.defaults(name).withConnectionsPerTenant(connections))
                .clock(clock)
                .build();
    }

    private FakeProvider provider(String tenant, int box) {
        return mailboxes.provider(tenant, "box-" + box);
    }

    private FakeMailbox mailbox(String tenant, int box) {
        return provider(tenant, box).mailbox();
    }

    private int fetchesOf(int box) {
        return mailbox("big", box).fetches();
    }

    private int fetches() {
        return IntStream.range(0, 4).map(this::fetchesOf).sum();
    }

    private ChannelState.Side inbound(int box) {
        return deskwire.channels()
                .find("big", "box-" + box)
                .orElseThrow()
                .state()
                .inbound();
    }

    private List<ChannelState> heldBack() {
        return stores.channelStates().ofTenant("big").stream()
                .filter(state -> String.valueOf(state.inbound().reason()).startsWith("waits for its turn"))
                .toList();
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE.toSeconds());
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waited " + DEADLINE).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
