package io.deskwire.testkit.contract;

import static io.deskwire.testkit.contract.Given.ACME;
import static io.deskwire.testkit.contract.Given.BOLT;
import static io.deskwire.testkit.contract.Given.NOW;
import static io.deskwire.testkit.contract.Given.TENANTS;
import static io.deskwire.testkit.contract.Given.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.Stores;
import io.deskwire.work.Leases;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Everything {@link Leases} promises. */
public interface LeasesContract extends StoresHarness {

    @Test
    default void one_node_holds_a_lease_until_it_ends() {
        Stores stores = stores();
        Leases leases = stores.leases();

        assertThat(leases.acquire(ACME, "channel:support", "node-1", NOW, at(60)))
                .isTrue();
        assertThat(leases.acquire(ACME, "channel:support", "node-2", at(59), at(120)))
                .isFalse();
        assertThat(reopen(stores).leases().acquire(ACME, "channel:support", "node-2", at(59), at(120)))
                .as("after a restart")
                .isFalse();
        assertThat(leases.acquire(ACME, "channel:support", "node-2", at(61), at(120)))
                .isTrue();
        assertThat(leases.acquire(ACME, "channel:support", "node-1", at(62), at(120)))
                .as("lost to the other")
                .isFalse();
    }

    @Test
    default void leases_differ_by_tenant_and_name() {
        Leases leases = stores().leases();

        assertThat(leases.acquire(ACME, "channel:support", "node-1", NOW, at(60)))
                .isTrue();
        assertThat(leases.acquire(BOLT, "channel:support", "node-2", NOW, at(60)))
                .isTrue();
        assertThat(leases.acquire(ACME, "channel:sales", "node-2", NOW, at(60))).isTrue();
        leases.release(BOLT, "channel:support", "node-1");
        leases.release(BOLT, "channel:support", "node-2");
        assertThat(leases.acquire(ACME, "channel:support", "node-2", at(1), at(60)))
                .isFalse();
    }

    @Test
    default void its_holder_prolongs_a_lease() {
        Leases leases = stores().leases();
        leases.acquire(ACME, "n", "node-1", NOW, at(60));

        assertThat(leases.acquire(ACME, "n", "node-1", at(30), at(90))).isTrue();

        assertThat(leases.acquire(ACME, "n", "node-2", at(61), at(120))).isFalse();
        assertThat(leases.acquire(ACME, "n", "node-2", at(91), at(120))).isTrue();
    }

    @Test
    default void an_ended_lease_goes_to_whoever_asks_first() {
        Leases leases = stores().leases();
        leases.acquire(ACME, "n", "node-1", NOW, at(60));

        assertThat(leases.acquire(ACME, "n", "node-1", at(100), at(160))).isTrue();
        assertThat(leases.acquire(ACME, "n", "node-2", at(101), at(160))).isFalse();
    }

    @Test
    default void a_released_lease_is_free() {
        Leases leases = stores().leases();
        leases.acquire(ACME, "n", "node-1", NOW, at(60));

        leases.release(ACME, "n", "node-2");
        assertThat(leases.acquire(ACME, "n", "node-2", at(1), at(60)))
                .as("somebody else's release does nothing")
                .isFalse();
        leases.release(ACME, "n", "node-1");
        leases.release(ACME, "n", "node-1");
        leases.release(ACME, "never heard of", "node-1");
        assertThat(leases.acquire(ACME, "n", "node-2", at(1), at(60))).isTrue();
    }

    @Test
    default void many_are_taken_prolonged_and_released_as_if_one_by_one() {
        Leases leases = stores().leases();
        Leases.Name others = new Leases.Name(ACME, "others");
        Leases.Name ended = new Leases.Name(ACME, "ended");
        Leases.Name own = new Leases.Name(ACME, "own");
        Leases.Name free = new Leases.Name(BOLT, "others");
        List<Leases.Name> all = List.of(others, ended, own, free);
        leases.acquire(ACME, "others", "node-2", NOW, at(60));
        leases.acquire(ACME, "ended", "node-2", NOW, at(10));
        leases.acquire(ACME, "own", "node-1", NOW, at(60));

        assertThat(leases.acquireAll(all, "node-1", at(20), at(90))).containsExactlyInAnyOrder(ended, own, free);
        assertThat(leases.acquireAll(all, "node-2", at(70), at(130))).containsExactly(others);
        assertThat(leases.acquireAll(List.of(), "node-2", at(70), at(130))).isEmpty();

        leases.releaseAll(all, "node-1");
        assertThat(leases.acquireAll(all, "node-3", at(70), at(130))).containsExactlyInAnyOrder(ended, own, free);
    }

    @Test
    default void of_sixteen_nodes_one_gets_it() {
        Leases leases = stores().leases();
        for (int round = 0; round < 5; round++) {
            int start = round * 100;

            List<Boolean> answers = Concurrently.run(thread ->
                    leases.acquire(TENANTS.get(thread % 2), "n", "node-" + thread, at(start), at(start + 60)));

            for (int tenant = 0; tenant < 2; tenant++) {
                int parity = tenant;
                assertThat(java.util.stream.IntStream.range(0, 16).filter(i -> i % 2 == parity && answers.get(i)))
                        .as("holders in round " + round)
                        .hasSize(1);
            }
        }
    }
}
