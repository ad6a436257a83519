package io.deskwire.testkit.contract;

import static io.deskwire.testkit.MessageSamples.alone;
import static io.deskwire.testkit.MessageSamples.joins;
import static io.deskwire.testkit.MessageSamples.opens;
import static io.deskwire.testkit.contract.Given.ACME;
import static io.deskwire.testkit.contract.Given.ANN;
import static io.deskwire.testkit.contract.Given.BOLT;
import static io.deskwire.testkit.contract.Given.CHANNEL;
import static io.deskwire.testkit.contract.Given.NOW;
import static io.deskwire.testkit.contract.Given.TENANTS;
import static io.deskwire.testkit.contract.Given.at;
import static io.deskwire.testkit.contract.Given.received;
import static io.deskwire.testkit.contract.Given.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.Stores;
import io.deskwire.intake.Inbox.Settled;
import io.deskwire.intake.RawInbound;
import io.deskwire.intake.Settlement;
import io.deskwire.message.InboundMessage;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.threading.Conversation;
import io.deskwire.threading.Decision;
import io.deskwire.threading.StoredMessage;
import io.deskwire.ticket.Deliveries;
import io.deskwire.work.Claimed;
import io.deskwire.work.LeaseLostException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a received item becomes: one visible outcome, stored in one step, under the newest claim only. */
public interface InboxSettleContract extends StoresHarness {

    @Test
    default void a_filed_message_is_in_its_conversation_in_the_index_and_on_its_way() {
        Stores stores = stores();
        for (String tenant : TENANTS) {
            String conversation = unique("conversation");
            Claimed<RawInbound> item = received(stores, tenant, CHANNEL);
            InboundMessage message = MessageSamples.inbound()
                    .of(item.job())
                    .messageId("same@customer.example")
                    .subject("Hello")
                    .build();
            Decision decision = opens(conversation);

            Settled settled = stores.inbox()
                    .settle(
                            item.claim(),
                            new Settlement.Filed(message, decision, Set.of("email:ann@x", "email:bo@x")),
                            NOW);

            assertThat(settled).isEqualTo(Settled.FILED);
            Stores seen = reopen(stores);
            assertThat(seen.inbox().backlog(tenant)).isZero();
            assertThat(seen.conversations().find(tenant, conversation)).hasValueSatisfying(c -> {
                assertThat(c)
                        .isEqualTo(new Conversation(
                                conversation,
                                tenant,
                                CHANNEL,
                                "Hello",
                                Set.of("email:ann@x", "email:bo@x"),
                                null,
                                NOW,
                                NOW));
            });
            assertThat(seen.conversations().message(tenant, message.id()))
                    .contains(new StoredMessage.Inbound(
                            message, decision, StoredMessage.Inbound.State.PENDING, null, null, NOW));
            assertThat(seen.conversations().byMessageIds(tenant, List.of("same@customer.example")))
                    .isEqualTo(Map.of("same@customer.example", conversation));
            assertThat(seen.conversations().messages(tenant, conversation))
                    .extracting(StoredMessage::id)
                    .containsExactly(message.id());
            Deliveries.Job job = Given.claimOnly(seen.deliveries(), tenant, NOW).job();
            assertThat(job).isEqualTo(new Deliveries.Job(message, decision, null, false));
        }
    }

    @Test
    default void a_message_with_everything_in_it_is_read_back_equal() {
        Stores stores = stores();
        String conversation = unique("conversation");
        var full = Given.filed(
                stores,
                ACME,
                CHANNEL,
                RichMessage.decision(Decision.Outcome.OPENED, conversation),
                NOW,
                sample -> sample.parsed(RichMessage.full("full@customer.example")));
        var bare = Given.filed(
                stores, ACME, CHANNEL, joins(conversation), at(1), s -> s.parsed(RichMessage.bare("bare key")));

        assertThat(reopen(stores).conversations().messages(ACME, conversation))
                .containsExactly(
                        new StoredMessage.Inbound(
                                full,
                                RichMessage.decision(Decision.Outcome.OPENED, conversation),
                                StoredMessage.Inbound.State.PENDING,
                                null,
                                null,
                                NOW),
                        new StoredMessage.Inbound(
                                bare, joins(conversation), StoredMessage.Inbound.State.PENDING, null, null, at(1)));
    }

    @Test
    default void a_hostile_message_is_filed_like_any_other() {
        Stores stores = stores();
        String longId = "x".repeat(10)
                + new java.util.Random(5)
                        .ints(6000, 'a', 'z' + 1)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                + "@x";
        // A NUL, an unpaired surrogate and an id longer than a database indexes.
        var message = Given.filed(
                stores,
                ACME,
                CHANNEL,
                opens(unique("conversation")),
                NOW,
                s -> s.parsed(RichMessage.hostile(longId, "a\0b \ud83d c", "before\0after \udc00 end")));

        StoredMessage.Inbound stored = (StoredMessage.Inbound)
                reopen(stores).conversations().message(ACME, message.id()).orElseThrow();
        assertThat(stored.message().subject()).startsWith("a").endsWith("c");
        assertThat(stored.message().text()).startsWith("before").endsWith("end");
        assertThat(stores.conversations().byMessageIds(ACME, List.of(longId))).hasSize(1);
        assertThat(Given.claimOnly(stores.deliveries(), ACME, NOW)
                        .job()
                        .message()
                        .id())
                .isEqualTo(message.id());
    }

    @Test
    default void a_message_that_joins_brings_its_people_and_its_time() {
        Stores stores = stores();
        String conversation = unique("conversation");
        var first = Given.filed(stores, ACME, opens(conversation));
        Claimed<RawInbound> item = received(stores, ACME, CHANNEL, at(60));
        var second = MessageSamples.inbound()
                .of(item.job())
                .receivedAt(at(60))
                .subject("Another subject")
                .build();

        stores.inbox()
                .settle(item.claim(), new Settlement.Filed(second, joins(conversation), Set.of("email:bo@x")), at(60));

        Conversation now = stores.conversations().find(ACME, conversation).orElseThrow();
        assertThat(now.participants()).containsExactlyInAnyOrder("email:ann@customer.example", "email:bo@x");
        assertThat(now.subject()).isEqualTo(first.subject());
        assertThat(now.createdAt()).isEqualTo(NOW);
        assertThat(now.lastMessageAt()).isEqualTo(at(60));
        assertThat(stores.conversations().messages(ACME, conversation))
                .extracting(StoredMessage::id)
                .containsExactly(first.id(), second.id());
    }

    @Test
    default void a_filtered_message_is_kept_with_its_rule_and_not_handed_on() {
        Stores stores = stores();
        for (String tenant : TENANTS) {
            Claimed<RawInbound> item = received(stores, tenant, CHANNEL);
            var message =
                    MessageSamples.inbound().of(item.job()).messageId("spam@x").build();

            assertThat(stores.inbox().settle(item.claim(), new Settlement.Filtered(message, alone(), "no-spam"), NOW))
                    .isEqualTo(Settled.FILTERED);

            assertThat(reopen(stores).conversations().message(tenant, message.id()))
                    .contains(new StoredMessage.Inbound(
                            message, alone(), StoredMessage.Inbound.State.FILTERED, "no-spam", null, NOW));
            assertThat(stores.conversations().byMessageIds(tenant, List.of("spam@x")))
                    .isEmpty();
            assertThat(stores.deliveries().backlog(tenant)).isZero();
            assertThat(stores.inbox().backlog(tenant)).isZero();
        }
    }

    @Test
    default void a_filtered_message_of_a_conversation_is_seen_in_it() {
        Stores stores = stores();
        String conversation = unique("conversation");
        var first = Given.filed(stores, ACME, opens(conversation));
        Claimed<RawInbound> item = received(stores, ACME, CHANNEL);
        var absent = MessageSamples.inbound().of(item.job()).messageId("away@x").build();

        stores.inbox().settle(item.claim(), new Settlement.Filtered(absent, joins(conversation), "auto-reply"), NOW);

        assertThat(stores.conversations().messages(ACME, conversation))
                .extracting(StoredMessage::id)
                .containsExactly(first.id(), absent.id());
        assertThat(stores.conversations().byMessageIds(ACME, List.of("away@x"))).containsValue(conversation);
        assertThat(stores.deliveries().backlog(ACME)).as("the first one only").isEqualTo(1);
    }

    @Test
    default void an_item_that_failed_comes_again_at_its_time() {
        Stores stores = stores();
        Claimed<RawInbound> item = received(stores, ACME, CHANNEL);

        assertThat(stores.inbox().settle(item.claim(), new Settlement.Retry(at(30), "database hiccup"), at(1)))
                .isEqualTo(Settled.RETRYING);

        assertThat(stores.inbox().tenantsDue(at(29))).isEmpty();
        Claimed<RawInbound> again = Given.claimOnly(stores.inbox(), ACME, at(31));
        assertThat(again.job().id()).isEqualTo(item.job().id());
        assertThat(again.claim().attempt()).isEqualTo(2);
    }

    @Test
    default void an_item_given_up_is_a_dead_letter_with_its_bytes() {
        Stores stores = stores();
        Claimed<RawInbound> item = received(stores, ACME, CHANNEL);

        assertThat(stores.inbox().settle(item.claim(), new Settlement.DeadLetter("unreadable", "NPE at x"), at(5)))
                .isEqualTo(Settled.DEAD_LETTER);

        assertThat(stores.inbox().backlog(ACME)).isZero();
        assertThat(stores.deadLetters().count(ACME)).isEqualTo(1);
        RawInbound raw = reopen(stores).inbox().raw(ACME, item.job().id()).orElseThrow();
        assertThat(Given.bytes(raw.content())).isEqualTo(Given.bytes(item.job().content()));
    }

    @Test
    default void under_a_lost_lease_nothing_changes() {
        Stores stores = stores();
        Claimed<RawInbound> item = received(stores, ACME, CHANNEL);
        Instant later = item.claim().leaseUntil().plusSeconds(1);
        Claimed<RawInbound> taken = Given.claimOnly(stores.inbox(), ACME, later);
        String conversation = unique("conversation");
        var message = MessageSamples.inbound().of(item.job()).messageId("m@x").build();

        for (Settlement settlement : List.of(
                new Settlement.Filed(message, opens(conversation), ANN),
                new Settlement.Filtered(message, alone(), "rule"),
                new Settlement.Retry(later, "again"),
                new Settlement.DeadLetter("broken", null))) {
            assertThatThrownBy(() -> stores.inbox().settle(item.claim(), settlement, later))
                    .as(settlement.getClass().getSimpleName())
                    .isInstanceOf(LeaseLostException.class);
        }

        assertThat(stores.conversations().message(ACME, message.id())).isEmpty();
        assertThat(stores.conversations().find(ACME, conversation)).isEmpty();
        assertThat(stores.conversations().byMessageIds(ACME, List.of("m@x"))).isEmpty();
        assertThat(stores.deliveries().backlog(ACME)).isZero();
        assertThat(stores.deadLetters().count(ACME)).isZero();
        assertThat(Given.claimAll(stores.inbox(), ACME, later))
                .as("still leased")
                .isEmpty();
        assertThat(stores.inbox().settle(taken.claim(), new Settlement.Filed(message, opens(conversation), ANN), later))
                .isEqualTo(Settled.FILED);
    }

    @Test
    default void raw_bytes_stay_whatever_became_of_the_item() {
        Stores stores = stores();
        Claimed<RawInbound> filed = received(stores, ACME, CHANNEL);
        var message = MessageSamples.inbound().of(filed.job()).dedupeKey("d").build();
        stores.inbox().settle(filed.claim(), new Settlement.Filed(message, opens(unique("c")), ANN), NOW);
        Claimed<RawInbound> twin = received(stores, ACME, CHANNEL);
        var repeat = MessageSamples.inbound().of(twin.job()).dedupeKey("d").build();
        stores.inbox().settle(twin.claim(), new Settlement.Filed(repeat, opens(unique("c")), ANN), NOW);
        Claimed<RawInbound> filtered = received(stores, ACME, CHANNEL);
        var spam = MessageSamples.inbound().of(filtered.job()).build();
        stores.inbox().settle(filtered.claim(), new Settlement.Filtered(spam, alone(), "rule"), NOW);

        for (RawInbound raw : List.of(filed.job(), twin.job(), filtered.job())) {
            assertThat(stores.inbox().raw(ACME, raw.id()))
                    .hasValueSatisfying(r -> assertThat(Given.bytes(r.content()))
                            .isEqualTo(MessageSamples.mail("Item " + raw.sourceKey(), "Text of " + raw.sourceKey())));
            assertThat(stores.inbox().raw(BOLT, raw.id())).isEmpty();
        }
    }
}
