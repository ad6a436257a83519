package io.deskwire.testkit.contract;

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
import static io.deskwire.testkit.contract.Given.inDelivery;
import static io.deskwire.testkit.contract.Given.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.Stores;
import io.deskwire.message.InboundMessage;
import io.deskwire.threading.StoredMessage;
import io.deskwire.threading.StoredMessage.Inbound.State;
import io.deskwire.ticket.Deliveries;
import io.deskwire.ticket.Deliveries.Outcome;
import io.deskwire.ticket.TicketRef;
import io.deskwire.work.Claimed;
import io.deskwire.work.LeaseLostException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Everything {@link Deliveries} promises beyond {@link WorkQueueContract}. */
public interface DeliveriesContract extends StoresHarness {

    @Test
    default void a_delivered_message_and_its_conversation_have_their_ticket() {
        Stores stores = stores();
        for (String tenant : TENANTS) {
            // The helpdesks of two tenants may well number alike.
            TicketRef ticket = new TicketRef("T-1");
            Claimed<Deliveries.Job> claimed = inDelivery(stores, tenant);

            stores.deliveries().settle(claimed.claim(), new Outcome.Delivered(ticket), at(5));

            Stores seen = reopen(stores);
            InboundMessage message = claimed.job().message();
            StoredMessage.Inbound stored = stored(seen, tenant, message.id());
            assertThat(stored.state()).isEqualTo(State.DELIVERED);
            assertThat(stored.ticket()).isEqualTo(ticket);
            assertThat(stored.message()).isEqualTo(message);
            String conversation = claimed.claim().lane();
            assertThat(seen.conversations().find(tenant, conversation))
                    .hasValueSatisfying(c -> assertThat(c.ticket()).isEqualTo(ticket));
            assertThat(seen.conversations().byTicket(tenant, ticket))
                    .hasValueSatisfying(c -> assertThat(c.id()).isEqualTo(conversation));
            assertThat(seen.deliveries().backlog(tenant)).isZero();
            assertThat(seen.deliveries().tenantsDue(at(9999))).isEmpty();
        }
    }

    @Test
    default void a_follow_up_waits_for_the_first_message_and_knows_its_ticket() {
        Stores stores = stores();
        String conversation = unique("conversation");
        filed(stores, ACME, opens(conversation));
        InboundMessage followUp = filed(stores, ACME, joins(conversation));
        var first = stores.deliveries().claim(ACME, "node-1", 9, 1, NOW, at(60)).get(0);
        assertThat(first.job().knownTicket()).isNull();
        stores.deliveries().settle(first.claim(), new Outcome.Retry(at(100), "sink away", false), at(1));

        assertThat(Given.claimAll(stores.deliveries(), ACME, at(50))).isEmpty();

        stores.deliveries()
                .settle(
                        claimOnly(stores.deliveries(), ACME, at(101)).claim(),
                        new Outcome.Delivered(new TicketRef("T-7")),
                        at(102));
        Deliveries.Job next = claimOnly(stores.deliveries(), ACME, at(103)).job();
        assertThat(next.message().id()).isEqualTo(followUp.id());
        assertThat(next.knownTicket()).isEqualTo(new TicketRef("T-7"));
    }

    @Test
    default void the_latest_ticket_becomes_the_conversations() {
        Stores stores = stores();
        String conversation = unique("conversation");
        InboundMessage first = filed(stores, ACME, opens(conversation));
        InboundMessage second = filed(stores, ACME, joins(conversation));
        for (String ticket : List.of("T-1", "T-2")) {
            var next =
                    stores.deliveries().claim(ACME, "node-1", 1, 1, NOW, at(60)).get(0);
            stores.deliveries().settle(next.claim(), new Outcome.Delivered(new TicketRef(ticket)), NOW);
        }

        assertThat(stores.conversations().find(ACME, conversation).orElseThrow().ticket())
                .isEqualTo(new TicketRef("T-2"));
        assertThat(stores.conversations().byTicket(ACME, new TicketRef("T-2"))).isPresent();
        assertThat(stored(stores, ACME, first.id()).ticket()).isEqualTo(new TicketRef("T-1"));
        assertThat(stored(stores, ACME, second.id()).ticket()).isEqualTo(new TicketRef("T-2"));
    }

    @Test
    default void a_message_to_be_tried_again_is_pending_with_the_helpdesks_words() {
        Stores stores = stores();
        Claimed<Deliveries.Job> claimed = inDelivery(stores, ACME);

        stores.deliveries().settle(claimed.claim(), new Outcome.Retry(at(30), "maintenance", false), at(1));

        StoredMessage.Inbound stored =
                stored(stores, ACME, claimed.job().message().id());
        assertThat(stored.state()).isEqualTo(State.PENDING);
        assertThat(stored.stateReason()).isEqualTo("maintenance");
        assertThat(stores.deliveries().tenantsDue(at(29))).isEmpty();
        Claimed<Deliveries.Job> again = claimOnly(stores.deliveries(), ACME, at(31));
        assertThat(again.claim().attempt()).isEqualTo(2);
        assertThat(again.job().mayHaveArrived()).isFalse();
    }

    @Test
    default void a_message_that_waits_for_a_person_says_why_and_counts_no_attempt() {
        Stores stores = stores();
        Claimed<Deliveries.Job> claimed = inDelivery(stores, ACME);

        stores.deliveries().settle(claimed.claim(), new Outcome.Wait(at(30), "wrong token"), at(1));

        StoredMessage.Inbound stored =
                stored(stores, ACME, claimed.job().message().id());
        assertThat(stored.state()).isEqualTo(State.PENDING);
        assertThat(stored.stateReason()).isEqualTo("wrong token");
        assertThat(stores.deliveries().tenantsDue(at(29))).isEmpty();
        Claimed<Deliveries.Job> again = claimOnly(stores.deliveries(), ACME, at(31));
        assertThat(again.claim().attempt()).isEqualTo(1);
        assertThat(again.job().mayHaveArrived()).isFalse();
        assertThatThrownBy(() -> stores.deliveries().settle(claimed.claim(), new Outcome.Wait(at(60), "late"), at(32)))
                .isInstanceOf(LeaseLostException.class);
    }

    @Test
    default void an_attempt_that_crashed_may_have_arrived() {
        Stores stores = stores();
        Claimed<Deliveries.Job> crashed = inDelivery(stores, ACME);
        assertThat(crashed.job().mayHaveArrived()).isFalse();

        Instant afterLease = crashed.claim().leaseUntil().plusSeconds(1);
        Claimed<Deliveries.Job> again = claimOnly(reopen(stores).deliveries(), ACME, afterLease);

        assertThat(again.job().mayHaveArrived()).isTrue();
    }

    @Test
    default void an_attempt_that_does_not_know_may_have_arrived_for_ever_after() {
        Stores stores = stores();
        TENANTS.forEach(tenant -> {
            Claimed<Deliveries.Job> claimed = inDelivery(stores, tenant);
            boolean unknown = tenant.equals(ACME);
            stores.deliveries().settle(claimed.claim(), new Outcome.Retry(at(1), "cut off", unknown), NOW);
        });

        Claimed<Deliveries.Job> again = claimOnly(stores.deliveries(), ACME, at(2));
        assertThat(again.job().mayHaveArrived()).isTrue();
        assertThat(claimOnly(stores.deliveries(), BOLT, at(2)).job().mayHaveArrived())
                .isFalse();

        stores.deliveries().settle(again.claim(), new Outcome.Retry(at(3), "not now", false), at(2));
        Claimed<Deliveries.Job> third = claimOnly(stores.deliveries(), ACME, at(4));
        assertThat(third.job().mayHaveArrived())
                .as("the first one still may have")
                .isTrue();

        stores.deliveries().settle(third.claim(), new Outcome.DeadLetter("given up"), at(4));
        String id = stores.deadLetters().list(ACME, null, 10).items().get(0).id();
        stores.deadLetters().redeliver(ACME, id, at(5));
        assertThat(claimOnly(stores.deliveries(), ACME, at(6)).job().mayHaveArrived())
                .as("redelivered")
                .isTrue();
    }

    @Test
    default void a_released_message_was_not_tried_and_cannot_have_arrived() {
        Stores stores = stores();
        Claimed<Deliveries.Job> claimed = inDelivery(stores, ACME);

        assertThat(stores.deliveries().release(claimed.claim(), NOW)).isTrue();

        Claimed<Deliveries.Job> again = claimOnly(stores.deliveries(), ACME, at(9999));
        assertThat(again.job().mayHaveArrived()).isFalse();
        assertThat(again.claim().attempt()).isEqualTo(1);
    }

    @Test
    default void a_message_given_up_is_a_dead_letter_and_frees_its_conversation() {
        Stores stores = stores();
        String conversation = unique("conversation");
        InboundMessage poison = filed(stores, ACME, opens(conversation));
        InboundMessage followUp = filed(stores, ACME, joins(conversation));
        var claimed =
                stores.deliveries().claim(ACME, "node-1", 1, 1, NOW, at(60)).get(0);

        stores.deliveries().settle(claimed.claim(), new Outcome.DeadLetter("refused"), at(1));

        StoredMessage.Inbound stored = stored(stores, ACME, poison.id());
        assertThat(stored.state()).isEqualTo(State.DEAD_LETTER);
        assertThat(stored.stateReason()).isEqualTo("refused");
        assertThat(stores.deadLetters().count(ACME)).isEqualTo(1);
        assertThat(claimOnly(stores.deliveries(), ACME, at(2)).job().message().id())
                .isEqualTo(followUp.id());
    }

    @Test
    default void under_a_lost_lease_no_delivery_changes() {
        Stores stores = stores();
        Claimed<Deliveries.Job> old = inDelivery(stores, ACME);
        Instant later = old.claim().leaseUntil().plusSeconds(1);
        Claimed<Deliveries.Job> current = claimOnly(stores.deliveries(), ACME, later);

        for (Outcome outcome : List.of(
                new Outcome.Delivered(new TicketRef("T-old")),
                new Outcome.Retry(later, "again", true),
                new Outcome.DeadLetter("refused"))) {
            assertThatThrownBy(() -> stores.deliveries().settle(old.claim(), outcome, later))
                    .as(outcome.getClass().getSimpleName())
                    .isInstanceOf(LeaseLostException.class);
        }

        assertThat(stored(stores, ACME, old.job().message().id()).state()).isEqualTo(State.PENDING);
        assertThat(stores.conversations().byTicket(ACME, new TicketRef("T-old")))
                .isEmpty();
        assertThat(stores.deadLetters().count(ACME)).isZero();
        stores.deliveries().settle(current.claim(), new Outcome.Delivered(new TicketRef("T-new")), later);
        assertThat(stores.deliveries().backlog(ACME)).isZero();
    }

    @Test
    default void conversations_are_delivered_side_by_side() {
        Stores stores = stores();
        for (int i = 0; i < 3; i++) {
            filed(stores, ACME, CHANNEL, opens(unique("conversation")), NOW, s -> s);
        }

        assertThat(stores.deliveries().claim(ACME, "node-1", 2, 5, NOW, at(60))).hasSize(2);
        assertThat(stores.deliveries().claim(ACME, "node-2", 2, 5, NOW, at(60))).hasSize(1);
    }

    private static StoredMessage.Inbound stored(Stores stores, String tenant, String messageId) {
        return (StoredMessage.Inbound)
                stores.conversations().message(tenant, messageId).orElseThrow();
    }
}
