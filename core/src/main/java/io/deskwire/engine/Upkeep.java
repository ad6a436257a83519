package io.deskwire.engine;

import io.deskwire.work.RecurringJob;
import io.deskwire.work.RecurringJobs;
import io.deskwire.work.RecurringJobs.Run;
import io.deskwire.work.RecurringJobs.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what recurs rarely. When each job is due stands in the store, so that neither restarts nor other nodes change it. */
final class Upkeep {

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    /** How often the store is asked what is due. */
    private static final Duration LOOK = Duration.ofMinutes(1);
    /** The price of a node that dies within a run; prolonged while the work asks whether to go on. */
    private static final Duration LEASE = Duration.ofMinutes(10);
    /** A failed run waits so long at most. */
    private static final Duration AGAIN = Duration.ofMinutes(15);

    private static final int LONGEST_PROBLEM = 500;

    private final List<RecurringJob> jobs;
    private final RecurringJobs runs;
    private final String node;
    private final Clock clock;
    private final BooleanSupplier goOn;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile Instant next = Instant.MIN;

    Upkeep(List<RecurringJob> jobs, RecurringJobs runs, String node, Clock clock, BooleanSupplier goOn) {
        Set<String> names = new HashSet<>();
        for (RecurringJob job : jobs) {
            if (!names.add(job.name())) {
                throw new IllegalArgumentException("two recurring jobs are named " + job.name());
            }
        }
        this.jobs = List.copyOf(jobs);
        this.runs = runs;
        this.node = node;
        this.clock = clock;
        this.goOn = goOn;
    }

    boolean isDue(Instant now) {
        return !running.get() && !now.isBefore(next);
    }

    /** Does what is due and what no other node has. */
    void run(Instant now) {
        if (!running.compareAndSet(false, true)) {
            return;
        }
        try {
            if (now.isBefore(next)) {
                // Asked for twice before a thread was free.
                return;
            }
            next = now.plus(LOOK);
            Map<String, State> states = runs.all().stream().collect(Collectors.toMap(State::name, Function.identity()));
            for (RecurringJob job : jobs) {
                State state = states.get(job.name());
                if (goOn.getAsBoolean() && (state == null || state.isDue(now))) {
                    begin(job);
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("what recurs could not be looked after; the next minute tries again", e);
        } finally {
            running.set(false);
        }
    }

    private void begin(RecurringJob job) {
        Instant now = clock.instant();
        Optional<Run> run = runs.begin(job.name(), node, now, now.plus(LEASE));
        if (run.isPresent()) {
            work(job, run.get(), now);
        }
    }

    private void work(RecurringJob job, Run run, Instant began) {
        Hold hold = new Hold(run, began.plus(LEASE));
        @Nullable String problem = null;
        try {
            String done = job.work().run(began, hold);
            if (done != null) {
                LOG.info("{}: {}", job.name(), done);
            }
        } catch (RuntimeException e) {
            LOG.warn("{} failed; it is tried again earlier than planned", job.name(), e);
            problem = words(e);
        }
        Instant now = clock.instant();
        boolean ended;
        if (problem != null) {
            Duration wait = job.every().compareTo(AGAIN) < 0 ? job.every() : AGAIN;
            ended = runs.end(run, now, now.plus(wait), problem);
        } else if (hold.cutShort) {
            ended = runs.giveBack(run);
        } else {
            ended = runs.end(run, now, began.plus(job.every()), null);
        }
        if (!ended) {
            LOG.warn("{}: another node began it anew meanwhile", job.name());
        }
    }

    private static String words(RuntimeException e) {
        String words = e.getClass().getSimpleName() + ": " + e.getMessage();
        return words.length() <= LONGEST_PROBLEM ? words : words.substring(0, LONGEST_PROBLEM);
    }

    /** Whether a run may go on: this node is not stopping, and the run is still its own. */
    private final class Hold implements BooleanSupplier {
        private final Run run;
        private Instant until;
        private boolean cutShort;

        Hold(Run run, Instant until) {
            this.run = run;
            this.until = until;
        }

        @Override
        public boolean getAsBoolean() {
            if (!cutShort) {
                Instant now = clock.instant();
                if (!goOn.getAsBoolean()) {
                    cutShort = true;
                } else if (!now.isBefore(until.minus(LEASE.dividedBy(2)))) {
                    until = now.plus(LEASE);
                    cutShort = !runs.extend(run, until);
                }
            }
            return !cutShort;
        }
    }
}
