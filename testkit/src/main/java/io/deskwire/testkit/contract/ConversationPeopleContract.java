package io.deskwire.testkit.contract;

import static io.deskwire.testkit.MessageSamples.alone;
import static io.deskwire.testkit.MessageSamples.joins;
import static io.deskwire.testkit.MessageSamples.opens;
import static io.deskwire.testkit.contract.Given.ACME;
import static io.deskwire.testkit.contract.Given.BOLT;
import static io.deskwire.testkit.contract.Given.CHANNEL;
import static io.deskwire.testkit.contract.Given.NOW;
import static io.deskwire.testkit.contract.Given.TENANTS;
import static io.deskwire.testkit.contract.Given.at;
import static io.deskwire.testkit.contract.Given.claimOnly;
import static io.deskwire.testkit.contract.Given.filed;
import static io.deskwire.testkit.contract.Given.received;
import static io.deskwire.testkit.contract.Given.unique;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.Stores;
import io.deskwire.delivery.Delivery;
import io.deskwire.delivery.Outbox;
import io.deskwire.intake.RawInbound;
import io.deskwire.intake.Settlement;
import io.deskwire.message.ChannelEvent;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.OutboundMessage;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.threading.Conversation;
import io.deskwire.threading.Conversations;
import io.deskwire.threading.StoredMessage;
import io.deskwire.work.Claimed;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What {@link Conversations} promises to messengers: whose conversation is it, which message is meant, is it over. */
public interface ConversationPeopleContract extends StoresHarness {

    @Test
    default void a_message_of_either_direction_is_found_by_the_networks_id_on_its_channel() {
        Stores stores = stores();
        for (String tenant : TENANTS) {
            String conversation = unique("conversation");
            InboundMessage in = filed(stores, tenant, CHANNEL, opens(conversation), NOW, s -> s.messageId("wamid.in"));
            OutboundMessage out = MessageSamples.outbound()
                    .channel(tenant, CHANNEL)
                    .conversation(conversation)
                    .messageId("ours")
                    .to(Sent.ANN)
                    .build();
            stores.outbox().stage(out, null, NOW, false);
            var claimed = claimOnly(stores.outbox(), tenant, NOW);
            stores.outbox()
                    .settle(
                            claimed.claim(),
                            new Outbox.Outcome.HandedOver(
                                    List.of(new Delivery(Sent.ANN, DeliveryStatus.SENT, null, null, at(1))),
                                    "wamid.out",
                                    "seen",
                                    null,
                                    false),
                            at(1));

            Conversations seen = reopen(stores).conversations();
            assertThat(seen.byNetworkId(tenant, CHANNEL, "wamid.in"))
                    .map(StoredMessage::id)
                    .contains(in.id());
            for (String id : List.of("ours", "wamid.out", "seen")) {
                assertThat(seen.byNetworkId(tenant, CHANNEL, id))
                        .map(StoredMessage::id)
                        .contains(out.id());
                assertThat(seen.byNetworkId(tenant, "another", id)).isEmpty();
            }
            assertThat(seen.byNetworkId(tenant, "another", "wamid.in")).isEmpty();
            assertThat(seen.byNetworkId(tenant, CHANNEL, "unknown")).isEmpty();
            assertThat(seen.byNetworkId("nobody", CHANNEL, "wamid.in")).isEmpty();
        }
    }

    @Test
    default void where_messages_of_a_channel_share_a_network_id_the_oldest_is_meant() {
        Stores stores = stores();
        filed(
                stores,
                ACME,
                "another",
                opens(unique("c")),
                NOW,
                s -> s.messageId("same").dedupeKey("0"));
        InboundMessage first = filed(
                stores,
                ACME,
                CHANNEL,
                opens(unique("c")),
                NOW,
                s -> s.messageId("same").dedupeKey("1"));
        filed(
                stores,
                ACME,
                CHANNEL,
                opens(unique("c")),
                NOW,
                s -> s.messageId("same").dedupeKey("2"));

        assertThat(stores.conversations().byNetworkId(ACME, CHANNEL, "same"))
                .map(StoredMessage::id)
                .contains(first.id());
    }

    @Test
    default void a_message_that_stands_alone_is_found_and_an_event_is_no_message() {
        Stores stores = stores();
        InboundMessage event = filtered(stores, new ChannelEvent.Reaction("wamid.1", "x"));
        assertThat(stores.conversations().message(ACME, event.id())).isPresent();
        assertThat(stores.conversations().byNetworkId(ACME, CHANNEL, "wamid.2")).isEmpty();

        InboundMessage alone = filtered(stores, null);
        assertThat(reopen(stores).conversations().byNetworkId(ACME, CHANNEL, "wamid.2"))
                .map(StoredMessage::id)
                .contains(alone.id());
    }

    private static InboundMessage filtered(Stores stores, @Nullable ChannelEvent event) {
        Claimed<RawInbound> item = received(stores, ACME, CHANNEL);
        InboundMessage message = MessageSamples.inbound()
                .of(item.job())
                .messageId("wamid.2")
                .dedupeKey(unique("key"))
                .event(event)
                .build();
        stores.inbox().settle(item.claim(), new Settlement.Filtered(message, alone(), "rule"), NOW);
        return message;
    }

    @Test
    default void the_conversations_of_people_come_with_the_newest_message_first() {
        Stores stores = stores();
        for (String tenant : TENANTS) {
            String old = conversation(stores, tenant, CHANNEL, Set.of("phone:+1"), at(10));
            String revived = conversation(stores, tenant, CHANNEL, Set.of("phone:+1", "phone:+2"), at(5));
            String other = conversation(stores, tenant, CHANNEL, Set.of("business_user_id:us.1"), at(20));
            conversation(stores, tenant, CHANNEL, Set.of("phone:+3"), at(40));
            conversation(stores, tenant, "another", Set.of("phone:+1"), at(50));
            goOn(stores, tenant, revived, Set.of("phone:+2"), at(30));

            Conversations seen = reopen(stores).conversations();
            List<String> ann = List.of("phone:+1", "phone:+2", "business_user_id:us.1");
            assertThat(ids(seen.ofParticipants(tenant, CHANNEL, ann, 10))).containsExactly(revived, other, old);
            assertThat(ids(seen.ofParticipants(tenant, CHANNEL, ann, 2))).containsExactly(revived, other);
            assertThat(ids(seen.ofParticipants(tenant, CHANNEL, List.of("phone:+2"), 10)))
                    .containsExactly(revived);
            assertThat(seen.ofParticipants(tenant, CHANNEL, List.of("phone:+2"), 1))
                    .containsExactly(seen.find(tenant, revived).orElseThrow());
            assertThat(seen.ofParticipants(tenant, CHANNEL, List.of("phone:+9"), 10))
                    .isEmpty();
            assertThat(seen.ofParticipants(tenant, CHANNEL, List.of(), 10)).isEmpty();
            assertThat(seen.ofParticipants("nobody", CHANNEL, ann, 10)).isEmpty();
        }
    }

    @Test
    default void of_somebody_with_many_conversations_the_newest_are_found() {
        Stores stores = stores();
        List<String> all = IntStream.range(0, 60)
                .mapToObj(i -> conversation(stores, ACME, CHANNEL, Set.of("phone:+1", "phone:+2"), at(i)))
                .toList();

        assertThat(ids(stores.conversations().ofParticipants(ACME, CHANNEL, List.of("phone:+1", "phone:+2"), 3)))
                .containsExactly(all.get(59), all.get(58), all.get(57));
    }

    @Test
    default void a_conversation_is_closed_and_opened_again() {
        Stores stores = stores();
        for (String tenant : TENANTS) {
            String conversation = conversation(stores, tenant, CHANNEL, Set.of("phone:+1"), NOW);
            assertThat(stores.conversations().find(tenant, conversation).map(Conversation::closedAt))
                    .isEmpty();

            assertThat(stores.conversations().close(tenant, conversation, at(60)))
                    .isTrue();
            goOn(stores, tenant, conversation, Set.of("phone:+1"), at(90));

            Conversations seen = reopen(stores).conversations();
            assertThat(seen.find(tenant, conversation).map(Conversation::closedAt))
                    .contains(at(60));
            assertThat(seen.ofParticipants(tenant, CHANNEL, List.of("phone:+1"), 9))
                    .singleElement()
                    .satisfies(c -> assertThat(c.closedAt()).isEqualTo(at(60)));
            assertThat(seen.close(tenant, conversation, null)).isTrue();
            assertThat(seen.find(tenant, conversation).map(Conversation::closedAt))
                    .isEmpty();
        }
    }

    @Test
    default void a_conversation_that_is_not_there_cannot_be_closed() {
        Stores stores = stores();
        String conversation = conversation(stores, ACME, CHANNEL, Set.of("phone:+1"), NOW);

        assertThat(stores.conversations().close(BOLT, conversation, at(1))).isFalse();
        assertThat(stores.conversations().close(ACME, "unknown", at(1))).isFalse();
        assertThat(stores.conversations().find(ACME, conversation).map(Conversation::closedAt))
                .isEmpty();
    }

    private static String conversation(
            Stores stores, String tenant, String channel, Set<String> participants, Instant now) {
        String conversation = unique("conversation");
        Claimed<RawInbound> item = received(stores, tenant, channel, now);
        InboundMessage message = MessageSamples.inbound().of(item.job()).build();
        stores.inbox().settle(item.claim(), new Settlement.Filed(message, opens(conversation), participants), now);
        return conversation;
    }

    private static void goOn(Stores stores, String tenant, String conversation, Set<String> participants, Instant now) {
        Claimed<RawInbound> item = received(stores, tenant, CHANNEL, now);
        InboundMessage message = MessageSamples.inbound().of(item.job()).build();
        stores.inbox().settle(item.claim(), new Settlement.Filed(message, joins(conversation), participants), now);
    }

    private static List<String> ids(List<Conversation> conversations) {
        return conversations.stream().map(Conversation::id).toList();
    }
}
