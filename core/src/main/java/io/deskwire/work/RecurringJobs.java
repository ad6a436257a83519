package io.deskwire.work;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Port: when what recurs was done and is due, durable and shared by all nodes. At most one node has a run of a job at a
 * time: a run is numbered, holds a lease, and can change nothing once a later one began.
 */
public interface RecurringJobs {

    /** A run that this node has. */
    record Run(String name, long number) {
        public Run {
            Objects.requireNonNull(name, "name");
        }
    }

    /**
     * How a job is doing.
     *
     * @param name the job
     * @param dueAt when its next run may begin
     * @param node who runs it now or was cut short doing so; null between runs
     * @param leaseUntil until when nobody else may begin; null between runs
     * @param startedAt when the last run began
     * @param endedAt when the last run that came to its end did so, well or not; null before
     * @param okAt when the last run ended well; null before
     * @param failures runs in a row that failed
     * @param problem why the last one failed, or null
     */
    record State(
            String name,
            Instant dueAt,
            @Nullable String node,
            @Nullable Instant leaseUntil,
            Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Instant okAt,
            int failures,
            @Nullable String problem) {
        public State {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(dueAt, "dueAt");
            Objects.requireNonNull(startedAt, "startedAt");
        }

        /** Whether a run may begin. */
        public boolean isDue(Instant now) {
            return !now.isBefore(dueAt) && (leaseUntil == null || !now.isBefore(leaseUntil));
        }
    }

    /**
     * Begins a run of a job that is due and that nobody has; one that was never heard of is due.
     *
     * @param leaseUntil after that another node may begin
     * @return empty when it is not due, or another node has it
     */
    Optional<Run> begin(String name, String node, Instant now, Instant leaseUntil);

    /** Prolongs a run; false when it is no longer the newest or has ended. */
    boolean extend(Run run, Instant leaseUntil);

    /**
     * Ends a run.
     *
     * @param dueAt when the next may begin
     * @param problem why it failed, or null when it ended well
     * @return false when the run is no longer the newest or has ended, and nothing was changed
     */
    boolean end(Run run, Instant at, Instant dueAt, @Nullable String problem);

    /** Ends a run that was cut short: the job stays due, for any node. False as in {@link #end}. */
    boolean giveBack(Run run);

    /** Every job that was ever begun, in order of name. */
    List<State> all();
}
