package io.deskwire.testkit.contract;

import static io.deskwire.testkit.contract.Given.ACME;
import static io.deskwire.testkit.contract.Given.BOLT;
import static io.deskwire.testkit.contract.Given.NOW;
import static io.deskwire.testkit.contract.Given.TENANTS;
import static io.deskwire.testkit.contract.Given.at;
import static io.deskwire.testkit.contract.QueueHarness.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.testkit.contract.QueueHarness.Taken;
import io.deskwire.work.Claim;
import io.deskwire.work.LeaseLostException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The right to an item: it ends, is prolonged, is given back, and is worth nothing afterwards. */
public interface WorkQueueLeaseContract extends StoresHarness {

    @ParameterizedTest
    @EnumSource
    default void work_of_an_ended_lease_comes_back_with_a_higher_attempt_and_fence(QueueKind kind) {
        var queue = kind.over(stores());
        TENANTS.forEach(tenant -> queue.add(tenant, "one", "a"));
        Claim first = queue.claim(ACME, "node-1", 9, 9, NOW, at(60)).get(0).claim();

        assertThat(queue.claim(ACME, "node-2", 9, 9, at(59), at(120))).isEmpty();
        Claim second = queue.claim(ACME, "node-2", 9, 9, at(61), at(120)).get(0).claim();
        Claim third = queue.claim(ACME, "node-1", 9, 9, at(121), at(180)).get(0).claim();

        assertThat(List.of(second.attempt(), third.attempt())).containsExactly(2, 3);
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.fence()).isGreaterThan(first.fence());
        assertThat(third.fence()).isGreaterThan(second.fence());
        assertThat(queue.claim(BOLT, NOW).get(0).claim().attempt()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    default void an_overtaken_claim_can_settle_extend_and_release_nothing(QueueKind kind) {
        var queue = kind.over(stores());
        queue.add(ACME, "one", "a");
        Claim old = queue.claim(ACME, "node-1", 9, 9, NOW, at(60)).get(0).claim();
        Claim current =
                queue.claim(ACME, "node-2", 9, 9, at(61), at(120)).get(0).claim();

        assertThatThrownBy(() -> queue.finish(old, at(62))).isInstanceOf(LeaseLostException.class);
        assertThatThrownBy(() -> queue.retry(old, at(62), at(62))).isInstanceOf(LeaseLostException.class);
        assertThat(queue.queue().extend(old, at(999))).isFalse();
        assertThat(queue.queue().release(old, NOW)).isFalse();

        assertThat(queue.claim(ACME, at(63))).as("still leased to the other").isEmpty();
        assertThat(queue.queue().backlog(ACME)).isEqualTo(1);
        queue.finish(current, at(64));
        assertThat(queue.queue().backlog(ACME)).isZero();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = QueueKind.ONE_A_LANE)
    default void taking_a_lane_over_ends_every_earlier_claim_in_it(QueueKind kind) {
        var queue = kind.over(stores());
        queue.add(ACME, "one", List.of("a", "b", "c"));
        List<Taken> old = queue.claim(ACME, "node-1", 9, 9, NOW, at(60));
        assertThat(names(queue.claim(ACME, "node-2", 9, 9, at(61), at(120)))).containsExactly("a");

        for (Taken taken : old) {
            assertThatThrownBy(() -> queue.finish(taken.claim(), at(62))).isInstanceOf(LeaseLostException.class);
            assertThat(queue.queue().extend(taken.claim(), at(999))).isFalse();
            assertThat(queue.queue().release(taken.claim(), NOW)).isFalse();
        }
        assertThat(queue.queue().backlog(ACME)).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    default void an_ended_lease_that_nobody_took_over_may_still_settle(QueueKind kind) {
        var queue = kind.over(stores());
        queue.add(ACME, "one", "a");
        Claim claim = queue.claim(ACME, "node-1", 9, 9, NOW, at(60)).get(0).claim();

        queue.finish(claim, at(600));

        assertThat(queue.queue().backlog(ACME)).isZero();
        assertThat(queue.claim(ACME, at(601))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    default void a_settled_or_released_claim_can_settle_nothing_more(QueueKind kind) {
        var queue = kind.over(stores());
        queue.add(ACME, "one", "a");
        Claim released = queue.claim(ACME, NOW).get(0).claim();
        assertThat(queue.queue().release(released, NOW)).isTrue();
        assertThatThrownBy(() -> queue.finish(released, at(1))).isInstanceOf(LeaseLostException.class);
        assertThat(queue.queue().release(released, NOW)).isFalse();
        assertThat(queue.queue().extend(released, at(99))).isFalse();

        Claim postponed = queue.claim(ACME, at(2)).get(0).claim();
        queue.retry(postponed, at(3), at(3));
        assertThatThrownBy(() -> queue.finish(postponed, at(3))).isInstanceOf(LeaseLostException.class);

        Claim finished = queue.claim(ACME, at(4)).get(0).claim();
        queue.finish(finished, at(5));
        assertThatThrownBy(() -> queue.finish(finished, at(6))).isInstanceOf(LeaseLostException.class);
        assertThat(queue.queue().extend(finished, at(99))).isFalse();
        assertThat(queue.queue().release(finished, NOW)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    default void a_claim_is_worth_nothing_in_another_tenant(QueueKind kind) {
        var queue = kind.over(stores());
        TENANTS.forEach(tenant -> queue.add(tenant, "one", "a"));
        Claim own = queue.claim(ACME, NOW).get(0).claim();
        queue.claim(BOLT, NOW);
        Claim forged = new Claim(BOLT, own.id(), own.lane(), own.attempt(), own.fence(), own.leaseUntil());

        assertThatThrownBy(() -> queue.finish(forged, at(1))).isInstanceOf(LeaseLostException.class);
        assertThat(queue.queue().extend(forged, at(999))).isFalse();
        assertThat(queue.queue().release(forged, NOW)).isFalse();
        assertThat(queue.queue().backlog(ACME)).isEqualTo(1);
        queue.finish(own, at(2));
    }

    @ParameterizedTest
    @EnumSource
    default void an_extended_lease_holds_longer(QueueKind kind) {
        var queue = kind.over(stores());
        queue.add(ACME, "one", "a");
        Claim claim = queue.claim(ACME, "node-1", 9, 9, NOW, at(60)).get(0).claim();

        assertThat(queue.queue().extend(claim, at(120))).isTrue();

        assertThat(queue.claim(ACME, "node-2", 9, 9, at(100), at(160))).isEmpty();
        assertThat(queue.queue().tenantsDue(at(100))).isEmpty();
        queue.finish(claim, at(119));
        assertThat(queue.queue().backlog(ACME)).isZero();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = QueueKind.ONE_A_LANE)
    default void a_released_item_is_due_at_once_and_was_not_tried(QueueKind kind) {
        var queue = kind.over(stores());
        queue.add(ACME, "one", List.of("a", "b", "c"));
        List<Taken> first = queue.claim(ACME, NOW);

        first.forEach(t -> assertThat(queue.queue().release(t.claim(), NOW)).isTrue());

        assertThat(queue.queue().tenantsDue(NOW)).containsExactly(ACME);
        List<Taken> again = queue.claim(ACME, NOW);
        assertThat(names(again)).containsExactly("a", "b", "c");
        assertThat(again).allSatisfy(t -> assertThat(t.claim().attempt()).isEqualTo(1));
        assertThat(again.get(0).claim().fence())
                .isGreaterThan(first.get(0).claim().fence());
    }

    @ParameterizedTest
    @EnumSource
    default void what_is_given_back_for_later_is_due_later(QueueKind kind) {
        var queue = kind.over(stores());
        queue.add(ACME, "one", List.of("a"));
        Taken taken = queue.claim(ACME, NOW).get(0);

        assertThat(queue.queue().release(taken.claim(), at(30))).isTrue();

        assertThat(queue.claim(ACME, at(29))).isEmpty();
        List<Taken> again = queue.claim(ACME, at(30));
        assertThat(names(again)).containsExactly("a");
        assertThat(again.get(0).claim().attempt()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    default void a_restarted_node_has_its_work_back_at_once_and_nobody_elses(QueueKind kind) {
        var queue = kind.over(stores());
        queue.add(ACME, "one", List.of("a"));
        queue.add(BOLT, "one", List.of("z"));
        Taken lost = queue.claim(ACME, "node-1", 9, 9, NOW, at(60)).get(0);
        queue.claim(BOLT, "node-2", 9, 9, NOW, at(60));

        queue.queue().endLeasesOf("node-1");

        assertThat(queue.queue().tenantsDue(at(1))).containsExactly(ACME);
        assertThat(queue.claim(BOLT, at(1))).isEmpty();
        Taken again = queue.claim(ACME, at(1)).get(0);
        assertThat(again.claim().attempt()).isEqualTo(2);
        assertThat(again.claim().fence()).isGreaterThan(lost.claim().fence());
        assertThat(queue.queue().extend(lost.claim(), at(90))).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    default void claims_and_attempts_outlive_the_process(QueueKind kind) {
        var stores = stores();
        var queue = kind.over(stores);
        queue.add(ACME, "one", "a");
        Claim claim = queue.claim(ACME, "node-1", 9, 9, NOW, at(60)).get(0).claim();

        var reopened = kind.over(reopen(stores));

        assertThat(reopened.claim(ACME, at(10))).as("still leased").isEmpty();
        Claim next = reopened.claim(ACME, at(61)).get(0).claim();
        assertThat(next.attempt()).isEqualTo(2);
        assertThat(next.fence()).isGreaterThan(claim.fence());
    }
}
