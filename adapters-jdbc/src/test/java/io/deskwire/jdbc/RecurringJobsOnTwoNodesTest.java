package io.deskwire.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.Deskwire;
import io.deskwire.config.Secret;
import io.deskwire.engine.EngineSettings;
import io.deskwire.testkit.InMemoryConfigStore;
import io.deskwire.testkit.RecordingTicketSink;
import io.deskwire.testkit.SettableClock;
import io.deskwire.work.RecurringJob;
import io.deskwire.work.RecurringJobs.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What recurs rarely, on engines that share one PostgreSQL and a clock that the test moves. */
class RecurringJobsOnTwoNodesTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private final SettableClock clock = SettableClock.at(NOON);
    private final DatabaseSettings settings = PostgresServer.database();
    private final OpenDatabases databases = new OpenDatabases();
    private final List<Instant> runs = new ArrayList<>();
    private boolean fails;

    @AfterEach
    void close() {
        databases.close();
    }

    @Test
    void two_nodes_do_it_once_an_hour_between_them() {
        try (Deskwire one = node("one");
                Deskwire two = node("two")) {
            for (int minute = 0; minute <= 180; minute++) {
                one.runOnce();
                two.runOnce();
                clock.advance(Duration.ofMinutes(1));
            }
        }

        assertThat(runs).containsExactly(NOON, hours(1), hours(2), hours(3));
    }

    @Test
    void nodes_that_never_live_for_an_hour_do_it_every_hour_all_the_same() {
        for (int i = 0; i <= 6; i++) {
            try (Deskwire node = node("node-" + i)) {
                node.runOnce();
            }
            clock.advance(Duration.ofMinutes(30));
        }

        assertThat(runs).containsExactly(NOON, hours(1), hours(2), hours(3));
    }

    @Test
    void what_was_missed_while_nobody_ran_is_made_up_for_once() {
        runOnce("before");
        clock.advance(Duration.ofHours(50));

        runOnce("after");
        runOnce("right after");

        assertThat(runs).containsExactly(NOON, hours(50));
    }

    @Test
    void a_failure_is_seen_and_tried_again_before_the_hour_is_over() {
        fails = true;
        runOnce("one");
        assertThat(state("count").problem()).isEqualTo("IllegalStateException: the disk is full");
        assertThat(state("count").failures()).isEqualTo(1);
        assertThat(state("count").okAt()).isNull();
        assertThat(state("count").dueAt()).isEqualTo(NOON.plus(Duration.ofMinutes(15)));

        fails = false;
        clock.advance(Duration.ofMinutes(15));
        runOnce("two");

        assertThat(state("count").problem()).isNull();
        assertThat(state("count").okAt()).isEqualTo(clock.instant());
        assertThat(runs).hasSize(2);
    }

    @Test
    void retention_and_the_sweep_of_unfinished_bodies_recur_this_way() {
        runOnce("one");

        assertThat(state("retention").dueAt()).isEqualTo(hours(1));
        assertThat(state("orphans").dueAt()).isEqualTo(hours(24));
        assertThat(Stream.of(state("retention"), state("orphans"))).allMatch(state -> state.okAt() != null);
    }

    @Test
    void a_node_that_hangs_in_a_run_is_replaced_after_ten_minutes_and_ends_nothing_when_it_wakes() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch wake = new CountDownLatch(1);
        List<Boolean> maySlowGoOn = new ArrayList<>();
        try (Deskwire slow = node("slow", (now, goOn) -> {
                    began.countDown();
                    await(wake);
                    maySlowGoOn.add(goOn.getAsBoolean());
                    return null;
                });
                Deskwire other = node("other")) {
            Thread thread = new Thread(slow::runOnce);
            thread.start();
            assertThat(began.await(30, TimeUnit.SECONDS)).isTrue();

            clock.advance(Duration.ofMinutes(9));
            other.runOnce();
            assertThat(runs).isEmpty();
            clock.advance(Duration.ofMinutes(1));
            other.runOnce();
            assertThat(runs).containsExactly(NOON.plus(Duration.ofMinutes(10)));

            wake.countDown();
            thread.join(30_000);
        }
        assertThat(maySlowGoOn).containsExactly(false);
        assertThat(state("count").dueAt()).isEqualTo(NOON.plus(Duration.ofMinutes(70)));
    }

    @Test
    void a_node_that_stops_within_a_run_leaves_the_rest_to_the_next() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch wake = new CountDownLatch(1);
        Deskwire stopping = node("stopping", (now, goOn) -> {
            began.countDown();
            await(wake);
            assertThat(goOn.getAsBoolean()).isFalse();
            return null;
        });
        Thread thread = new Thread(stopping::runOnce);
        thread.start();
        assertThat(began.await(30, TimeUnit.SECONDS)).isTrue();
        stopping.stop(Duration.ofSeconds(1));
        wake.countDown();
        thread.join(30_000);

        runOnce("next");

        assertThat(runs).containsExactly(NOON);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Instant hours(int hours) {
        return NOON.plus(Duration.ofHours(hours));
    }

    private void runOnce(String name) {
        try (Deskwire node = node(name)) {
            node.runOnce();
        }
    }

    private State state(String job) {
        try (Deskwire node = node("reader")) {
            return node.recurringJobs().stream()
                    .filter(state -> state.name().equals(job))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Deskwire node(String name) {
        return node(name, this::count);
    }

    private String count(Instant now, BooleanSupplier goOn) {
        runs.add(now);
        if (fails) {
            throw new IllegalStateException("the disk is full");
        }
        return "counted";
    }

    private Deskwire node(String name, RecurringJob.Work work) {
        return Deskwire.builder(
                        databases.open(settings).stores(),
                        new InMemoryConfigStore(),
                        new RecordingTicketSink(),
                        Secret.of("a key for tests that is long enough"))
                .settings(EngineSettings.defaults(name))
                .recurringJob(new RecurringJob("count", Duration.ofHours(1), work))
                .clock(clock)
                .build();
    }
}
