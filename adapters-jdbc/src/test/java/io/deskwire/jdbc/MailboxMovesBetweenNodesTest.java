package io.deskwire.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.Deskwire;
import io.deskwire.config.Secret;
import io.deskwire.engine.EngineSettings;
import io.deskwire.testkit.FakeChannelType;
import io.deskwire.testkit.FakeMailbox;
import io.deskwire.testkit.InMemoryConfigStore;
import io.deskwire.testkit.RecordingTicketSink;
import io.deskwire.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One mailbox, two nodes on one PostgreSQL, driven by hand: a node that is driven no more is as dead as one that was killed. */
class MailboxMovesBetweenNodesTest {

    private final SettableClock clock = SettableClock.at(Instant.parse("2026-03-02T12:00:00Z"));
    private final OpenDatabases databases = new OpenDatabases();
    private final DatabaseSettings settings = PostgresServer.database();
    private final FakeChannelType type = new FakeChannelType();
    private final FakeMailbox mailbox = type.provider("acme", "support").mailbox();
    private final InMemoryConfigStore config = new InMemoryConfigStore();
    private final RecordingTicketSink helpdesk = new RecordingTicketSink();
    private final Deskwire one = node("one");
    private final Deskwire two = node("two");

    @BeforeEach
    void configure() {
        config.put(FakeChannelType.config("acme", "support"));
        mailbox.arrive("first", "first");
        assertThat(one.runOnce().polled()).isEqualTo(1);
        assertThat(two.runOnce().polled()).isZero();
        assertThat(mailbox.fetches()).isEqualTo(1);
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
        databases.close();
    }

    @Test
    void the_other_node_reads_it_when_the_lease_of_the_dead_one_is_over_and_not_before() {
        mailbox.arrive("second", "second");
        clock.advance(Duration.ofSeconds(59));
        two.runOnce();
        assertThat(mailbox.fetches()).as("the lease still holds").isEqualTo(1);

        // Who was refused asks again after an eighth of the lease.
        clock.advance(Duration.ofSeconds(8));
        assertThat(two.runOnce().polled()).isEqualTo(1);
        assertThat(mailbox.fetches()).isEqualTo(2);
        assertThat(helpdesk.tickets("acme")).hasSize(2);

        assertThat(one.runOnce().polled()).as("it was only asleep").isZero();
        clock.advance(Duration.ofSeconds(60));
        assertThat(two.runOnce().polled()).isEqualTo(1);
        assertThat(one.runOnce().polled()).as("its successor keeps it").isZero();
        assertThat(helpdesk.calls()).hasSize(2);
    }

    @Test
    void a_node_that_keeps_its_lease_keeps_the_mailbox() {
        for (int i = 0; i < 40; i++) {
            clock.advance(Duration.ofSeconds(20));
            one.runOnce();
            assertThat(two.runOnce().polled()).isZero();
        }
        assertThat(mailbox.fetches()).isGreaterThan(10);
    }

    @Test
    void a_node_that_leaves_in_an_orderly_way_gives_it_up() {
        one.close();
        clock.advance(Duration.ofSeconds(8));

        assertThat(two.runOnce().polled()).isEqualTo(1);
    }

    private Deskwire node(String name) {
        return Deskwire.builder(
                        databases.open(settings).stores(),
                        config,
                        helpdesk,
                        Secret.of("a key for tests that is long enough"))
                .channelType(type)
                .settings(EngineSettings.defaults(name))
                .clock(clock)
                .build();
    }
}
