package io.deskwire.testkit.contract;

import static io.deskwire.testkit.MessageSamples.item;
import static io.deskwire.testkit.contract.Given.ACME;
import static io.deskwire.testkit.contract.Given.BOLT;
import static io.deskwire.testkit.contract.Given.CHANNEL;
import static io.deskwire.testkit.contract.Given.NOW;
import static io.deskwire.testkit.contract.Given.TENANTS;
import static io.deskwire.testkit.contract.Given.await;
import static io.deskwire.testkit.contract.Given.batch;
import static io.deskwire.testkit.contract.Given.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.Stores;
import io.deskwire.channel.Cursor;
import io.deskwire.channel.Intake;
import io.deskwire.channel.RawItem;
import io.deskwire.intake.CursorConflictException;
import io.deskwire.intake.Inbox;
import io.deskwire.intake.IntakeBatch;
import io.deskwire.intake.RawInbound;
import io.deskwire.message.Envelope;
import io.deskwire.work.Claimed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Receiving: items and cursor, together and once. Bodies have {@link InboxBodyContract}. */
public interface InboxRecordContract extends StoresHarness {

    @Test
    default void an_item_is_kept_as_it_was_handed_over() {
        Stores stores = stores();
        RawItem full = new RawItem(
                "INBOX/1/7 ü",
                "rfc822",
                new Envelope("", List.of("support@tenant.example", "büro@tenant.example")),
                Given.at(-100),
                Map.of("labels", "a,b", "ключ", "値 '\"\\ {}"),
                item("x").body());
        RawItem bare = new RawItem(
                "2", "whatsapp", Envelope.unknown(), null, Map.of(), item("y").body());
        record(stores, ACME, CHANNEL, full, bare);

        List<Claimed<RawInbound>> claimed = Given.claimAll(stores.inbox(), ACME, NOW);

        assertThat(claimed).hasSize(2);
        assertKept(claimed.get(0).job(), full);
        assertKept(claimed.get(1).job(), bare);
        assertThat(claimed.get(1).job().envelope().sender())
                .as("unknown, not the null sender")
                .isNull();
        RawInbound found =
                reopen(stores).inbox().raw(ACME, claimed.get(0).job().id()).orElseThrow();
        assertThat(found.id()).isEqualTo(claimed.get(0).job().id());
        assertKept(found, full);
    }

    private static void assertKept(RawInbound kept, RawItem item) {
        assertThat(kept.tenantId()).isEqualTo(ACME);
        assertThat(kept.channelId()).isEqualTo(CHANNEL);
        assertThat(kept.sourceKey()).isEqualTo(item.sourceKey());
        assertThat(kept.format()).isEqualTo(item.format());
        assertThat(kept.envelope()).isEqualTo(item.envelope());
        assertThat(kept.receivedAt()).isEqualTo(item.receivedAt());
        assertThat(kept.storedAt()).isEqualTo(NOW);
        assertThat(kept.meta()).isEqualTo(item.meta());
    }

    @Test
    default void a_repeated_source_key_is_counted_not_stored() {
        Inbox inbox = stores().inbox();

        Intake.Accepted first = await(inbox.record(batch(ACME, CHANNEL, List.of(item("1"), item("2")), null, null)));
        Intake.Accepted second =
                await(inbox.record(batch(ACME, CHANNEL, List.of(item("2"), item("3"), item("1")), null, null)));
        Intake.Accepted twin = await(inbox.record(batch(ACME, CHANNEL, List.of(item("4"), item("4")), null, null)));

        assertThat(first).isEqualTo(new Intake.Accepted(2, 0));
        assertThat(second).isEqualTo(new Intake.Accepted(1, 2));
        assertThat(twin).as("twice in one batch").isEqualTo(new Intake.Accepted(1, 1));
        assertThat(inbox.backlog(ACME)).isEqualTo(4);
    }

    @Test
    default void a_source_key_stays_known_when_its_item_is_settled() {
        Stores stores = stores();
        record(stores, ACME, CHANNEL, item("1"));
        var claim = Given.claimOnly(stores.inbox(), ACME, NOW).claim();
        stores.inbox().settle(claim, new io.deskwire.intake.Settlement.DeadLetter("broken", null), NOW);

        assertThat(record(reopen(stores), ACME, CHANNEL, item("1"))).isEqualTo(new Intake.Accepted(0, 1));
        assertThat(stores.inbox().backlog(ACME)).isZero();
    }

    @Test
    default void the_same_source_key_in_another_channel_or_tenant_is_another_item() {
        Stores stores = stores();
        record(stores, ACME, CHANNEL, item("1"));

        assertThat(record(stores, ACME, "sales", item("1")).stored()).isEqualTo(1);
        assertThat(record(stores, BOLT, CHANNEL, item("1")).stored()).isEqualTo(1);

        assertThat(stores.inbox().backlog(ACME)).isEqualTo(2);
        assertThat(stores.inbox().backlog(BOLT)).isEqualTo(1);
    }

    @Test
    default void items_and_cursor_are_stored_together() {
        Stores stores = stores();
        assertThat(stores.inbox().cursor(ACME, CHANNEL)).isEmpty();

        await(stores.inbox().record(batch(ACME, CHANNEL, List.of(item("1")), null, "uid 1")));
        await(stores.inbox().record(batch(BOLT, CHANNEL, List.of(item("1")), null, "uid 9")));
        await(stores.inbox().record(batch(ACME, "sales", List.of(item("1")), null, "uid 5")));
        await(stores.inbox().record(batch(ACME, CHANNEL, List.of(item("2")), "uid 1", "uid 2")));

        Inbox inbox = reopen(stores).inbox();
        assertThat(inbox.cursor(ACME, CHANNEL)).contains(new Cursor("uid 2"));
        assertThat(inbox.cursor(BOLT, CHANNEL)).contains(new Cursor("uid 9"));
        assertThat(inbox.cursor(ACME, "sales")).contains(new Cursor("uid 5"));
    }

    @Test
    default void a_batch_from_a_moved_cursor_stores_nothing() {
        Inbox inbox = stores().inbox();
        TENANTS.forEach(tenant -> await(inbox.record(batch(tenant, CHANNEL, List.of(item("1")), null, "two"))));

        assertConflict(inbox, "one", "three");
        assertConflict(inbox, null, "three");

        assertThat(inbox.known(ACME, CHANNEL, List.of("1", "new"))).containsExactly("1");
        assertThat(inbox.cursor(ACME, CHANNEL)).contains(new Cursor("two"));
        assertThat(inbox.backlog(ACME)).isEqualTo(1);
        assertThat(await(inbox.record(batch(ACME, CHANNEL, List.of(item("new")), "two", "three")))
                        .stored())
                .isEqualTo(1);
    }

    @Test
    default void a_cursor_that_is_not_there_is_a_moved_one() {
        Inbox inbox = stores().inbox();
        await(inbox.record(batch(BOLT, CHANNEL, List.of(), null, "one")));

        assertConflict(inbox, "one", "two");

        assertThat(inbox.cursor(ACME, CHANNEL)).isEmpty();
        assertThat(inbox.backlog(ACME)).isZero();
    }

    private static void assertConflict(Inbox inbox, @Nullable String expected, String next) {
        CompletionStage<Intake.Accepted> stage =
                inbox.record(batch(ACME, CHANNEL, List.of(item("new")), expected, next));
        assertThatThrownBy(() -> await(stage)).isInstanceOf(CursorConflictException.class);
    }

    @Test
    default void without_a_next_cursor_the_stored_one_stays_and_is_not_compared() {
        Inbox inbox = stores().inbox();
        await(inbox.record(batch(ACME, CHANNEL, List.of(item("1")), null, "one")));

        await(inbox.record(batch(ACME, CHANNEL, List.of(item("2")), "something else", null)));
        await(inbox.record(batch(ACME, CHANNEL, List.of(item("3")), null, null)));

        assertThat(inbox.cursor(ACME, CHANNEL)).contains(new Cursor("one"));
        assertThat(inbox.backlog(ACME)).isEqualTo(3);
    }

    @Test
    default void an_empty_batch_moves_the_cursor_alone() {
        Inbox inbox = stores().inbox();

        assertThat(await(inbox.record(batch(ACME, CHANNEL, List.of(), null, "one"))))
                .isEqualTo(new Intake.Accepted(0, 0));

        assertThat(inbox.cursor(ACME, CHANNEL)).contains(new Cursor("one"));
        assertThat(inbox.cursor(BOLT, CHANNEL)).isEmpty();
    }

    @Test
    default void batches_of_one_caller_are_stored_in_the_order_of_the_calls() {
        Stores stores = stores();
        List<CompletionStage<Intake.Accepted>> stages = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            stages.add(stores.inbox()
                    .record(batch(ACME, CHANNEL, List.of(item("k" + i)), i == 0 ? null : "c" + (i - 1), "c" + i)));
        }
        stages.forEach(stage -> assertThat(await(stage).stored()).isEqualTo(1));

        assertThat(stores.inbox().cursor(ACME, CHANNEL)).contains(new Cursor("c59"));
        assertThat(Given.claimAll(stores.inbox(), ACME, NOW))
                .extracting(c -> c.job().sourceKey())
                .isEqualTo(IntStream.range(0, 60).mapToObj(i -> "k" + i).toList());
    }

    @Test
    default void sixteen_fetches_of_the_same_items_store_each_once() {
        Stores stores = stores();
        List<RawItem> items =
                IntStream.range(0, 20).mapToObj(i -> item("k" + i)).toList();

        List<Intake.Accepted> answers = Concurrently.run(thread ->
                await(stores.inbox().record(batch(TENANTS.get(thread % 2), CHANNEL, items, null, null))));

        assertThat(answers.stream().mapToInt(Intake.Accepted::stored).sum()).isEqualTo(40);
        assertThat(answers.stream().mapToInt(Intake.Accepted::repeated).sum()).isEqualTo(16 * 20 - 40);
        TENANTS.forEach(tenant -> assertThat(Given.claimAll(stores.inbox(), tenant, NOW))
                .extracting(c -> c.job().sourceKey())
                .isEqualTo(items.stream().map(RawItem::sourceKey).toList()));
    }

    @Test
    default void sixteen_fetches_from_the_same_cursor_move_it_once() {
        Inbox inbox = stores().inbox();
        TENANTS.forEach(tenant -> await(inbox.record(batch(tenant, CHANNEL, List.of(), null, "start"))));

        List<String> winners = Concurrently.run(thread -> {
            String tenant = TENANTS.get(thread % 2);
            try {
                await(inbox.record(batch(tenant, CHANNEL, List.of(item("k" + thread)), "start", "c" + thread)));
                return tenant + thread;
            } catch (CursorConflictException e) {
                return "";
            }
        });

        assertThat(winners.stream().filter(w -> !w.isEmpty())).hasSize(2);
        for (String tenant : TENANTS) {
            String winner = winners.stream()
                    .filter(w -> w.startsWith(tenant))
                    .findFirst()
                    .orElseThrow();
            String thread = winner.substring(tenant.length());
            assertThat(inbox.cursor(tenant, CHANNEL)).contains(new Cursor("c" + thread));
            assertThat(inbox.backlog(tenant)).isEqualTo(1);
            assertThat(inbox.known(tenant, CHANNEL, List.of("k" + thread))).hasSize(1);
        }
    }

    @Test
    default void known_names_the_keys_this_channel_has_stored() {
        Stores stores = stores();
        record(stores, ACME, CHANNEL, item("1"), item("2"));
        record(stores, BOLT, CHANNEL, item("3"));
        record(stores, ACME, "sales", item("4"));
        Inbox inbox = stores.inbox();

        assertThat(inbox.known(ACME, CHANNEL, List.of("1", "2", "3", "4", "5", "1")))
                .containsExactlyInAnyOrder("1", "2");
        assertThat(inbox.known(BOLT, CHANNEL, List.of("1", "2", "3"))).containsExactly("3");
        assertThat(inbox.known(ACME, CHANNEL, List.of())).isEmpty();
    }

    @Test
    default void known_answers_for_a_whole_large_mailbox_at_once() {
        Stores stores = stores();
        record(stores, ACME, CHANNEL, item("uid 3"), item("uid 69999"));
        List<String> mailbox =
                IntStream.range(0, 70_000).mapToObj(i -> "uid " + i).toList();

        assertThat(stores.inbox().known(ACME, CHANNEL, mailbox)).containsExactlyInAnyOrder("uid 3", "uid 69999");
    }

    @Test
    default void a_forgotten_cursor_is_gone_and_its_items_stay_known() {
        Inbox inbox = stores().inbox();
        TENANTS.forEach(tenant -> await(inbox.record(batch(tenant, CHANNEL, List.of(item("1")), null, "one"))));

        inbox.forgetCursor(ACME, CHANNEL);
        inbox.forgetCursor(ACME, "never heard of");

        assertThat(inbox.cursor(ACME, CHANNEL)).isEmpty();
        assertThat(inbox.cursor(BOLT, CHANNEL)).contains(new Cursor("one"));
        assertThat(inbox.known(ACME, CHANNEL, List.of("1"))).containsExactly("1");
        assertThat(await(inbox.record(batch(ACME, CHANNEL, List.of(item("1")), null, "again"))))
                .isEqualTo(new Intake.Accepted(0, 1));
    }

    @Test
    default void a_raw_item_is_found_by_its_own_tenant_only() {
        Stores stores = stores();
        String id = Given.received(stores, ACME, CHANNEL).job().id();

        assertThat(stores.inbox().raw(ACME, id)).isPresent();
        assertThat(stores.inbox().raw(BOLT, id)).isEmpty();
        assertThat(stores.inbox().raw(ACME, "unknown")).isEmpty();
    }

    @Test
    default void recorded_items_outlive_the_process() {
        Stores stores = stores();
        await(stores.inbox().record(new IntakeBatch(ACME, CHANNEL, List.of(item("1")), null, new Cursor("c"), NOW)));

        Stores reopened = reopen(stores);

        assertThat(reopened.inbox().cursor(ACME, CHANNEL)).contains(new Cursor("c"));
        assertThat(reopened.inbox().backlog(ACME)).isEqualTo(1);
        assertThat(Given.claimOnly(reopened.inbox(), ACME, NOW).job().sourceKey())
                .isEqualTo("1");
    }
}
