package io.deskwire.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.Stores;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.intake.Inbox;
import io.deskwire.intake.IntakeBatch;
import io.deskwire.intake.RawInbound;
import io.deskwire.intake.Settlement;
import io.deskwire.message.Envelope;
import io.deskwire.work.Claimed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two nodes that take what arrives for the same channels write groups that touch the same rows. PostgreSQL lets nodes that
 * wait for each other in a ring stand for a second before it ends one of them; nothing is lost by it, and everything waits.
 */
class NodesInARingTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final List<String> TENANTS = List.of("acme", "Bolt", "corp", "dune");
    private static final int WRITERS = 8;
    private static final int EACH = 120;

    private final DatabaseSettings settings = PostgresServer.database();
    private final OpenDatabases databases = new OpenDatabases();

    @AfterEach
    void close() {
        databases.close();
    }

    @Test
    void nodes_that_store_and_file_for_the_same_channels_never_wait_for_each_other_in_a_ring() throws Exception {
        long before = deadlocks();
        AtomicInteger open = new AtomicInteger(2 * WRITERS * EACH);
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Future<?>> all = new ArrayList<>();
        for (String node : List.of("one", "two")) {
            Stores stores = databases.open(settings).stores();
            IntStream.range(0, WRITERS).forEach(w -> all.add(threads.submit(() -> record(stores, node + w))));
            TENANTS.forEach(tenant -> all.add(threads.submit(() -> file(stores, node, tenant, open))));
        }
        threads.shutdown();
        for (Future<?> one : all) {
            one.get(2, TimeUnit.MINUTES);
        }

        assertThat(PlainSql.texts(settings, "SELECT count(*) FROM deskwire_dead_letter"))
                .containsExactly(String.valueOf(2 * WRITERS * EACH));
        assertThat(PlainSql.texts(settings, "SELECT count(*) FROM deskwire_lane"))
                .as("lanes in which nothing waits")
                .containsExactly("0");
        databases.close();
        assertThat(deadlocks()).isEqualTo(before);
    }

    private static void record(Stores stores, String name) {
        for (int i = 0; i < EACH; i++) {
            String tenant = TENANTS.get((i + name.hashCode() & 0xff) % TENANTS.size());
            stores.inbox()
                    .record(new IntakeBatch(tenant, "support", List.of(item(name + '-' + i)), null, null, NOON))
                    .toCompletableFuture()
                    .join();
            stores.channelStates().update(tenant, "support", NOON, state -> state);
        }
    }

    private static RawItem item(String key) {
        return new RawItem(key, "rfc822", Envelope.unknown(), null, Map.of(), RawBody.of(new byte[100]));
    }

    private static void file(Stores stores, String node, String tenant, AtomicInteger open) {
        Inbox inbox = stores.inbox();
        while (open.get() > 0) {
            for (Claimed<RawInbound> item :
                    inbox.claim(tenant, node + tenant, 4, 4, NOON, NOON.plus(Duration.ofMinutes(5)))) {
                inbox.settle(item.claim(), new Settlement.DeadLetter("no such thing", ""), NOON);
                open.decrementAndGet();
            }
        }
    }

    private long deadlocks() {
        return Long.parseLong(
                PlainSql.texts(settings, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
                        .get(0));
    }
}
