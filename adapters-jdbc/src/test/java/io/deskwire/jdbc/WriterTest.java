package io.deskwire.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.config.Secret;
import io.deskwire.work.StoreUnavailableException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WriterTest {

    private static final String PUT =
            "INSERT INTO deskwire_lease (tenant_id, name, owner, until) VALUES ('t', ?, ?, ?)";

    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir
    private Path folder;

    private DatabaseSettings settings = DatabaseSettings.of("jdbc:sqlite:none", null, null);

    @BeforeEach
    void sqlite() {
        settings = DatabaseSettings.embedded(folder);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    private Writer writer(Dialect dialect, int capacity, long bytes) {
        if (dialect == Dialect.POSTGRESQL) {
            settings = PostgresServer.database();
        } else {
            Database.open(settings).close();
        }
        return begun(settings, capacity, bytes);
    }

    private Writer begun(DatabaseSettings where) {
        return begun(where, 100, 1 << 20);
    }

    private Writer begun(DatabaseSettings where, int capacity, long bytes) {
        Connections connections = new Connections(where);
        Jdbi jdbi = connections.configure(Jdbi.create(connections::single));
        Writer writer = new Writer(
                new WriteQueue(capacity, bytes), () -> new WriterConnection(jdbi.open(), connections.dialect()));
        writer.start();
        open.add(writer);
        return writer;
    }

    @ParameterizedTest
    @EnumSource
    void a_bad_write_in_a_group_harms_only_itself(Dialect dialect) throws Exception {
        Writer writer = writer(dialect, 100, 1 << 20);
        Held held = writer.submit(new Held());
        held.begun.await();
        List<Put> good = IntStream.range(0, 10)
                .mapToObj(i -> writer.submit(new Put("good" + i, "me")))
                .toList();
        Put twin = writer.submit(new Put("good3", "me"));
        Put typed = writer.submit(new Put("bad", null));
        List<Put> later = IntStream.range(10, 20)
                .mapToObj(i -> writer.submit(new Put("good" + i, "me")))
                .toList();
        held.goOn.countDown();

        for (Put put : good) {
            assertThat(put.done().get(10, TimeUnit.SECONDS)).isTrue();
        }
        for (Put put : later) {
            assertThat(put.done().get(10, TimeUnit.SECONDS)).isTrue();
        }
        for (Put bad : List.of(twin, typed)) {
            assertThatThrownBy(() -> bad.done().join())
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(IllegalStateException.class);
        }
        assertThat(PlainSql.texts(settings, "SELECT count(*) FROM deskwire_lease"))
                .containsExactly("20");
    }

    @Test
    void a_full_queue_refuses_at_once_and_takes_again_when_there_is_room() throws Exception {
        Writer writer = writer(Dialect.SQLITE, 2, 1 << 20);
        Held held = writer.submit(new Held());
        held.begun.await();
        writer.submit(new Put("a", "me"));
        Put last = writer.submit(new Put("b", "me"));

        assertThatThrownBy(() -> writer.submit(new Put("c", "me"))).isInstanceOf(StoreUnavailableException.class);

        held.goOn.countDown();
        assertThat(last.done().get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(writer.submit(new Put("c", "me")).done().get(10, TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void waiting_bodies_are_bounded_by_their_bytes_too() throws Exception {
        Writer writer = writer(Dialect.SQLITE, 100, 1000);
        Held held = writer.submit(new Held());
        held.begun.await();
        Put large = new Put("a", "me", 5000);
        writer.submit(large);

        assertThatThrownBy(() -> writer.submit(new Put("b", "me", 1))).isInstanceOf(StoreUnavailableException.class);

        held.goOn.countDown();
        assertThat(large.done().get(10, TimeUnit.SECONDS))
                .as("one above the limit is taken by an empty queue")
                .isTrue();
    }

    @Test
    void closing_writes_what_waits() throws Exception {
        Writer writer = writer(Dialect.SQLITE, 100, 1 << 20);
        Held held = writer.submit(new Held());
        held.begun.await();
        List<Put> waiting = IntStream.range(0, 20)
                .mapToObj(i -> writer.submit(new Put("w" + i, "me")))
                .toList();
        Thread closing = new Thread(writer::close);
        closing.start();
        held.goOn.countDown();
        closing.join();

        for (Put put : waiting) {
            assertThat(put.done().get(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThatThrownBy(() -> writer.submit(new Put("late", "me"))).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void a_lost_connection_is_told_and_the_next_write_finds_a_new_one() throws Exception {
        Writer writer = writer(Dialect.POSTGRESQL, 100, 1 << 20);
        assertThat(writer.call(new Put("a", "me"))).isTrue();
        PlainSql.texts(
                settings, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'deskwire'");

        assertThatThrownBy(() -> writer.call(new Put("b", "me"))).isInstanceOf(StoreUnavailableException.class);

        assertThat(writer.call(new Put("c", "me"))).isTrue();
        assertThat(PlainSql.texts(settings, "SELECT name FROM deskwire_lease ORDER BY name"))
                .containsExactly("a", "c");
    }

    @Test
    void a_node_that_is_stopped_in_a_transaction_does_not_hold_up_the_others() throws Exception {
        assertThat(writer(Dialect.POSTGRESQL, 100, 1 << 20).call(new Shown("idle_in_transaction_session_timeout")))
                .isEqualTo("15s");

        settings = PostgresServer.emptyDatabase();
        Database.open(settings).close();
        PlainSql.execute(
                settings,
                "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET"
                        + " idle_in_transaction_session_timeout = 500', current_database()); END $$");
        Writer stopped = begun(settings);
        Held held = stopped.submit(new Held("INSERT INTO deskwire_lease VALUES ('t', 'a', 'stopped', now())"));
        held.begun.await();

        assertThat(begun(settings).call(new Put("a", "other"))).isTrue();

        held.goOn.countDown();
        assertThatThrownBy(() -> held.done().get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(StoreUnavailableException.class);
        assertThat(stopped.call(new Put("b", "stopped"))).as("after it woke up").isTrue();
        assertThat(PlainSql.texts(settings, "SELECT owner FROM deskwire_lease ORDER BY name"))
                .containsExactly("other", "stopped");
    }

    @Test
    void a_file_locked_by_another_process_makes_the_store_unavailable_for_so_long() throws Exception {
        Writer writer = writer(Dialect.SQLITE, 100, 1 << 20);
        try (var connection = new Connections(settings).single();
                var statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");

            assertThatThrownBy(() -> writer.call(new Put("a", "me"))).isInstanceOf(StoreUnavailableException.class);

            statement.execute("ROLLBACK");
        }
        assertThat(writer.call(new Put("a", "me"))).isTrue();
    }

    @Test
    void a_server_that_is_not_there_makes_the_store_unavailable() {
        DatabaseSettings nowhere = DatabaseSettings.of("jdbc:postgresql://127.0.0.1:1/x", "u", Secret.of("hidden-pw"));

        assertThatThrownBy(() -> Database.open(nowhere))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageNotContaining("hidden-pw");
    }

    /** Keeps the writer busy until it may go on. */
    private static final class Held extends Write.Alone<Boolean> {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private final @Nullable String first;

        Held() {
            this(null);
        }

        /** @param first a statement that it runs before */
        Held(@Nullable String first) {
            this.first = first;
        }

        @Override
        Instant now() {
            return Instant.EPOCH;
        }

        @Override
        Boolean run(Handle handle, Collection<LaneKey> lanes) {
            if (first != null) {
                handle.execute(first);
            }
            begun.countDown();
            try {
                return goOn.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    /** What a setting of the writer's own connection says. */
    private static final class Shown extends Write.Alone<String> {
        private final String setting;

        Shown(String setting) {
            this.setting = setting;
        }

        @Override
        Instant now() {
            return Instant.EPOCH;
        }

        @Override
        String run(Handle handle, Collection<LaneKey> lanes) {
            return handle.select("SHOW " + setting).mapTo(String.class).one();
        }
    }

    private static final class Put extends Write.InRounds<Boolean> {
        private static final BatchSql SQL = new BatchSql("sst", PUT);
        private final String name;
        private final @Nullable String owner;
        private final long bytes;

        Put(String name, @Nullable String owner) {
            this(name, owner, 10);
        }

        Put(String name, @Nullable String owner, long bytes) {
            this.name = name;
            this.owner = owner;
            this.bytes = bytes;
        }

        @Override
        Instant now() {
            return Instant.EPOCH;
        }

        @Override
        long bytes() {
            return bytes;
        }

        @Override
        boolean advance(Round round) {
            round.add(SQL, name, owner, Instant.EPOCH);
            succeed(true);
            return false;
        }
    }
}
