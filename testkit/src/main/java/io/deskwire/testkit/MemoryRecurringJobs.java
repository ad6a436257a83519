package io.deskwire.testkit;

import io.deskwire.work.RecurringJobs;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@link RecurringJobs} in memory. */
final class MemoryRecurringJobs implements RecurringJobs {

    private record Kept(long run, State state) {}

    private final Map<String, Kept> jobs = new TreeMap<>();

    @Override
    public synchronized Optional<Run> begin(String name, String node, Instant now, Instant leaseUntil) {
        Kept kept = jobs.get(name);
        if (kept != null && !kept.state.isDue(now)) {
            return Optional.empty();
        }
        long run = kept == null ? 1 : kept.run + 1;
        State was = kept == null ? new State(name, now, null, null, now, null, null, 0, null) : kept.state;
        jobs.put(
                name,
                new Kept(
                        run,
                        new State(
                                name,
                                was.dueAt(),
                                node,
                                leaseUntil,
                                now,
                                was.endedAt(),
                                was.okAt(),
                                was.failures(),
                                was.problem())));
        return Optional.of(new Run(name, run));
    }

    @Override
    public synchronized boolean extend(Run run, Instant leaseUntil) {
        State was = held(run);
        if (was != null) {
            hold(run, was, was.node(), leaseUntil);
        }
        return was != null;
    }

    @Override
    public synchronized boolean end(Run run, Instant at, Instant dueAt, @Nullable String problem) {
        State was = held(run);
        if (was == null) {
            return false;
        }
        jobs.put(
                run.name(),
                new Kept(
                        run.number(),
                        new State(
                                run.name(),
                                dueAt,
                                null,
                                null,
                                was.startedAt(),
                                at,
                                problem == null ? at : was.okAt(),
                                problem == null ? 0 : was.failures() + 1,
                                problem)));
        return true;
    }

    @Override
    public synchronized boolean giveBack(Run run) {
        State was = held(run);
        if (was != null) {
            hold(run, was, null, null);
        }
        return was != null;
    }

    private void hold(Run run, State was, @Nullable String node, @Nullable Instant leaseUntil) {
        jobs.put(
                run.name(),
                new Kept(
                        run.number(),
                        new State(
                                was.name(),
                                was.dueAt(),
                                node,
                                leaseUntil,
                                was.startedAt(),
                                was.endedAt(),
                                was.okAt(),
                                was.failures(),
                                was.problem())));
    }

    private @Nullable State held(Run run) {
        Kept kept = jobs.get(run.name());
        return kept != null && kept.run == run.number() && kept.state.leaseUntil() != null ? kept.state : null;
    }

    @Override
    public synchronized List<State> all() {
        return jobs.values().stream().map(Kept::state).toList();
    }
}
