package io.deskwire.testkit.contract;

import static io.deskwire.testkit.contract.Given.ACME;
import static io.deskwire.testkit.contract.Given.BOLT;
import static io.deskwire.testkit.contract.Given.NOW;
import static io.deskwire.testkit.contract.Given.TENANTS;
import static io.deskwire.testkit.contract.Given.at;
import static io.deskwire.testkit.contract.QueueHarness.names;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testkit.contract.QueueHarness.Taken;
import io.deskwire.work.Claim;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Order and exclusion: what is handed out when, to one worker a lane. */
public interface WorkQueueLaneContract extends StoresHarness {

    @ParameterizedTest
    @EnumSource
    default void an_empty_queue_has_nothing_to_do(QueueKind kind) {
        var queue = kind.over(stores());

        assertThat(queue.queue().tenantsDue(NOW)).isEmpty();
        assertThat(queue.claim(ACME, NOW)).isEmpty();
        assertThat(queue.queue().backlog(ACME)).isZero();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = QueueKind.ONE_A_LANE)
    default void items_of_a_lane_come_in_the_order_they_were_added(QueueKind kind) {
        var queue = kind.over(stores());
        List<String> items = IntStream.range(0, 12).mapToObj(i -> "i" + i).toList();
        TENANTS.forEach(tenant -> queue.add(tenant, "one", items));

        for (String tenant : TENANTS) {
            List<Taken> taken = queue.claim(tenant, NOW);

            assertThat(names(taken)).isEqualTo(items);
            assertThat(taken).allSatisfy(t -> {
                assertThat(t.claim().tenantId()).isEqualTo(tenant);
                assertThat(t.claim().lane()).isEqualTo(queue.laneId(tenant, "one"));
                assertThat(t.claim().attempt()).isEqualTo(1);
                assertThat(t.claim().leaseUntil()).isEqualTo(at(60));
            });
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = QueueKind.ONE_A_LANE)
    default void a_claim_takes_no_more_lanes_and_items_than_asked_for(QueueKind kind) {
        var queue = kind.over(stores());
        for (String lane : List.of("one", "two", "three")) {
            queue.add(ACME, lane, List.of(lane + "-1", lane + "-2", lane + "-3"));
        }

        List<Taken> taken = queue.claim(ACME, "node-1", 2, 2, NOW, at(60));

        assertThat(taken).hasSize(4);
        Map<String, List<Taken>> byLane = taken.stream()
                .collect(java.util.stream.Collectors.groupingBy(t -> t.claim().lane()));
        assertThat(byLane).hasSize(2);
        assertThat(byLane.values()).allSatisfy(lane -> {
            assertThat(lane.get(0).item()).endsWith("-1");
            assertThat(lane.get(1).item()).endsWith("-2");
        });
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = QueueKind.ONE_A_LANE)
    default void a_leased_lane_is_closed_and_the_other_lanes_and_tenants_are_open(QueueKind kind) {
        var queue = kind.over(stores());
        TENANTS.forEach(tenant -> queue.add(tenant, "one", List.of("a", "b")));
        List<Taken> first = queue.claim(ACME, "node-1", 1, 1, NOW, at(60));

        assertThat(names(first)).containsExactly("a");
        assertThat(queue.claim(ACME, "node-2", 9, 9, at(1), at(61))).isEmpty();
        assertThat(names(queue.claim(BOLT, "node-2", 9, 9, at(1), at(61)))).containsExactly("a", "b");

        queue.add(ACME, "two", "c");
        assertThat(names(queue.claim(ACME, "node-2", 9, 9, at(1), at(61)))).containsExactly("c");

        queue.finish(first.get(0).claim(), at(2));
        assertThat(names(queue.claim(ACME, "node-2", 9, 9, at(3), at(63)))).containsExactly("b");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = QueueKind.ONE_A_LANE)
    default void items_that_were_tried_before_come_alone(QueueKind kind) {
        var queue = kind.over(stores());
        queue.add(ACME, "one", List.of("a", "b", "c"));
        queue.claim(ACME, "node-1", 1, 2, NOW, at(60));
        // a and b are lost with their node; c was never claimed.
        queue.add(ACME, "one", "d");
        queue.add(ACME, "two", List.of("x", "y"));

        List<String> seen = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            Instant now = at(100 + round * 10);
            List<Taken> taken = queue.claim(ACME, now);
            List<Taken> lane = taken.stream()
                    .filter(t -> t.claim().lane().equals(queue.laneId(ACME, "one")))
                    .toList();
            if (round < 2) {
                assertThat(lane).hasSize(1);
                assertThat(lane.get(0).claim().attempt()).isEqualTo(2);
            }
            seen.addAll(names(lane));
            taken.forEach(t -> queue.finish(t.claim(), now));
        }
        assertThat(seen).containsExactly("a", "b", "c", "d");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = QueueKind.ONE_A_LANE)
    default void a_tried_item_further_back_is_not_mixed_into_a_batch(QueueKind kind) {
        var queue = kind.over(stores());
        queue.add(ACME, "one", List.of("a", "b", "c"));
        List<Taken> first = queue.claim(ACME, "node-1", 1, 2, NOW, at(60));
        // a was not worked on, b was lost with its node.
        assertThat(queue.queue().release(first.get(0).claim(), NOW)).isTrue();

        List<List<String>> batches = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            List<Taken> taken = queue.claim(ACME, at(100 + round));
            batches.add(names(taken));
            taken.forEach(t -> queue.finish(t.claim(), at(101)));
        }

        assertThat(batches).containsExactly(List.of("a"), List.of("b"), List.of("c"));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = QueueKind.ONE_A_LANE)
    default void an_item_that_waits_holds_a_strict_lane_and_no_other(QueueKind kind) {
        var queue = kind.over(stores());
        assertThat(queue.queue().isStrict()).isEqualTo(kind != QueueKind.INBOX);
        queue.add(ACME, "one", List.of("a", "b"));
        queue.add(ACME, "two", "x");
        List<Taken> first = queue.claim(ACME, "node-1", 9, 1, NOW, at(60));
        for (Taken taken : first) {
            if (taken.item().equals("a")) {
                queue.retry(taken.claim(), at(50), at(1));
            } else {
                queue.finish(taken.claim(), at(1));
            }
        }

        List<Taken> meanwhile = queue.claim(ACME, at(10));
        assertThat(names(meanwhile)).isEqualTo(queue.queue().isStrict() ? List.of() : List.of("b"));
        meanwhile.forEach(t -> queue.finish(t.claim(), at(11)));

        List<Taken> due = queue.claim(ACME, at(51));
        assertThat(names(due)).containsExactly("a");
        assertThat(due.get(0).claim().attempt()).isEqualTo(2);
        queue.finish(due.get(0).claim(), at(52));
        assertThat(names(queue.claim(ACME, at(53)))).isEqualTo(queue.queue().isStrict() ? List.of("b") : List.of());
    }

    @ParameterizedTest
    @EnumSource
    default void tenants_with_something_due_are_listed_once_and_in_order(QueueKind kind) {
        var queue = kind.over(stores());
        for (String tenant : List.of("zeta", ACME, BOLT)) {
            queue.add(tenant, "one", List.of("a", "b"));
            queue.add(tenant, "two", "c");
        }
        assertThat(queue.queue().tenantsDue(NOW)).containsExactly(ACME, BOLT, "zeta");

        List<Taken> leased = queue.claim(BOLT, NOW);
        assertThat(queue.queue().tenantsDue(at(1))).containsExactly(ACME, "zeta");
        assertThat(queue.queue().tenantsDue(at(61))).as("the lease ended").containsExactly(ACME, BOLT, "zeta");

        leased.forEach(t -> queue.retry(t.claim(), at(100), at(2)));
        assertThat(queue.queue().tenantsDue(at(99))).containsExactly(ACME, "zeta");
        assertThat(queue.queue().tenantsDue(at(101))).containsExactly(ACME, BOLT, "zeta");

        queue.claim(ACME, at(3)).forEach(t -> queue.finish(t.claim(), at(3)));
        assertThat(queue.queue().tenantsDue(at(4))).containsExactly("zeta");
    }

    @ParameterizedTest
    @EnumSource
    default void the_backlog_counts_what_is_not_settled(QueueKind kind) {
        var queue = kind.over(stores());
        TENANTS.forEach(tenant -> queue.add(tenant, "one", List.of("a", "b", "c")));

        Claim first = queue.claim(ACME, "node-1", 1, 1, NOW, at(60)).get(0).claim();
        assertThat(queue.queue().backlog(ACME)).as("leased").isEqualTo(3);
        queue.retry(first, at(50), at(1));
        assertThat(queue.queue().backlog(ACME)).as("waiting").isEqualTo(3);
        queue.finish(queue.claim(ACME, "node-1", 1, 1, at(51), at(90)).get(0).claim(), at(52));
        assertThat(queue.queue().backlog(ACME)).as("settled").isEqualTo(2);
        assertThat(queue.queue().backlog(BOLT)).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    default void the_oldest_is_the_one_whose_id_sorts_first(QueueKind kind) {
        var queue = kind.over(stores());
        queue.add(ACME, "one", "a");
        queue.add(ACME, "two", "b");
        queue.add(ACME, "three", "c");
        assertThat(queue.queue().oldest(BOLT)).isEmpty();

        List<Claim> claims =
                queue.claim(ACME, NOW).stream().map(taken -> taken.claim()).toList();

        assertThat(claims).hasSize(3);
        assertThat(queue.queue().oldest(ACME))
                .isEqualTo(claims.stream().map(Claim::id).sorted().findFirst());
        claims.forEach(claim -> queue.finish(claim, at(1)));
        assertThat(queue.queue().oldest(ACME)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = QueueKind.ONE_A_LANE)
    default void sixteen_workers_never_share_an_item_or_a_lane(QueueKind kind) {
        var queue = kind.over(stores());
        List<String> lanes = List.of("l0", "l1", "l2", "l3", "l4");
        for (String tenant : TENANTS) {
            for (String lane : lanes) {
                queue.add(
                        tenant,
                        lane,
                        IntStream.range(0, 8).mapToObj(i -> lane + "-" + i).toList());
            }
        }
        Set<String> lanesInWork = ConcurrentHashMap.newKeySet();
        Map<String, ConcurrentLinkedQueue<String>> done = new ConcurrentHashMap<>();

        Concurrently.run(thread -> {
            String tenant = TENANTS.get(thread % 2);
            while (queue.queue().backlog(tenant) > 0) {
                List<Taken> taken = queue.claim(tenant, "node-" + thread, 2, 3, NOW, at(3600));
                Set<String> mine = new HashSet<>();
                for (Taken t : taken) {
                    String lane = tenant + "/" + t.claim().lane();
                    if (mine.add(lane)) {
                        assertThat(lanesInWork.add(lane))
                                .as("two workers in " + lane)
                                .isTrue();
                    }
                    assertThat(t.claim().attempt()).isEqualTo(1);
                }
                for (int i = 0; i < taken.size(); i++) {
                    Taken t = taken.get(i);
                    String lane = tenant + "/" + t.claim().lane();
                    done.computeIfAbsent(lane, l -> new ConcurrentLinkedQueue<>())
                            .add(t.item());
                    boolean last = taken.stream()
                            .skip(i + 1L)
                            .noneMatch(u -> u.claim().lane().equals(t.claim().lane()));
                    if (last) {
                        lanesInWork.remove(lane);
                    }
                    queue.finish(t.claim(), NOW);
                }
            }
            return thread;
        });

        assertThat(done).hasSize(TENANTS.size() * lanes.size());
        assertThat(done.values()).allSatisfy(items -> {
            String lane = items.element().substring(0, 2);
            assertThat(items)
                    .containsExactly(
                            IntStream.range(0, 8).mapToObj(i -> lane + "-" + i).toArray(String[]::new));
        });
    }
}
