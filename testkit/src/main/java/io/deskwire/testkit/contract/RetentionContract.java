package io.deskwire.testkit.contract;

import static io.deskwire.testkit.contract.Given.ACME;
import static io.deskwire.testkit.contract.Given.BOLT;
import static io.deskwire.testkit.contract.Given.CHANNEL;
import static io.deskwire.testkit.contract.Given.NOW;
import static io.deskwire.testkit.contract.Given.at;
import static io.deskwire.testkit.contract.Given.bytes;
import static io.deskwire.testkit.contract.Given.claimOnly;
import static io.deskwire.testkit.contract.Given.filed;
import static io.deskwire.testkit.contract.Given.inDelivery;
import static io.deskwire.testkit.contract.Given.received;
import static io.deskwire.testkit.contract.Given.record;
import static io.deskwire.testkit.contract.Given.unique;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.Stores;
import io.deskwire.channel.RawItem;
import io.deskwire.intake.RawInbound;
import io.deskwire.intake.Settlement;
import io.deskwire.message.InboundMessage;
import io.deskwire.retention.Retention;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.ticket.Deliveries;
import io.deskwire.ticket.TicketRef;
import io.deskwire.work.Claimed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Everything {@link Retention} promises. */
public interface RetentionContract extends StoresHarness {

    @Test
    default void nothing_that_may_still_be_needed_is_due() {
        Stores stores = stores();
        inDelivery(stores, ACME);
        Claimed<RawInbound> dead = received(stores, ACME, CHANNEL);
        stores.inbox().settle(dead.claim(), new Settlement.DeadLetter("broken", null), NOW);
        Claimed<Deliveries.Job> refused = inDelivery(stores, BOLT);
        stores.deliveries().settle(refused.claim(), new Deliveries.Outcome.DeadLetter("refused"), NOW);

        received(stores, ACME, CHANNEL);
        record(stores, ACME, "other", MessageSamples.item("waiting"));

        assertThat(stores.retention().due(at(1_000_000), null, 100)).isEmpty();
    }

    @Test
    default void what_stands_in_a_ticket_is_due_with_its_message_and_what_was_filtered_without() {
        Stores stores = stores();
        InboundMessage inTicket = delivered(stores, ACME);
        Claimed<RawInbound> item = received(stores, BOLT, CHANNEL);
        stores.inbox()
                .settle(
                        item.claim(),
                        new Settlement.Filtered(
                                MessageSamples.inbound().of(item.job()).build(), MessageSamples.alone(), "a rule"),
                        NOW);

        List<Retention.Due> due = stores.retention().due(at(1), null, 100);

        assertThat(due)
                .extracting(Retention.Due::tenantId, Retention.Due::messageId)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(ACME, inTicket.id()),
                        org.assertj.core.groups.Tuple.tuple(BOLT, null));
        assertThat(stores.retention().due(NOW, null, 100))
                .as("not older than that")
                .isEmpty();
    }

    @Test
    default void pages_of_what_is_due_hold_everything_once() {
        Stores stores = stores();
        List<String> rawIds = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            rawIds.add(delivered(stores, i % 2 == 0 ? ACME : BOLT).rawId());
        }

        List<String> seen = new ArrayList<>();
        List<Retention.Due> page = stores.retention().due(at(1), null, 3);
        while (!page.isEmpty()) {
            page.forEach(due -> seen.add(due.rawId()));
            page = stores.retention().due(at(1), page.get(page.size() - 1), 3);
        }

        assertThat(seen).containsExactlyInAnyOrderElementsOf(rawIds);
    }

    @Test
    default void bytes_go_and_the_message_its_files_and_its_keys_stay() throws IOException {
        Stores stores = stores();
        byte[] file = bytes(700_000, 3);
        for (int size : new int[] {2_000, 600_000}) {
            String key = unique("item");
            record(stores, ACME, CHANNEL, MessageSamples.item(key, bytes(size, size)));
            Claimed<RawInbound> item = claimOnly(stores.inbox(), ACME, NOW);
            InboundMessage message = deliver(stores, item);
            stores.retention().keepFile(ACME, message.id(), 0, new ByteArrayInputStream(file));
            stores.retention()
                    .keepFile(
                            ACME, message.id(), 0, new ByteArrayInputStream("other".getBytes(StandardCharsets.UTF_8)));

            assertThat(stores.retention().dropBytes(ACME, item.job().id())).isTrue();

            Stores after = reopen(stores);
            assertThat(after.retention().dropBytes(ACME, item.job().id())).isFalse();
            assertThat(after.retention().due(at(1), null, 10)).isEmpty();
            assertThat(after.inbox().raw(ACME, item.job().id())).isEmpty();
            assertThat(after.conversations().message(ACME, message.id())).isPresent();
            assertThat(bytes(after.media().content(ACME, message.id(), 0).orElseThrow()))
                    .isEqualTo(file);
            assertThat(after.inbox().known(ACME, CHANNEL, List.of(key))).containsExactly(key);
            assertThat(record(after, ACME, CHANNEL, MessageSamples.item(key)).repeated())
                    .isEqualTo(1);
        }
    }

    @Test
    default void only_items_without_bytes_are_forgotten_and_then_come_in_as_new() {
        Stores stores = stores();
        String key = unique("item");
        record(stores, ACME, CHANNEL, MessageSamples.item(key));
        InboundMessage message = deliver(stores, claimOnly(stores.inbox(), ACME, NOW));
        assertThat(stores.retention().forget(at(1), 10)).isZero();

        stores.retention().dropBytes(ACME, message.rawId());
        assertThat(stores.retention().forget(NOW, 10)).isZero();
        assertThat(stores.retention().forget(at(1), 10)).isEqualTo(1);
        assertThat(stores.retention().forget(at(1), 10)).isZero();

        assertThat(stores.conversations().message(ACME, message.id())).isPresent();
        assertThat(record(stores, ACME, CHANNEL, MessageSamples.item(key)).stored())
                .isEqualTo(1);
        Claimed<RawInbound> again = claimOnly(stores.inbox(), ACME, at(2));
        InboundMessage second = MessageSamples.inbound()
                .of(again.job())
                .dedupeKey(message.parsed().dedupeKey())
                .build();
        assertThat(stores.inbox()
                        .settle(
                                again.claim(),
                                new Settlement.Filed(second, MessageSamples.opens(unique("c")), Given.ANN),
                                at(2)))
                .isEqualTo(io.deskwire.intake.Inbox.Settled.FILED);
    }

    @Test
    default void a_deleted_tenant_leaves_nothing_and_the_others_have_everything() {
        Stores stores = stores();
        RawItem large = MessageSamples.item(unique("item"), bytes(900_000, 5));
        for (String tenant : Given.TENANTS) {
            delivered(stores, tenant);
            inDelivery(stores, tenant);
            record(stores, tenant, "other", large);
            stores.memory().put(tenant, CHANNEL, "token", "secret");
        }

        int rounds = 0;
        while (stores.retention().deleteSome(ACME) > 0) {
            assertThat(rounds++).isLessThan(1000);
        }

        Stores after = reopen(stores);
        assertThat(after.inbox().backlog(ACME)).isZero();
        assertThat(after.deliveries().backlog(ACME)).isZero();
        assertThat(after.inbox().known(ACME, "other", List.of(large.sourceKey())))
                .isEmpty();
        assertThat(after.memory().find(ACME, CHANNEL, "token")).isEmpty();
        assertThat(after.retention().due(at(1), null, 10))
                .extracting(Retention.Due::tenantId)
                .containsOnly(BOLT);
        assertThat(after.inbox().backlog(BOLT)).isEqualTo(1);
        assertThat(after.deliveries().backlog(BOLT)).isEqualTo(1);
        assertThat(after.memory().find(BOLT, CHANNEL, "token")).contains("secret");
        assertThat(record(after, ACME, "other", large).stored()).as("as new").isEqualTo(1);
    }

    private static InboundMessage delivered(Stores stores, String tenant) {
        filed(stores, tenant, MessageSamples.opens(unique("conversation")));
        return deliver(stores, claimOnly(stores.deliveries(), tenant, NOW), tenant);
    }

    private static InboundMessage deliver(Stores stores, Claimed<RawInbound> item) {
        InboundMessage message = MessageSamples.inbound().of(item.job()).build();
        stores.inbox()
                .settle(
                        item.claim(),
                        new Settlement.Filed(message, MessageSamples.opens(unique("conversation")), Given.ANN),
                        NOW);
        return deliver(stores, claimOnly(stores.deliveries(), ACME, NOW), ACME);
    }

    private static InboundMessage deliver(Stores stores, Claimed<Deliveries.Job> job, String tenant) {
        stores.deliveries().settle(job.claim(), new Deliveries.Outcome.Delivered(new TicketRef(unique("t"))), NOW);
        assertThat(job.claim().tenantId()).isEqualTo(tenant);
        return job.job().message();
    }
}
