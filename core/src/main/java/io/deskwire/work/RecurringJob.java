package io.deskwire.work;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that is done now and then by one of the nodes, whichever comes to it first. A run that was missed because nobody
 * ran is made up for once; one that was cut short is done again, so the work must bear being repeated.
 *
 * @param name its name in {@link RecurringJobs}, the same on every node
 * @param every from the beginning of a run to the next, at least a minute
 * @param work what is done
 */
public record RecurringJob(String name, Duration every, Work work) {

    private static final Duration SHORTEST = Duration.ofMinutes(1);

    public RecurringJob {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(every, "every");
        Objects.requireNonNull(work, "work");
        if (name.isBlank() || every.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("a recurring job has a name and comes once a minute at most");
        }
    }

    /** What a job does. Whatever it throws is noted as the run's problem, and it is tried again earlier than planned. */
    @FunctionalInterface
    public interface Work {
        /**
         * Does one run.
         *
         * @param now when the run began
         * @param goOn asked at least every few minutes; false: stop here, the rest is done by the next run
         * @return what was done, for the log; null when there was nothing to do
         */
        @Nullable String run(Instant now, BooleanSupplier goOn);
    }
}
