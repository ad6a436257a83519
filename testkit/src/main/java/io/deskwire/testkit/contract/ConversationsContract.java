package io.deskwire.testkit.contract;

import static io.deskwire.testkit.MessageSamples.joins;
import static io.deskwire.testkit.MessageSamples.opens;
import static io.deskwire.testkit.contract.Given.ACME;
import static io.deskwire.testkit.contract.Given.BOLT;
import static io.deskwire.testkit.contract.Given.CHANNEL;
import static io.deskwire.testkit.contract.Given.NOW;
import static io.deskwire.testkit.contract.Given.TENANTS;
import static io.deskwire.testkit.contract.Given.at;
import static io.deskwire.testkit.contract.Given.filed;
import static io.deskwire.testkit.contract.Given.unique;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.Stores;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.OutboundMessage;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.threading.Conversations;
import io.deskwire.threading.StoredMessage;
import io.deskwire.ticket.Deliveries;
import io.deskwire.ticket.TicketRef;
import io.deskwire.work.Ids;
import io.deskwire.work.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Everything {@link Conversations} promises to a reader. */
public interface ConversationsContract extends StoresHarness {

    @Test
    default void nothing_is_found_where_nothing_is() {
        Conversations conversations = stores().conversations();

        assertThat(conversations.find(ACME, "c")).isEmpty();
        assertThat(conversations.byTicket(ACME, new TicketRef("T-1"))).isEmpty();
        assertThat(conversations.byMessageIds(ACME, List.of("a@x"))).isEmpty();
        assertThat(conversations.byMessageIds(ACME, List.of())).isEmpty();
        assertThat(conversations.message(ACME, "m")).isEmpty();
        assertThat(conversations.outboundByWireId(ACME, "a@x")).isEmpty();
        assertThat(conversations.messages(ACME, "c")).isEmpty();
    }

    @Test
    default void nothing_of_one_tenant_is_seen_by_another() {
        Stores stores = stores();
        String conversation = unique("conversation");
        InboundMessage in = filed(stores, ACME, CHANNEL, opens(conversation), NOW, s -> s.messageId("in@x"));
        OutboundMessage out = answer(conversation, "out@x");
        stores.outbox().stage(out, null, NOW, false);
        var job = Given.claimOnly(stores.deliveries(), ACME, NOW);
        stores.deliveries().settle(job.claim(), new Deliveries.Outcome.Delivered(new TicketRef("T-1")), NOW);

        Conversations conversations = stores.conversations();
        assertThat(conversations.find(BOLT, conversation)).isEmpty();
        assertThat(conversations.byTicket(BOLT, new TicketRef("T-1"))).isEmpty();
        assertThat(conversations.byMessageIds(BOLT, List.of("in@x", "out@x"))).isEmpty();
        assertThat(conversations.message(BOLT, in.id())).isEmpty();
        assertThat(conversations.message(BOLT, out.id())).isEmpty();
        assertThat(conversations.outboundByWireId(BOLT, "out@x")).isEmpty();
        assertThat(conversations.messages(BOLT, conversation)).isEmpty();
        assertThat(conversations.messages(ACME, conversation)).hasSize(2);
    }

    @Test
    default void the_same_ids_lead_each_tenant_to_its_own_conversation() {
        Stores stores = stores();
        for (String tenant : TENANTS) {
            String conversation = unique("conversation");
            filed(stores, tenant, CHANNEL, opens(conversation), NOW, s -> s.messageId("same@x"));
            OutboundMessage out = MessageSamples.outbound()
                    .channel(tenant, CHANNEL)
                    .conversation(conversation)
                    .messageId("reply@x")
                    .build();
            stores.outbox().stage(out, null, NOW, false);
            var job = Given.claimOnly(stores.deliveries(), tenant, NOW);
            stores.deliveries().settle(job.claim(), new Deliveries.Outcome.Delivered(new TicketRef("T-1")), NOW);
        }
        for (String tenant : TENANTS) {
            Map<String, String> found = stores.conversations().byMessageIds(tenant, List.of("same@x", "reply@x"));
            assertThat(found).hasSize(2);
            String conversation = found.get("same@x");
            assertThat(found).containsEntry("reply@x", conversation);
            assertThat(stores.conversations().find(tenant, String.valueOf(conversation)))
                    .hasValueSatisfying(c -> assertThat(c.tenantId()).isEqualTo(tenant));
            assertThat(stores.conversations().byTicket(tenant, new TicketRef("T-1")))
                    .hasValueSatisfying(c -> assertThat(c.id()).isEqualTo(conversation));
            assertThat(stores.conversations().outboundByWireId(tenant, "reply@x"))
                    .hasValueSatisfying(m -> assertThat(m.tenantId()).isEqualTo(tenant));
        }
    }

    @Test
    default void a_providers_thread_leads_to_its_oldest_conversation_within_its_channel() {
        Stores stores = stores();
        for (String tenant : TENANTS) {
            String first = unique("conversation");
            String second = unique("conversation");
            filed(
                    stores,
                    tenant,
                    CHANNEL,
                    opens(first),
                    NOW,
                    s -> s.messageId("1@x").providerThread("thread-7"));
            filed(
                    stores,
                    tenant,
                    CHANNEL,
                    opens(second),
                    NOW,
                    s -> s.messageId("2@x").providerThread("thread-7"));

            assertThat(stores.conversations().byProviderThread(tenant, CHANNEL, "thread-7"))
                    .contains(first);
            assertThat(stores.conversations().byProviderThread(tenant, "other", "thread-7"))
                    .isEmpty();
            assertThat(stores.conversations().byProviderThread(tenant, CHANNEL, "thread-8"))
                    .isEmpty();
            assertThat(stores.conversations().byMessageIds(tenant, List.of("thread-7", CHANNEL + "/thread-7")))
                    .isEmpty();
            assertThat(stores.conversations().byNetworkId(tenant, CHANNEL, CHANNEL + "/thread-7"))
                    .isEmpty();
        }
    }

    @Test
    default void many_ids_are_looked_up_at_once_and_unknown_ones_are_absent() {
        Stores stores = stores();
        String one = unique("conversation");
        String two = unique("conversation");
        filed(stores, ACME, CHANNEL, opens(one), NOW, s -> s.messageId("id 7"));
        filed(stores, ACME, CHANNEL, opens(two), NOW, s -> s.messageId("id 39999"));
        List<String> ids = new ArrayList<>(
                IntStream.range(0, 40_000).mapToObj(i -> "id " + i).toList());
        ids.add("id 7");

        assertThat(stores.conversations().byMessageIds(ACME, ids)).isEqualTo(Map.of("id 7", one, "id 39999", two));
        assertThat(stores.conversations().byMessageIds(ACME, List.of("ID 7")))
                .as("ids differ by case")
                .isEmpty();
    }

    @Test
    default void where_messages_share_an_id_the_oldest_counts() {
        Stores stores = stores();
        String oldest = unique("conversation");
        filed(
                stores,
                ACME,
                CHANNEL,
                opens(oldest),
                NOW,
                s -> s.messageId("same@x").dedupeKey("1"));
        filed(
                stores,
                ACME,
                CHANNEL,
                opens(unique("conversation")),
                at(1),
                s -> s.messageId("same@x").dedupeKey("2"));
        filed(
                stores,
                ACME,
                "sales",
                opens(unique("conversation")),
                at(2),
                s -> s.messageId("same@x").dedupeKey("1"));

        assertThat(reopen(stores).conversations().byMessageIds(ACME, List.of("same@x")))
                .isEqualTo(Map.of("same@x", oldest));
    }

    @Test
    default void a_message_without_an_id_is_in_no_index() {
        Stores stores = stores();
        String conversation = unique("conversation");
        InboundMessage first = filed(stores, ACME, CHANNEL, opens(conversation), NOW, s -> s.messageId(null));
        InboundMessage second = filed(stores, ACME, CHANNEL, joins(conversation), NOW, s -> s.messageId(null));

        assertThat(stores.conversations().messages(ACME, conversation))
                .extracting(StoredMessage::id)
                .containsExactly(first.id(), second.id());
        assertThat(stores.conversations().byMessageIds(ACME, List.of("", "null")))
                .isEmpty();
    }

    @Test
    default void messages_stand_in_the_order_they_came_also_within_one_instant() {
        Stores stores = stores();
        String conversation = unique("conversation");
        List<String> order = new ArrayList<>();
        order.add(filed(stores, ACME, opens(conversation)).id());
        for (int i = 0; i < 4; i++) {
            OutboundMessage out = answer(conversation, "out-" + i + "@x");
            stores.outbox().stage(out, null, NOW, false);
            order.add(out.id());
            order.add(filed(stores, ACME, joins(conversation)).id());
        }
        filed(stores, ACME, opens(unique("conversation")));

        assertThat(reopen(stores).conversations().messages(ACME, conversation))
                .extracting(StoredMessage::id)
                .isEqualTo(order);
    }

    @Test
    default void an_inbound_message_is_not_an_outbound_one() {
        Stores stores = stores();
        filed(stores, ACME, CHANNEL, opens(unique("conversation")), NOW, s -> s.messageId("in@x"));

        assertThat(stores.conversations().outboundByWireId(ACME, "in@x")).isEmpty();
    }

    private static OutboundMessage answer(String conversation, String messageId) {
        return MessageSamples.outbound()
                .channel(ACME, CHANNEL)
                .conversation(conversation)
                .messageId(messageId)
                .build();
    }

    @Test
    default void what_a_channel_received_is_shown_newest_first_page_by_page() {
        Stores stores = stores();
        List<String> newestFirst = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int n = i;
            newestFirst.add(
                    0,
                    filed(stores, ACME, CHANNEL, opens(unique("conversation")), at(i), s -> s.id(Ids.next(at(n))))
                            .id());
        }
        filed(stores, ACME, "another", opens(unique("conversation")), at(9), s -> s);
        filed(stores, BOLT, CHANNEL, opens(unique("conversation")), at(9), s -> s);
        stores.outbox().stage(answer(unique("conversation"), "out@x"), null, NOW, true);

        List<String> seen = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        String cursor = null;
        do {
            Page<StoredMessage.Inbound> page = stores.conversations().received(ACME, CHANNEL, cursor, 2);
            page.items().forEach(m -> seen.add(m.id()));
            sizes.add(page.items().size());
            cursor = page.nextCursor();
        } while (cursor != null);

        assertThat(seen).isEqualTo(newestFirst);
        assertThat(sizes).containsExactly(2, 2, 1);
        assertThat(stores.conversations().received(ACME, CHANNEL, null, 5).nextCursor())
                .isNull();
        assertThat(stores.conversations().received(ACME, "none", null, 5).items())
                .isEmpty();
    }
}
