package io.deskwire.testkit.contract;

import static io.deskwire.testkit.MessageSamples.alone;
import static io.deskwire.testkit.MessageSamples.opens;
import static io.deskwire.testkit.contract.Given.ACME;
import static io.deskwire.testkit.contract.Given.ANN;
import static io.deskwire.testkit.contract.Given.BOLT;
import static io.deskwire.testkit.contract.Given.CHANNEL;
import static io.deskwire.testkit.contract.Given.NOW;
import static io.deskwire.testkit.contract.Given.TENANTS;
import static io.deskwire.testkit.contract.Given.received;
import static io.deskwire.testkit.contract.Given.unique;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.Stores;
import io.deskwire.channel.RawItem;
import io.deskwire.intake.Inbox.Settled;
import io.deskwire.intake.RawInbound;
import io.deskwire.intake.Settlement;
import io.deskwire.message.InboundMessage;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.work.Claimed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The same message twice on one channel is one message. */
public interface InboxDedupeContract extends StoresHarness {

    @Test
    default void a_message_the_channel_knows_becomes_a_duplicate_and_changes_nothing() {
        Stores stores = stores();
        assertThat(settle(stores, received(stores, ACME, CHANNEL), "first", false))
                .isEqualTo(Settled.FILED);
        String conversation = unique("conversation");
        Claimed<RawInbound> item = received(stores, ACME, CHANNEL);
        InboundMessage repeat = message(item, "first");

        assertThat(stores.inbox().settle(item.claim(), new Settlement.Filed(repeat, opens(conversation), ANN), NOW))
                .isEqualTo(Settled.DUPLICATE);

        assertThat(stores.inbox().backlog(ACME)).isZero();
        assertThat(stores.conversations().message(ACME, repeat.id())).isEmpty();
        assertThat(stores.conversations().find(ACME, conversation)).isEmpty();
        assertThat(stores.deliveries().backlog(ACME)).isEqualTo(1);
        assertThat(stores.deadLetters().count(ACME)).isZero();
    }

    @Test
    default void filed_and_filtered_know_each_other() {
        Stores stores = stores();

        assertThat(settle(stores, received(stores, ACME, CHANNEL), "filed", false))
                .isEqualTo(Settled.FILED);
        assertThat(settle(stores, received(stores, ACME, CHANNEL), "filed", true))
                .isEqualTo(Settled.DUPLICATE);
        assertThat(settle(stores, received(stores, ACME, CHANNEL), "filtered", true))
                .isEqualTo(Settled.FILTERED);
        assertThat(settle(stores, received(stores, ACME, CHANNEL), "filtered", true))
                .isEqualTo(Settled.DUPLICATE);
        assertThat(settle(stores, received(stores, ACME, CHANNEL), "filtered", false))
                .isEqualTo(Settled.DUPLICATE);
        assertThat(stores.deliveries().backlog(ACME)).isEqualTo(1);
    }

    @Test
    default void another_channel_and_another_tenant_get_their_own_copy() {
        Stores stores = stores();

        assertThat(settle(stores, received(stores, ACME, CHANNEL), "same", false))
                .isEqualTo(Settled.FILED);
        assertThat(settle(stores, received(stores, ACME, "sales"), "same", false))
                .isEqualTo(Settled.FILED);
        assertThat(settle(stores, received(stores, BOLT, CHANNEL), "same", false))
                .isEqualTo(Settled.FILED);
        assertThat(settle(stores, received(stores, BOLT, CHANNEL), "same", false))
                .isEqualTo(Settled.DUPLICATE);
        assertThat(stores.deliveries().backlog(ACME)).isEqualTo(2);
        assertThat(stores.deliveries().backlog(BOLT)).isEqualTo(1);
    }

    @Test
    default void keys_differ_by_any_character() {
        Stores stores = stores();
        String tail = "k".repeat(5000);

        for (String key : List.of("key", "KEY", "key ", "kéy", tail + "1", tail + "2")) {
            assertThat(settle(stores, received(stores, ACME, CHANNEL), key, false))
                    .as(key.substring(0, 3))
                    .isEqualTo(Settled.FILED);
        }
        assertThat(settle(stores, received(stores, ACME, CHANNEL), tail + "1", false))
                .isEqualTo(Settled.DUPLICATE);
    }

    @Test
    default void a_retried_or_dead_item_is_not_a_message_yet() {
        Stores stores = stores();
        Claimed<RawInbound> dead = received(stores, ACME, CHANNEL);
        stores.inbox().settle(dead.claim(), new Settlement.DeadLetter("broken", null), NOW);

        assertThat(settle(stores, received(stores, ACME, CHANNEL), "same", false))
                .isEqualTo(Settled.FILED);

        String id = stores.deadLetters().list(ACME, null, 10).items().get(0).id();
        assertThat(stores.deadLetters().redeliver(ACME, id, NOW)).isTrue();
        assertThat(settle(stores, Given.claimOnly(stores.inbox(), ACME, NOW), "same", false))
                .isEqualTo(Settled.DUPLICATE);
    }

    @Test
    default void of_sixteen_settling_the_same_message_exactly_one_files_it() {
        Stores stores = stores();
        Map<String, List<Claimed<RawInbound>>> items = new HashMap<>();
        for (String tenant : TENANTS) {
            RawItem[] copies = IntStream.range(0, 8)
                    .mapToObj(i -> MessageSamples.item("copy " + i))
                    .toArray(RawItem[]::new);
            Given.record(stores, tenant, CHANNEL, copies);
            items.put(tenant, Given.claimAll(stores.inbox(), tenant, NOW));
        }
        Map<String, String> conversations = new ConcurrentHashMap<>();
        Map<String, List<Settled>> answers = new ConcurrentHashMap<>();

        Concurrently.run(thread -> {
            String tenant = TENANTS.get(thread % 2);
            Claimed<RawInbound> item = items.getOrDefault(tenant, List.of()).get(thread / 2);
            String conversation = unique("conversation");
            conversations.put(conversation, tenant);
            Settled settled = stores.inbox()
                    .settle(item.claim(), new Settlement.Filed(message(item, "same"), opens(conversation), ANN), NOW);
            answers.computeIfAbsent(tenant, t -> Collections.synchronizedList(new ArrayList<>()))
                    .add(settled);
            return thread;
        });

        for (String tenant : TENANTS) {
            List<Settled> answer = answers.getOrDefault(tenant, List.of());
            assertThat(answer).hasSize(8).containsOnlyOnce(Settled.FILED);
            assertThat(Collections.frequency(answer, Settled.DUPLICATE)).isEqualTo(7);
            assertThat(stores.deliveries().backlog(tenant)).isEqualTo(1);
            assertThat(conversations.keySet().stream()
                            .filter(c -> stores.conversations().find(tenant, c).isPresent()))
                    .hasSize(1);
        }
    }

    private static Settled settle(Stores stores, Claimed<RawInbound> item, String dedupeKey, boolean filter) {
        InboundMessage message = message(item, dedupeKey);
        return stores.inbox()
                .settle(
                        item.claim(),
                        filter
                                ? new Settlement.Filtered(message, alone(), "rule")
                                : new Settlement.Filed(message, opens(unique("conversation")), ANN),
                        NOW);
    }

    private static InboundMessage message(Claimed<RawInbound> item, String dedupeKey) {
        return MessageSamples.inbound()
                .of(item.job())
                .messageId("m@customer.example")
                .dedupeKey(dedupeKey)
                .build();
    }
}
