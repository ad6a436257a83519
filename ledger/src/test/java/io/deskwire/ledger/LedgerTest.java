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
        try (LedgerRun run = run("messages=320", "kills=30")) {
            assertThat(printed(run).differences()).isEmpty();
        }
    }

    @Test
    void what_a_node_does_that_was_stopped_past_its_lease_and_woke_is_refused() throws Exception {
        try (LedgerRun run =
                run("messages=120", "kills=2", "freezes=2", "nodes=2", "database=postgresql", "steps=no")) {
            assertThat(printed(run).differences()).isEmpty();
            assertThat(run.lateWritesRefused()).isPositive();
        }
    }

    private LedgerRun run(String... options) throws Exception {
        return new LedgerRun(Options.parse(folder, options), System.out);
    }

    private static Ledger printed(LedgerRun run) throws Exception {
        Ledger ledger = run.run();
        System.out.println(ledger.print(run.facts(), run.faults()));
        return ledger;
    }
}
