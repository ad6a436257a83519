package io.deskwire.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.Stores;
import io.deskwire.channel.RawItem;
import io.deskwire.intake.IntakeBatch;
import io.deskwire.intake.RawInbound;
import io.deskwire.intake.Settlement;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.work.Claimed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final OpenDatabases databases = new OpenDatabases();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        databases.close();
    }

    @Test
    void the_embedded_database_is_its_owners_alone() throws Exception {
        databases.open(DatabaseSettings.embedded(folder.resolve("new/folder")));

        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("new/folder/deskwire.db"))))
                .isEqualTo("rw-------");
    }

    @Test
    void the_embedded_database_syncs_every_commit() {
        DatabaseSettings settings = DatabaseSettings.embedded(folder);
        databases.open(settings);

        assertThat(PlainSql.texts(settings, "PRAGMA journal_mode")).containsExactly("wal");
        new Reader(Jdbi.create(new Connections(settings)::single), Dialect.SQLITE).read(handle -> {
            assertThat(handle.select("PRAGMA synchronous").mapTo(Integer.class).one())
                    .as("FULL")
                    .isEqualTo(2);
            return true;
        });
    }

    @Test
    void a_database_that_is_there_already_is_opened_as_it_is() {
        for (DatabaseSettings settings : List.of(DatabaseSettings.embedded(folder), PostgresServer.emptyDatabase())) {
            Database first = databases.open(settings);
            record(first.stores(), "acme", "support", 3);

            Database second = databases.open(settings);

            assertThat(second.stores().inbox().backlog("acme")).isEqualTo(3);
            assertThat(second.isReachable()).isTrue();
            assertThat(PlainSql.texts(
                            settings,
                            "SELECT count(*) FROM deskwire_schema_history WHERE success" + " AND version IS NOT NULL"))
                    .doesNotContain("0");
        }
    }

    @Test
    void every_table_that_names_a_tenant_is_emptied_when_the_tenant_is_deleted() {
        DatabaseSettings sqlite = DatabaseSettings.embedded(folder);
        DatabaseSettings postgresql = PostgresServer.emptyDatabase();
        databases.open(sqlite);
        databases.open(postgresql);

        assertThat(PlainSql.texts(
                        sqlite,
                        "SELECT t.name FROM sqlite_master t, pragma_table_info(t.name) c"
                                + " WHERE t.type = 'table' AND c.name = 'tenant_id'"))
                .containsExactlyInAnyOrderElementsOf(RetentionWrites.DeleteSome.TABLES.keySet());
        assertThat(PlainSql.texts(
                        postgresql,
                        "SELECT table_name FROM information_schema.columns"
                                + " WHERE table_schema = current_schema() AND column_name = 'tenant_id'"))
                .containsExactlyInAnyOrderElementsOf(RetentionWrites.DeleteSome.TABLES.keySet());
    }

    @Test
    void only_postgresql_is_shared() {
        assertThat(databases.open(DatabaseSettings.embedded(folder)).isShared()).isFalse();
        assertThat(databases.open(PostgresServer.database()).isShared()).isTrue();
    }

    @Test
    void a_closed_database_is_not_reachable() {
        Database database = databases.open(DatabaseSettings.embedded(folder));
        assertThat(database.isReachable()).isTrue();

        database.close();

        assertThat(database.isReachable()).isFalse();
    }

    @Test
    void four_nodes_may_start_on_an_empty_database_at_once() throws Exception {
        DatabaseSettings settings = PostgresServer.emptyDatabase();

        List<Database> opened = atOnce(4, node -> Database.open(settings));

        try {
            record(opened.get(0).stores(), "acme", "support", 1);
            opened.forEach(database ->
                    assertThat(database.stores().inbox().backlog("acme")).isEqualTo(1));
        } finally {
            opened.forEach(Database::close);
        }
    }

    @Test
    void two_nodes_on_one_postgresql_share_the_work_and_no_lane() throws Exception {
        DatabaseSettings settings = PostgresServer.database();
        List<Stores> nodes = List.of(
                databases.open(settings).stores(), databases.open(settings).stores());
        int channels = 20;
        int perChannel = 30;
        int all = channels * perChannel;
        for (int c = 0; c < channels; c++) {
            record(nodes.get(c % 2), "acme", "channel" + c, perChannel);
        }
        Set<String> lanesInWork = ConcurrentHashMap.newKeySet();
        Set<String> done = ConcurrentHashMap.newKeySet();

        List<Integer> worked = atOnce(4, worker -> {
            Stores node = nodes.get(worker % 2);
            int count = 0;
            while (node.inbox().backlog("acme") > 0) {
                List<Claimed<RawInbound>> claimed =
                        node.inbox().claim("acme", "node-" + worker, 3, 7, NOW, NOW.plusSeconds(600));
                Set<String> lanes = new HashSet<>();
                claimed.forEach(c -> lanes.add(c.claim().lane()));
                lanes.forEach(lane ->
                        assertThat(lanesInWork.add(lane)).as("alone in " + lane).isTrue());
                for (int i = 0; i < claimed.size(); i++) {
                    Claimed<RawInbound> one = claimed.get(i);
                    assertThat(done.add(one.job().id())).as("once").isTrue();
                    boolean lastOfLane = claimed.stream()
                            .skip(i + 1L)
                            .noneMatch(c -> c.claim().lane().equals(one.claim().lane()));
                    if (lastOfLane) {
                        lanesInWork.remove(one.claim().lane());
                    }
                    var message = MessageSamples.inbound()
                            .of(one.job())
                            .dedupeKey(one.job().id())
                            .build();
                    node.inbox()
                            .settle(
                                    one.claim(),
                                    new Settlement.Filed(message, MessageSamples.opens("c-" + message.id()), Set.of()),
                                    NOW);
                    count++;
                }
            }
            return count;
        });

        assertThat(done).hasSize(all);
        assertThat(worked.stream().mapToInt(Integer::intValue).sum()).isEqualTo(all);
        assertThat(nodes.get(0).deliveries().backlog("acme")).isEqualTo(all);
    }

    private static void record(Stores stores, String tenant, String channel, int items) {
        List<RawItem> batch = IntStream.range(0, items)
                .mapToObj(i -> MessageSamples.item("item " + i))
                .toList();
        stores.inbox()
                .record(new IntakeBatch(tenant, channel, batch, null, null, NOW))
                .toCompletableFuture()
                .join();
    }

    private interface Task<T> {
        T run(int number);
    }

    private static <T> List<T> atOnce(int threads, Task<T> task) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                Callable<T> call = () -> task.run(number);
                futures.add(pool.submit(call));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }
}
