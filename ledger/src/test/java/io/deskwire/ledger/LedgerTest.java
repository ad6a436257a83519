package io.deskwire.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short forms; the printed ledgers are part of the build's output by intention. */
class LedgerTest {

    @TempDir
    Path folder;

    @BeforeAll
    static void quiet() {
        Main.quiet();
    }

    @Test
    void killed_at_every_named_step_and_at_random_nothing_is_lost_and_nothing_doubled() throws Exception {
        assertThat(differences("messages=320", "kills=30", "seed=7")).isEmpty();
    }

    @Test
    void of_two_nodes_on_one_postgresql_one_is_stopped_past_its_lease_and_what_it_does_when_it_wakes_is_refused()
            throws Exception {
        assertThat(differences(
                        "messages=120",
                        "kills=2",
                        "freezes=2",
                        "nodes=2",
                        "database=postgresql",
                        "steps=no",
                        "seed=3",
                        "rate=20"))
                .isEmpty();
    }

    private Iterable<String> differences(String... options) throws Exception {
        try (LedgerRun run = new LedgerRun(Options.parse(folder, options), System.out)) {
            Ledger ledger = run.run();
            System.out.println(ledger.print(run.facts(), run.faults()));
            return ledger.differences();
        }
    }
}
