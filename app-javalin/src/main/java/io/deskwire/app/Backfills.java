package io.deskwire.app;

import io.deskwire.engine.Channels.Backfilled;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Backfills that were asked for on this node, one at a time for each channel, with how far they are. They are kept in memory:
 * one that ended with its process is asked for again, and passes over what came in.
 */
public final class Backfills {

    private static final Logger LOG = LoggerFactory.getLogger(Backfills.class);
    private static final int AT_ONCE = 4;
    private static final Backfilled NOTHING_YET = new Backfilled(0, 0, 0, List.of());

    private final Clock clock;
    private final Map<List<String>, Run> newest = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, task -> {
        Thread thread = new Thread(task, "deskwire-backfill");
        thread.setDaemon(true);
        return thread;
    });

    public Backfills(Clock clock) {
        this.clock = clock;
    }

    /** What reads the channel; see {@link io.deskwire.engine.Channels#backfill}. */
    @FunctionalInterface
    public interface Reading {
        Backfilled run(Consumer<Backfilled> progress) throws ChannelException;
    }

    /** One backfill, under way or at its end. */
    public static final class Run {
        private final @Nullable LocalDate since;
        private final boolean dryRun;
        private final Instant startedAt;
        private final @Nullable Long expected;
        private final CountDownLatch end = new CountDownLatch(1);
        private volatile Backfilled soFar = NOTHING_YET;
        private volatile @Nullable ChannelException problem;
        private volatile @Nullable Instant endedAt;

        private Run(@Nullable LocalDate since, boolean dryRun, Instant startedAt, @Nullable Long expected) {
            this.since = since;
            this.dryRun = dryRun;
            this.startedAt = startedAt;
            this.expected = expected;
        }

        /** The first day, or null for everything. */
        public @Nullable LocalDate since() {
            return since;
        }

        /** Whether it only counts. */
        public boolean dryRun() {
            return dryRun;
        }

        public Instant startedAt() {
            return startedAt;
        }

        /** How many messages it will see, as a dry run over the same days found before; null where none did. */
        public @Nullable Long expected() {
            return expected;
        }

        public Backfilled soFar() {
            return soFar;
        }

        /** Null while it runs. */
        public @Nullable Instant endedAt() {
            return endedAt;
        }

        /** Why it ended early, else null. */
        public @Nullable ChannelException problem() {
            return problem;
        }

        /** Waits for its end; whether that has come. */
        public boolean endsWithin(Duration time) throws InterruptedException {
            return end.await(time.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Begins one; empty when one of this channel is under way. */
    public Optional<Run> start(
            String tenant, String channel, @Nullable LocalDate since, boolean dryRun, Reading reading) {
        Run run = new Run(since, dryRun, clock.instant(), counted(tenant, channel, since));
        Run current =
                newest.compute(List.of(tenant, channel), (key, old) -> old != null && old.endedAt == null ? old : run);
        if (current != run) {
            return Optional.empty();
        }
        try {
            threads.execute(() -> read(run, reading));
        } catch (RuntimeException e) {
            // The server stops.
            run.endedAt = clock.instant();
            throw e;
        }
        return Optional.of(run);
    }

    private @Nullable Long counted(String tenant, String channel, @Nullable LocalDate since) {
        Run before = newest.get(List.of(tenant, channel));
        boolean same = before != null
                && before.endedAt != null
                && before.problem == null
                && Objects.equals(before.since, since);
        return same ? Long.valueOf(before.soFar.seen()) : null;
    }

    private void read(Run run, Reading reading) {
        try {
            run.soFar = reading.run(soFar -> run.soFar = soFar);
        } catch (ChannelException e) {
            run.problem = e;
        } catch (RuntimeException e) {
            LOG.error("a backfill failed", e);
            run.problem =
                    ChannelException.of(FailureKind.TRANSIENT, "it failed for a reason that is in the server's log");
        } finally {
            run.endedAt = clock.instant();
            run.end.countDown();
        }
    }

    /** The one that was begun last. */
    public Optional<Run> newest(String tenant, String channel) {
        return Optional.ofNullable(newest.get(List.of(tenant, channel)));
    }

    /** Ends all of them soon; what came in stays. */
    public void stop() {
        threads.shutdownNow();
    }
}
