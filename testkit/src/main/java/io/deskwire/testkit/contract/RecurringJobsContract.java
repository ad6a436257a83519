package io.deskwire.testkit.contract;

import static io.deskwire.testkit.contract.Given.NOW;
import static io.deskwire.testkit.contract.Given.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.Stores;
import io.deskwire.work.RecurringJobs;
import io.deskwire.work.RecurringJobs.Run;
import io.deskwire.work.RecurringJobs.State;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Everything {@link RecurringJobs} promises. The jobs are the installation's, not a tenant's. */
public interface RecurringJobsContract extends StoresHarness {

    @Test
    default void a_job_is_due_again_when_its_last_run_said_so_over_restarts_too() {
        Stores stores = stores();
        RecurringJobs jobs = stores.recurringJobs();
        Run run = jobs.begin("sweep", "node-1", NOW, at(60)).orElseThrow();

        assertThat(jobs.end(run, at(5), at(3600), null)).isTrue();

        RecurringJobs later = reopen(stores).recurringJobs();
        assertThat(later.begin("sweep", "node-2", at(3599), at(9999))).isEmpty();
        assertThat(later.all()).containsExactly(new State("sweep", at(3600), null, null, NOW, at(5), at(5), 0, null));
        assertThat(later.begin("sweep", "node-2", at(3600), at(9999))).isPresent();
    }

    @Test
    default void nobody_begins_what_another_has_until_its_lease_ends_and_the_late_one_changes_nothing() {
        RecurringJobs jobs = stores().recurringJobs();
        Run late = jobs.begin("sweep", "node-1", NOW, at(60)).orElseThrow();

        assertThat(jobs.begin("sweep", "node-2", at(59), at(120))).isEmpty();
        assertThat(jobs.begin("sweep", "node-1", at(59), at(120)))
                .as("not twice by one node either")
                .isEmpty();
        Run taken = jobs.begin("sweep", "node-2", at(60), at(120)).orElseThrow();

        assertThat(jobs.extend(late, at(9999))).isFalse();
        assertThat(jobs.end(late, at(61), at(3600), null)).isFalse();
        assertThat(jobs.end(late, at(61), at(3600), "broke")).isFalse();
        assertThat(jobs.giveBack(late)).isFalse();
        assertThat(jobs.end(taken, at(62), at(3600), null)).isTrue();
        assertThat(jobs.end(taken, at(63), at(1), null)).as("it has ended").isFalse();
        assertThat(jobs.all()).singleElement().extracting(State::dueAt).isEqualTo(at(3600));
    }

    @Test
    default void a_run_is_prolonged_and_one_that_was_cut_short_is_due_at_once() {
        RecurringJobs jobs = stores().recurringJobs();
        Run run = jobs.begin("sweep", "node-1", NOW, at(60)).orElseThrow();

        assertThat(jobs.extend(run, at(600))).isTrue();
        assertThat(jobs.begin("sweep", "node-2", at(599), at(999))).isEmpty();
        assertThat(jobs.giveBack(run)).isTrue();

        assertThat(jobs.begin("sweep", "node-2", at(100), at(999))).isPresent();
    }

    @Test
    default void failures_are_counted_until_a_run_ends_well() {
        RecurringJobs jobs = stores().recurringJobs();
        for (int i = 0; i < 2; i++) {
            Run run =
                    jobs.begin("sweep", "node-1", at(i * 100), at(i * 100 + 60)).orElseThrow();
            jobs.end(run, at(i * 100 + 1), at(i * 100 + 100), "broke\u0000 '" + i);
        }
        assertThat(jobs.all()).singleElement().satisfies(state -> {
            assertThat(state.failures()).isEqualTo(2);
            assertThat(state.problem()).startsWith("broke").endsWith("'1");
            assertThat(state.endedAt()).isEqualTo(at(101));
            assertThat(state.okAt()).isNull();
        });

        Run run = jobs.begin("sweep", "node-1", at(200), at(260)).orElseThrow();
        jobs.end(run, at(201), at(300), null);
        assertThat(jobs.all())
                .containsExactly(new State("sweep", at(300), null, null, at(200), at(201), at(201), 0, null));
    }

    @Test
    default void of_sixteen_nodes_one_begins() {
        RecurringJobs jobs = stores().recurringJobs();
        for (int round = 0; round < 5; round++) {
            int start = round * 100;
            String name = "job-" + round % 2;

            List<Optional<Run>> runs =
                    Concurrently.run(thread -> jobs.begin(name, "node-" + thread, at(start), at(start + 60)));

            assertThat(runs.stream().flatMap(Optional::stream))
                    .as("round " + round)
                    .hasSize(1);
        }
        assertThat(jobs.all()).extracting(State::name).containsExactly("job-0", "job-1");
    }
}
