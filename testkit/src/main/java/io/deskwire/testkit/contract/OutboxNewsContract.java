package io.deskwire.testkit.contract;

import static io.deskwire.testkit.contract.Given.ACME;
import static io.deskwire.testkit.contract.Given.BOLT;
import static io.deskwire.testkit.contract.Given.NOW;
import static io.deskwire.testkit.contract.Given.at;
import static io.deskwire.testkit.contract.Sent.ANN;
import static io.deskwire.testkit.contract.Sent.BO;
import static io.deskwire.testkit.contract.Sent.begun;
import static io.deskwire.testkit.contract.Sent.handedOver;
import static io.deskwire.testkit.contract.Sent.partly;
import static io.deskwire.testkit.contract.Sent.result;
import static io.deskwire.testkit.contract.Sent.staged;
import static io.deskwire.testkit.contract.Sent.statuses;
import static io.deskwire.testkit.contract.Sent.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.Stores;
import io.deskwire.delivery.Delivery;
import io.deskwire.delivery.Outbox;
import io.deskwire.delivery.Outbox.Outcome;
import io.deskwire.message.Address;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.OutboundMessage;
import io.deskwire.work.Claimed;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What providers report later: late, twice, out of order, and about strangers. */
public interface OutboxNewsContract extends StoresHarness {

    @Test
    default void news_moves_a_recipient_forward_with_its_reason() {
        Stores stores = stores();
        OutboundMessage message = sent(stores, ANN, BO);
        Delivery bounced = new Delivery(BO, DeliveryStatus.BOUNCED, "no such user", "5.1.1", at(60));

        assertThat(stores.outbox()
                        .report(
                                ACME,
                                message.id(),
                                List.of(result(ANN, DeliveryStatus.DELIVERED, at(50)), bounced),
                                at(61)))
                .isTrue();

        assertThat(stored(reopen(stores), message).deliveries())
                .containsExactly(result(ANN, DeliveryStatus.DELIVERED, at(50)), bounced);
    }

    @ParameterizedTest
    @EnumSource
    default void news_is_applied_exactly_where_a_status_may_become_it(DeliveryStatus next) {
        Stores stores = stores();
        for (DeliveryStatus before : List.of(
                DeliveryStatus.SENT,
                DeliveryStatus.DELIVERED,
                DeliveryStatus.READ,
                DeliveryStatus.BOUNCED,
                DeliveryStatus.COMPLAINED)) {
            OutboundMessage message = sent(stores, ANN);
            stores.outbox().report(ACME, message.id(), List.of(result(ANN, before, at(2))), at(2));

            boolean changed = stores.outbox().report(ACME, message.id(), List.of(result(ANN, next, at(3))), at(3));

            assertThat(changed).as(before + " to " + next).isEqualTo(before.mayBecome(next));
            assertThat(statuses(stores, message)).containsEntry(ANN, changed ? next : before);
        }
    }

    @Test
    default void the_same_news_twice_changes_nothing() {
        Stores stores = stores();
        OutboundMessage message = sent(stores, ANN);
        List<Delivery> news = List.of(result(ANN, DeliveryStatus.DELIVERED, at(5)));

        assertThat(stores.outbox().report(ACME, message.id(), news, at(5))).isTrue();
        assertThat(stores.outbox().report(ACME, message.id(), news, at(9))).isFalse();
        assertThat(stored(stores, message).deliveries()).isEqualTo(news);
    }

    @Test
    default void news_about_strangers_and_unknown_messages_is_ignored() {
        Stores stores = stores();
        OutboundMessage message = sent(stores, ANN);
        List<Delivery> news = List.of(result(ANN, DeliveryStatus.DELIVERED, at(5)));
        Address stranger = Address.email("stranger@customer.example");

        assertThat(stores.outbox()
                        .report(ACME, message.id(), List.of(result(stranger, DeliveryStatus.BOUNCED, at(5))), at(5)))
                .isFalse();
        assertThat(stores.outbox().report(BOLT, message.id(), news, at(5))).isFalse();
        assertThat(stores.outbox().report(ACME, "unknown", news, at(5))).isFalse();
        assertThat(stores.outbox().report(ACME, message.id(), List.of(), at(5))).isFalse();
        assertThat(statuses(stores, message)).isEqualTo(Map.of(ANN, DeliveryStatus.SENT));
    }

    @Test
    default void a_recipient_is_known_however_the_report_writes_the_address() {
        Stores stores = stores();
        OutboundMessage message = sent(stores, ANN);
        Address shouted = Address.email("ANN@Customer.example", "Somebody");

        assertThat(stores.outbox()
                        .report(ACME, message.id(), List.of(result(shouted, DeliveryStatus.DELIVERED, at(5))), at(5)))
                .isTrue();

        assertThat(stored(stores, message).deliveries()).singleElement().satisfies(d -> {
            assertThat(d.recipient().key()).isEqualTo(ANN.key());
            assertThat(d.status()).isEqualTo(DeliveryStatus.DELIVERED);
        });
    }

    @Test
    default void news_that_overtakes_the_handover_is_not_undone_by_it() {
        Stores stores = stores();
        OutboundMessage message = staged(stores, ANN, BO);
        Claimed<Outbox.Job> job = begun(stores, NOW);
        stores.outbox().report(ACME, message.id(), List.of(result(ANN, DeliveryStatus.DELIVERED, at(1))), at(1));

        stores.outbox().settle(job.claim(), handedOver(at(2), ANN, BO), at(2));

        assertThat(statuses(stores, message)).isEqualTo(Map.of(ANN, DeliveryStatus.DELIVERED, BO, DeliveryStatus.SENT));
        assertThat(stores.outbox().backlog(ACME)).isZero();
    }

    @Test
    default void who_got_it_by_the_news_is_not_sent_it_again() {
        Stores stores = stores();
        OutboundMessage message = staged(stores, ANN, BO);
        stores.outbox().settle(begun(stores, NOW).claim(), new Outcome.Retry(at(30), "cut off early", null), at(1));
        stores.outbox().report(ACME, message.id(), List.of(result(ANN, DeliveryStatus.DELIVERED, at(2))), at(2));

        Claimed<Outbox.Job> again = begun(stores, at(31));
        assertThat(again.job().recipients()).containsExactly(BO);
        stores.outbox().settle(again.claim(), new Outcome.Retry(at(60), "busy", null), at(32));
        assertThat(statuses(stores, message))
                .isEqualTo(Map.of(ANN, DeliveryStatus.DELIVERED, BO, DeliveryStatus.DEFERRED));

        stores.outbox().report(ACME, message.id(), List.of(result(BO, DeliveryStatus.BOUNCED, at(40))), at(40));
        assertThat(Given.claimAll(stores.outbox(), ACME, at(9999)))
                .as("nobody is left")
                .isEmpty();
        assertThat(stores.outbox().backlog(ACME)).isZero();
        assertThat(stored(stores, message).nextAttemptAt()).isNull();
    }

    @Test
    default void an_attempt_in_the_dark_is_over_once_the_news_has_settled_everybody() {
        Stores stores = stores();
        OutboundMessage message = staged(stores, ANN);
        Claimed<Outbox.Job> crashed = begun(stores, NOW);
        stores.outbox().report(ACME, message.id(), List.of(result(ANN, DeliveryStatus.DELIVERED, at(2))), at(2));

        var after = crashed.claim().leaseUntil().plusSeconds(1);
        assertThat(Given.claimAll(reopen(stores).outbox(), ACME, after)).isEmpty();
        assertThat(stores.outbox().backlog(ACME)).isZero();
    }

    @Test
    default void news_settles_an_uncertain_message_once_it_is_about_everybody() {
        Stores stores = stores();
        OutboundMessage message = staged(stores, ANN, BO);
        stores.outbox().settle(begun(stores, NOW).claim(), new Outcome.Uncertain("cut off"), at(1));

        stores.outbox().report(ACME, message.id(), List.of(result(ANN, DeliveryStatus.DELIVERED, at(2))), at(2));
        assertThat(statuses(stores, message))
                .isEqualTo(Map.of(ANN, DeliveryStatus.DELIVERED, BO, DeliveryStatus.UNCERTAIN));
        stores.outbox().report(ACME, message.id(), List.of(result(BO, DeliveryStatus.BOUNCED, at(3))), at(3));

        assertThat(stores.outbox().resolve(ACME, message.id(), true, at(4)))
                .as("no longer uncertain")
                .isFalse();
        assertThat(Given.claimAll(stores.outbox(), ACME, at(9999))).isEmpty();
    }

    @Test
    default void a_person_sends_again_only_to_those_still_uncertain() {
        Stores stores = stores();
        OutboundMessage message = staged(stores, ANN, BO);
        stores.outbox().settle(begun(stores, NOW).claim(), new Outcome.Uncertain("cut off"), at(1));
        stores.outbox().report(ACME, message.id(), List.of(result(ANN, DeliveryStatus.DELIVERED, at(2))), at(2));

        assertThat(stores.outbox().resolve(ACME, message.id(), true, at(3))).isTrue();

        assertThat(Given.claimOnly(stores.outbox(), ACME, at(3)).job().recipients())
                .containsExactly(BO);
    }

    @Test
    default void news_about_one_leaves_the_deferred_other_waiting() {
        Stores stores = stores();
        OutboundMessage message = staged(stores, ANN, BO);
        stores.outbox().settle(begun(stores, NOW).claim(), partly(ANN, BO, at(1), at(30), false), at(1));

        stores.outbox().report(ACME, message.id(), List.of(result(ANN, DeliveryStatus.READ, at(2))), at(2));

        assertThat(Given.claimAll(stores.outbox(), ACME, at(29))).isEmpty();
        assertThat(Given.claimOnly(stores.outbox(), ACME, at(31)).job().recipients())
                .containsExactly(BO);
    }

    private static OutboundMessage sent(Stores stores, Address... to) {
        OutboundMessage message = staged(stores, to);
        stores.outbox().settle(begun(stores, NOW).claim(), handedOver(at(1), to), at(1));
        return message;
    }
}
