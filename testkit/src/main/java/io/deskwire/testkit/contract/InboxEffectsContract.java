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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.Stores;
import io.deskwire.delivery.Delivery;
import io.deskwire.intake.Inbox.Settled;
import io.deskwire.intake.RawInbound;
import io.deskwire.intake.Settlement;
import io.deskwire.intake.Settlement.Effect;
import io.deskwire.message.Address;
import io.deskwire.message.Annotation;
import io.deskwire.message.ChannelEvent;
import io.deskwire.message.Content;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.threading.Decision;
import io.deskwire.threading.StoredMessage;
import io.deskwire.ticket.Deliveries;
import io.deskwire.ticket.TicketRef;
import io.deskwire.work.Claimed;
import io.deskwire.work.LeaseLostException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What becomes true together with an item's outcome, in one step with it or not at all. */
public interface InboxEffectsContract extends StoresHarness {

    Address PHONE = Address.phone("+15550001", "Ann");
    Address USER = new Address(Address.Kind.BUSINESS_USER_ID, "US.1", null);
    Annotation HEART = new Annotation(Annotation.Kind.REACTION, PHONE, "❤️", at(5));
    Annotation EDIT = new Annotation(Annotation.Kind.EDIT, null, "what I meant\n\"…\"", at(6));
    Annotation GONE = new Annotation(Annotation.Kind.DELETION, USER, null, at(4));

    @Test
    default void what_is_done_to_messages_stands_with_them_in_the_order_it_was_noted() {
        Stores stores = stores();
        for (String tenant : TENANTS) {
            String conversation = unique("conversation");
            InboundMessage in = filed(stores, tenant, opens(conversation));
            OutboundMessage out = answer(tenant, conversation);
            stores.outbox().stage(out, null, NOW, false);
            assertThat(message(stores, tenant, in.id()).annotations()).isEmpty();

            filter(stores, tenant, alone(), new Effect.Annotate(in.id(), HEART), new Effect.Annotate(out.id(), EDIT));
            file(stores, tenant, joins(conversation), new Effect.Annotate(in.id(), EDIT));
            filter(stores, tenant, alone(), new Effect.Annotate(in.id(), GONE));

            Stores seen = reopen(stores);
            assertThat(message(seen, tenant, in.id()).annotations()).containsExactly(HEART, EDIT, GONE);
            assertThat(message(seen, tenant, out.id()).annotations()).containsExactly(EDIT);
            assertThat(seen.conversations().messages(tenant, conversation))
                    .extracting(StoredMessage::annotations)
                    .containsExactly(List.of(HEART, EDIT, GONE), List.of(EDIT), List.of());
        }
    }

    @Test
    default void nothing_is_done_to_unknown_messages_and_those_of_another_tenant() {
        Stores stores = stores();
        InboundMessage other = filed(stores, BOLT, opens(unique("conversation")));

        filter(stores, ACME, alone(), new Effect.Annotate(other.id(), HEART), new Effect.Annotate("unknown", HEART));

        assertThat(message(stores, BOLT, other.id()).annotations()).isEmpty();
        assertThat(stores.conversations().message(ACME, "unknown")).isEmpty();
    }

    @Test
    default void annotations_outlive_what_becomes_of_the_message() {
        Stores stores = stores();
        String conversation = unique("conversation");
        InboundMessage in = filed(stores, ACME, opens(conversation));
        OutboundMessage out = answer(ACME, conversation);
        stores.outbox().stage(out, null, NOW, false);
        filter(stores, ACME, alone(), new Effect.Annotate(in.id(), HEART), new Effect.Annotate(out.id(), GONE));

        var delivery = claimOnly(stores.deliveries(), ACME, NOW);
        stores.deliveries().settle(delivery.claim(), new Deliveries.Outcome.Delivered(new TicketRef("T")), at(1));
        var sending = claimOnly(stores.outbox(), ACME, NOW);
        stores.outbox().settle(sending.claim(), Sent.handedOver(at(1), PHONE), at(1));

        assertThat(message(stores, ACME, in.id()).annotations()).containsExactly(HEART);
        assertThat(message(stores, ACME, out.id()).annotations()).containsExactly(GONE);
    }

    @Test
    default void people_join_conversations_without_a_message() {
        Stores stores = stores();
        String one = unique("conversation");
        String two = unique("conversation");
        String elsewhere = unique("conversation");
        filed(stores, ACME, opens(one));
        filed(stores, ACME, opens(two));
        filed(stores, BOLT, opens(elsewhere));

        Set<String> people = Set.of(USER.key(), "email:ann@customer.example");
        filter(stores, ACME, alone(), new Effect.Join(Set.of(one, two, elsewhere, "unknown"), people));

        Stores seen = reopen(stores);
        for (String conversation : List.of(one, two)) {
            assertThat(seen.conversations().find(ACME, conversation)).hasValueSatisfying(c -> {
                assertThat(c.participants()).containsExactlyInAnyOrder(USER.key(), "email:ann@customer.example");
                assertThat(c.lastMessageAt()).isEqualTo(NOW);
            });
        }
        assertThat(seen.conversations().find(BOLT, elsewhere))
                .hasValueSatisfying(c -> assertThat(c.participants()).isEqualTo(Given.ANN));
        assertThat(seen.conversations().find(ACME, "unknown")).isEmpty();
        assertThat(seen.conversations().ofParticipants(ACME, CHANNEL, List.of(USER.key()), 9))
                .hasSize(2);
    }

    @Test
    default void what_the_tenant_sent_elsewhere_stands_in_the_conversation_as_sent() {
        Stores stores = stores();
        for (String tenant : TENANTS) {
            String conversation = unique("conversation");
            filed(stores, tenant, opens(conversation));
            OutboundMessage sent = MessageSamples.outbound()
                    .channel(tenant, CHANNEL)
                    .conversation(conversation)
                    .messageId("wamid.echo")
                    .to(PHONE)
                    .attach(MessageSamples.textFile("list.txt", "of " + tenant))
                    .createdAt(at(30))
                    .build();
            filter(stores, tenant, joins(conversation), new Effect.Echo(sent));

            Stores seen = reopen(stores);
            assertThat(seen.outbox().backlog(tenant)).isZero();
            assertThat(seen.outbox().tenantsDue(at(99))).isEmpty();
            StoredMessage.Outbound stored = (StoredMessage.Outbound) message(seen, tenant, sent.id());
            assertThat(stored.message().withAttachments(List.of())).isEqualTo(sent.withAttachments(List.of()));
            assertThat(Given.bytes(stored.message().attachments().get(0).content()))
                    .asString()
                    .isEqualTo("of " + tenant);
            assertThat(stored.deliveries())
                    .containsExactly(new Delivery(PHONE, DeliveryStatus.SENT, null, null, at(30)));
            assertThat(stored.nextAttemptAt()).isNull();
            assertThat(stored.attempts()).isZero();
            assertThat(seen.conversations().messages(tenant, conversation))
                    .extracting(StoredMessage::id)
                    .endsWith(sent.id());
            assertThat(seen.conversations().find(tenant, conversation)).hasValueSatisfying(c -> {
                assertThat(c.participants()).contains(PHONE.key());
                assertThat(c.lastMessageAt()).isEqualTo(at(30));
            });
            assertThat(seen.conversations().outboundByWireId(tenant, "wamid.echo"))
                    .map(StoredMessage::id)
                    .contains(sent.id());
            assertThat(seen.conversations().byNetworkId(tenant, CHANNEL, "wamid.echo"))
                    .as("the message, not the item that told of it")
                    .map(StoredMessage::id)
                    .contains(sent.id());
            assertThat(seen.conversations().byMessageIds(tenant, List.of("wamid.echo")))
                    .isEqualTo(Map.of("wamid.echo", conversation));

            Delivery read = new Delivery(PHONE, DeliveryStatus.READ, null, null, at(60));
            assertThat(stores.outbox().report(tenant, sent.id(), List.of(read), at(61)))
                    .isTrue();
            assertThat(((StoredMessage.Outbound) message(stores, tenant, sent.id())).deliveries())
                    .containsExactly(read);
            assertThat(stores.outbox().resolve(tenant, sent.id(), true, at(62))).isFalse();
        }
    }

    @Test
    default void a_message_with_every_effect_has_every_effect() {
        Stores stores = stores();
        String conversation = unique("conversation");
        InboundMessage first = filed(stores, ACME, opens(conversation));
        OutboundMessage sent = answer(ACME, conversation);

        file(stores, ACME, joins(conversation), everything(first.id(), conversation, sent));

        assertThat(message(stores, ACME, first.id()).annotations()).containsExactly(HEART);
        assertThat(stores.conversations().message(ACME, sent.id())).isPresent();
        assertThat(stores.windows().find(ACME, CHANNEL, List.of(USER.key()))).isPresent();
        assertThat(stores.conversations().find(ACME, conversation))
                .hasValueSatisfying(c -> assertThat(c.participants()).contains(USER.key(), PHONE.key()));
    }

    @Test
    default void a_repeated_item_has_no_effect() {
        Stores stores = stores();
        String conversation = unique("conversation");
        InboundMessage first = filed(stores, ACME, CHANNEL, opens(conversation), NOW, s -> s.dedupeKey("same"));
        OutboundMessage sent = answer(ACME, conversation);
        Effect[] effects = everything(first.id(), conversation, sent);

        for (boolean filed : List.of(true, false)) {
            Claimed<RawInbound> item = received(stores, ACME, CHANNEL);
            InboundMessage message =
                    MessageSamples.inbound().of(item.job()).dedupeKey("same").build();
            Settlement settlement = filed
                    ? new Settlement.Filed(message, joins(conversation), Set.of(USER.key()), List.of(effects))
                    : new Settlement.Filtered(message, joins(conversation), "rule", List.of(effects));
            assertThat(stores.inbox().settle(item.claim(), settlement, at(9))).isEqualTo(Settled.DUPLICATE);
        }

        nothingHappened(stores, first.id(), conversation, sent);
    }

    @Test
    default void an_overtaken_claim_has_no_effect() {
        Stores stores = stores();
        String conversation = unique("conversation");
        InboundMessage first = filed(stores, ACME, opens(conversation));
        OutboundMessage sent = answer(ACME, conversation);
        Claimed<RawInbound> item = received(stores, ACME, CHANNEL);
        claimOnly(stores.inbox(), ACME, at(7200));
        InboundMessage message = MessageSamples.inbound().of(item.job()).build();

        assertThatThrownBy(() -> stores.inbox()
                        .settle(
                                item.claim(),
                                new Settlement.Filed(
                                        message,
                                        joins(conversation),
                                        Set.of(USER.key()),
                                        List.of(everything(first.id(), conversation, sent))),
                                at(7201)))
                .isInstanceOf(LeaseLostException.class);

        nothingHappened(stores, first.id(), conversation, sent);
    }

    @Test
    default void a_file_that_cannot_be_read_changes_nothing() {
        Stores stores = stores();
        String conversation = unique("conversation");
        InboundMessage first = filed(stores, ACME, opens(conversation));
        Content broken = new Content() {
            @Override
            public long length() {
                return 3;
            }

            @Override
            public String sha256() {
                return "00";
            }

            @Override
            public InputStream open() throws IOException {
                throw new IOException("disk gone");
            }
        };
        OutboundMessage sent = answer(ACME, conversation)
                .withAttachments(List.of(new OutboundAttachment("a", "image/png", null, broken)));
        Claimed<RawInbound> item = received(stores, ACME, CHANNEL);
        InboundMessage message = MessageSamples.inbound().of(item.job()).build();
        Effect[] effects = everything(first.id(), conversation, sent);

        assertThatThrownBy(() -> stores.inbox()
                        .settle(
                                item.claim(),
                                new Settlement.Filtered(message, joins(conversation), "rule", List.of(effects)),
                                NOW))
                .hasRootCauseMessage("disk gone");

        nothingHappened(stores, first.id(), conversation, sent);
        assertThat(stores.conversations().message(ACME, message.id())).isEmpty();
        assertThat(stores.inbox()
                        .settle(item.claim(), new Settlement.Filtered(message, joins(conversation), "rule"), NOW))
                .as("the claim is still good")
                .isEqualTo(Settled.FILTERED);
    }

    private static Effect[] everything(String messageId, String conversation, OutboundMessage sent) {
        return new Effect[] {
            new Effect.Annotate(messageId, HEART),
            new Effect.Join(Set.of(conversation), Set.of(USER.key())),
            new Effect.Echo(sent),
            new Effect.OpenWindow(Set.of(USER.key()), at(1))
        };
    }

    private static void nothingHappened(Stores stores, String messageId, String conversation, OutboundMessage sent) {
        assertThat(message(stores, ACME, messageId).annotations()).isEmpty();
        assertThat(stores.conversations().message(ACME, sent.id())).isEmpty();
        assertThat(stores.conversations().byNetworkId(ACME, CHANNEL, sent.messageId()))
                .isEmpty();
        assertThat(stores.windows().find(ACME, CHANNEL, List.of(USER.key()))).isEmpty();
        assertThat(stores.conversations().find(ACME, conversation))
                .hasValueSatisfying(c -> assertThat(c.participants()).isEqualTo(Given.ANN));
    }

    private static OutboundMessage answer(String tenant, String conversation) {
        return MessageSamples.outbound()
                .channel(tenant, CHANNEL)
                .conversation(conversation)
                .to(PHONE)
                .build();
    }

    private static StoredMessage message(Stores stores, String tenant, String id) {
        return stores.conversations().message(tenant, id).orElseThrow();
    }

    private static void filter(Stores stores, String tenant, Decision decision, Effect... effects) {
        Claimed<RawInbound> item = received(stores, tenant, CHANNEL);
        InboundMessage event = MessageSamples.inbound()
                .of(item.job())
                .messageId("wamid.echo")
                .dedupeKey(unique("event"))
                .event(new ChannelEvent.Echo())
                .build();
        Settled settled = stores.inbox()
                .settle(item.claim(), new Settlement.Filtered(event, decision, "event", List.of(effects)), NOW);
        assertThat(settled).isEqualTo(Settled.FILTERED);
    }

    private static void file(Stores stores, String tenant, Decision decision, Effect... effects) {
        Claimed<RawInbound> item = received(stores, tenant, CHANNEL);
        InboundMessage message = MessageSamples.inbound().of(item.job()).build();
        Settled settled = stores.inbox()
                .settle(item.claim(), new Settlement.Filed(message, decision, Given.ANN, List.of(effects)), NOW);
        assertThat(settled).isEqualTo(Settled.FILED);
    }
}
