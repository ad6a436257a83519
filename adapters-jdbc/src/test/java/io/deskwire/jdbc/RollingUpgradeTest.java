package io.deskwire.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.Deskwire;
import io.deskwire.config.Secret;
import io.deskwire.engine.EngineSettings;
import io.deskwire.testkit.FakeChannelType;
import io.deskwire.testkit.InMemoryConfigStore;
import io.deskwire.testkit.RecordingTicketSink;
import io.deskwire.ticket.TicketEvent;
import io.deskwire.work.StoreUnavailableException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes of two versions on one database: the later one brings tables that the earlier one does not know. */
class RollingUpgradeTest {

    private static final List<String> LATER = List.of("classpath:db/later");
    private static final List<String> CONTRACTING = List.of("classpath:db/later", "classpath:db/contracting");
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final List<String> TENANTS = List.of("acme", "bolt");

    private final OpenDatabases databases = new OpenDatabases();
    private final List<Deskwire> nodes = new ArrayList<>();
    private final FakeChannelType mailboxes = new FakeChannelType();
    private final InMemoryConfigStore config = new InMemoryConfigStore();
    private final RecordingTicketSink helpdesk = new RecordingTicketSink();
    private final List<String> sent = new ArrayList<>();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        nodes.forEach(Deskwire::close);
        databases.close();
    }

    @Test
    void nodes_upgrade_one_by_one_under_traffic_and_nothing_is_lost_or_doubled() throws Exception {
        DatabaseSettings settings = PostgresServer.emptyDatabase();
        TENANTS.forEach(tenant -> config.put(FakeChannelType.config(tenant, "support")));
        Deskwire one = start("one", databases.open(settings));
        start("two", databases.open(settings));
        send(20);
        helpdesk.awaitCalls(5, DEADLINE);

        send(20);
        Database later = databases.open(settings, LATER);
        send(20);
        start("three", later);
        helpdesk.awaitCalls(50, DEADLINE);
        one.close();
        send(20);
        start("one of the earlier version again", databases.open(settings));
        send(20);

        helpdesk.awaitCalls(sent.size(), DEADLINE);
        assertThat(taken()).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(PlainSql.texts(settings, "SELECT count(*) FROM deskwire_later"))
                .containsExactly("0");
    }

    @Test
    void a_migration_that_waits_for_a_lock_lets_the_traffic_through() throws Exception {
        DatabaseSettings settings = PostgresServer.emptyDatabase();
        TENANTS.forEach(tenant -> config.put(FakeChannelType.config(tenant, "support")));
        start("one", databases.open(settings));
        send(2);
        helpdesk.awaitCalls(sent.size(), DEADLINE);

        CompletableFuture<Database> upgrade;
        try (Connection holder = PlainSql.connect(settings);
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            // As a backup does for as long as it takes.
            statement.execute("LOCK TABLE deskwire_message IN ACCESS SHARE MODE");
            upgrade = CompletableFuture.supplyAsync(() -> databases.open(settings, LATER));
            for (int round = 0; round < 2; round++) {
                awaitWaitingMigration(settings);
                send(4);
                helpdesk.awaitCalls(sent.size(), DEADLINE);
            }
            holder.rollback();
        }

        upgrade.get(60, TimeUnit.SECONDS);
        send(4);
        helpdesk.awaitCalls(sent.size(), DEADLINE);
        assertThat(taken()).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    void what_took_something_away_refuses_programs_that_would_still_use_it() {
        for (DatabaseSettings settings : List.of(DatabaseSettings.embedded(folder), PostgresServer.emptyDatabase())) {
            databases.open(settings).close();
            databases.open(settings, LATER).close();
            databases.open(settings).close();
            databases.open(settings, CONTRACTING).close();
            databases.open(settings, LATER).close();

            assertThatThrownBy(() -> databases.open(settings))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("newer Deskwire")
                    .hasMessageContaining("9001");
        }
    }

    private Deskwire start(String name, Database database) {
        Deskwire node = Deskwire.builder(
                        database.stores(), config, helpdesk, Secret.of("a key for tests that is long enough"))
                .channelType(mailboxes)
                .settings(EngineSettings.defaults(name))
                .build();
        nodes.add(node);
        node.start();
        return node;
    }

    private void send(int count) {
        for (int i = 0; i < count; i++) {
            String text = "number " + sent.size();
            mailboxes.provider(TENANTS.get(i % 2), "support").mailbox().arrive("Subject " + sent.size(), text);
            sent.add(text);
        }
    }

    private List<String> taken() {
        List<String> texts = new ArrayList<>();
        for (String tenant : TENANTS) {
            for (List<TicketEvent> ticket : helpdesk.tickets(tenant).values()) {
                ticket.forEach(event -> texts.add(event.message().text().strip()));
            }
        }
        return texts;
    }

    private static void awaitWaitingMigration(DatabaseSettings settings) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (PlainSql.texts(
                        settings,
                        "SELECT 1 FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock'"
                                + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")
                .isEmpty()) {
            assertThat(System.nanoTime()).as("the migration never waited").isLessThan(deadline);
            LockSupport.parkNanos(5_000_000);
        }
    }
}
