package io.deskwire.testkit.contract;

import static io.deskwire.testkit.contract.Given.ACME;
import static io.deskwire.testkit.contract.Given.NOW;
import static io.deskwire.testkit.contract.Given.at;
import static io.deskwire.testkit.contract.Given.claimOnly;
import static io.deskwire.testkit.contract.Given.unique;
import static io.deskwire.testkit.contract.Sent.ANN;
import static io.deskwire.testkit.contract.Sent.BO;
import static io.deskwire.testkit.contract.Sent.answer;
import static io.deskwire.testkit.contract.Sent.begun;
import static io.deskwire.testkit.contract.Sent.handedOver;
import static io.deskwire.testkit.contract.Sent.partly;
import static io.deskwire.testkit.contract.Sent.result;
import static io.deskwire.testkit.contract.Sent.staged;
import static io.deskwire.testkit.contract.Sent.statuses;
import static io.deskwire.testkit.contract.Sent.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.Stores;
import io.deskwire.delivery.Outbox;
import io.deskwire.delivery.Outbox.Outcome;
import io.deskwire.delivery.Outbox.Stage;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.OutboundMessage;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.work.Claimed;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Some got it, some did not, and of some nobody knows. */
public interface OutboxPartialContract extends StoresHarness {

    @Test
    default void only_those_who_were_deferred_are_tried_again() {
        Stores stores = stores();
        OutboundMessage message = staged(stores, ANN, BO);
        stores.outbox().settle(begun(stores, NOW).claim(), partly(ANN, BO, at(1), at(30), false), at(1));

        assertThat(statuses(stores, message)).isEqualTo(Map.of(ANN, DeliveryStatus.SENT, BO, DeliveryStatus.DEFERRED));
        assertThat(stored(stores, message).nextAttemptAt()).isEqualTo(at(30));
        assertThat(Given.claimAll(stores.outbox(), ACME, at(29))).isEmpty();
        Claimed<Outbox.Job> again = begun(reopen(stores), at(31));
        assertThat(again.job()).isEqualTo(new Outbox.Job(message, Stage.SEND, List.of(BO)));
        assertThat(statuses(stores, message)).containsEntry(ANN, DeliveryStatus.SENT);

        stores.outbox().settle(again.claim(), handedOver(at(32), BO), at(32));
        assertThat(statuses(stores, message)).isEqualTo(Map.of(ANN, DeliveryStatus.SENT, BO, DeliveryStatus.SENT));
        assertThat(stores.outbox().backlog(ACME)).isZero();
    }

    @Test
    default void giving_up_the_deferred_leaves_the_others_as_they_are() {
        Stores stores = stores();
        OutboundMessage message = staged(stores, ANN, BO);
        stores.outbox().settle(begun(stores, NOW).claim(), partly(ANN, BO, at(1), at(30), false), at(1));
        stores.outbox().settle(begun(stores, at(31)).claim(), new Outcome.Failed(false, "gave up", null), at(32));

        assertThat(statuses(stores, message)).isEqualTo(Map.of(ANN, DeliveryStatus.SENT, BO, DeliveryStatus.FAILED));
        assertThat(stores.outbox().backlog(ACME)).isZero();
    }

    @Test
    default void work_that_follows_waits_for_the_deferred_and_comes_once() {
        Stores stores = stores();
        staged(stores, ANN, BO);
        stores.outbox().settle(begun(stores, NOW).claim(), partly(ANN, BO, at(1), at(30), true), at(1));
        assertThat(Given.claimAll(stores.outbox(), ACME, at(29))).isEmpty();
        Claimed<Outbox.Job> again = begun(stores, at(31));
        assertThat(again.job().stage()).isEqualTo(Stage.SEND);
        stores.outbox()
                .settle(
                        again.claim(),
                        new Outcome.HandedOver(handedOver(at(32), BO).results(), null, null, null, true),
                        at(32));

        Claimed<Outbox.Job> after = claimOnly(stores.outbox(), ACME, at(33));
        assertThat(after.job().stage()).isEqualTo(Stage.AFTER_SEND);
        stores.outbox().settle(after.claim(), new Outcome.AfterSendDone(null), at(34));
        assertThat(stores.outbox().backlog(ACME)).isZero();
    }

    @Test
    default void work_that_follows_is_done_also_when_the_deferred_are_given_up_or_refused() {
        Stores stores = stores();
        for (Outcome end : List.of(
                new Outcome.Failed(false, "gave up", null),
                new Outcome.HandedOver(
                        List.of(result(BO, DeliveryStatus.REJECTED, at(32))), null, null, null, false))) {
            staged(stores, ANN, BO);
            stores.outbox().settle(begun(stores, NOW).claim(), partly(ANN, BO, at(1), at(30), true), at(1));

            stores.outbox().settle(begun(stores, at(31)).claim(), end, at(32));

            Claimed<Outbox.Job> after = claimOnly(stores.outbox(), ACME, at(33));
            assertThat(after.job().stage()).isEqualTo(Stage.AFTER_SEND);
            stores.outbox().settle(after.claim(), new Outcome.AfterSendDone(null), at(34));
        }
    }

    @Test
    default void an_uncertain_message_is_parked_and_does_not_hold_its_lane() {
        Stores stores = stores();
        String conversation = unique("conversation");
        OutboundMessage uncertain = answer(conversation).build();
        OutboundMessage next = answer(conversation).build();
        stores.outbox().stage(uncertain, null, NOW, true);
        stores.outbox().stage(next, null, NOW, false);
        var claimed = stores.outbox().claim(ACME, "node-1", 1, 1, NOW, at(60)).get(0);
        stores.outbox().begin(claimed.claim(), NOW);

        stores.outbox().settle(claimed.claim(), new Outcome.Uncertain("cut off after DATA"), at(1));

        assertThat(stored(stores, uncertain).deliveries()).singleElement().satisfies(d -> {
            assertThat(d.status()).isEqualTo(DeliveryStatus.UNCERTAIN);
            assertThat(d.reason()).isEqualTo("cut off after DATA");
        });
        assertThat(stored(stores, uncertain).nextAttemptAt()).isNull();
        assertThat(stores.outbox().backlog(ACME)).as("the next one alone").isEqualTo(1);
        Claimed<Outbox.Job> other = claimOnly(stores.outbox(), ACME, at(99_999));
        assertThat(other.job().message().id()).isEqualTo(next.id());
        stores.outbox().settle(other.claim(), handedOver(at(99_999), ANN), at(99_999));
        assertThat(reopen(stores).outbox().tenantsDue(at(999_999))).isEmpty();
    }

    @Test
    default void a_person_has_an_uncertain_message_sent_again() {
        Stores stores = stores();
        OutboundMessage message = staged(stores, ANN, BO);
        stores.outbox().settle(begun(stores, NOW).claim(), partly(ANN, BO, at(1), at(30), false), at(1));
        stores.outbox().settle(begun(stores, at(31)).claim(), new Outcome.Uncertain("cut off"), at(32));
        assertThat(statuses(stores, message)).isEqualTo(Map.of(ANN, DeliveryStatus.SENT, BO, DeliveryStatus.UNCERTAIN));

        assertThat(reopen(stores).outbox().resolve(ACME, message.id(), true, at(40)))
                .isTrue();

        assertThat(stores.outbox().resolve(ACME, message.id(), true, at(40)))
                .as("no longer uncertain")
                .isFalse();
        assertThat(stores.outbox().tenantsDue(at(40))).containsExactly(ACME);
        Claimed<Outbox.Job> again = begun(stores, at(40));
        assertThat(again.job()).isEqualTo(new Outbox.Job(message, Stage.SEND, List.of(BO)));
        stores.outbox().settle(again.claim(), handedOver(at(41), BO), at(41));
        assertThat(stores.outbox().backlog(ACME)).isZero();
    }

    @Test
    default void a_person_ends_an_uncertain_message() {
        Stores stores = stores();
        OutboundMessage message = staged(stores, ANN);
        stores.outbox().settle(begun(stores, NOW).claim(), new Outcome.Uncertain("cut off"), at(1));

        assertThat(stores.outbox().resolve(ACME, message.id(), false, at(2))).isTrue();

        assertThat(statuses(stores, message)).containsEntry(ANN, DeliveryStatus.FAILED);
        assertThat(stores.outbox().resolve(ACME, message.id(), false, at(3))).isFalse();
        assertThat(stores.outbox().backlog(ACME)).isZero();
        assertThat(stores.outbox().tenantsDue(at(9999))).isEmpty();
    }

    @Test
    default void what_is_not_uncertain_is_not_a_persons_to_resolve() {
        Stores stores = stores();
        OutboundMessage queued = staged(stores, ANN);
        assertThat(stores.outbox().resolve(ACME, queued.id(), true, NOW)).isFalse();
        Claimed<Outbox.Job> job = begun(stores, NOW);
        assertThat(stores.outbox().resolve(ACME, queued.id(), true, NOW))
                .as("in an attempt")
                .isFalse();
        stores.outbox().settle(job.claim(), handedOver(NOW, ANN), NOW);
        assertThat(stores.outbox().resolve(ACME, queued.id(), true, NOW))
                .as("sent")
                .isFalse();
        assertThat(stores.outbox().resolve(ACME, "unknown", true, NOW)).isFalse();
        OutboundMessage uncertain = staged(stores, ANN);
        stores.outbox().settle(begun(stores, NOW).claim(), new Outcome.Uncertain("cut off"), NOW);
        assertThat(stores.outbox().resolve(Given.BOLT, uncertain.id(), true, NOW))
                .as("another tenant's")
                .isFalse();
        assertThat(stores.outbox().backlog(ACME)).isZero();
    }

    @Test
    default void of_sixteen_who_resolve_a_message_one_does() {
        Stores stores = stores();
        OutboundMessage message = staged(stores, ANN);
        stores.outbox().settle(begun(stores, NOW).claim(), new Outcome.Uncertain("cut off"), NOW);

        List<Boolean> answers =
                Concurrently.run(thread -> stores.outbox().resolve(ACME, message.id(), thread % 2 == 0, at(1)));

        assertThat(answers).containsOnlyOnce(true);
        assertThat(stores.outbox().backlog(ACME)).isEqualTo(answers.indexOf(true) % 2 == 0 ? 1 : 0);
    }

    @Test
    default void tenants_configured_alike_do_not_mix() {
        Stores stores = stores();
        for (String tenant : Given.TENANTS) {
            stores.outbox()
                    .stage(
                            MessageSamples.outbound()
                                    .channel(tenant, Given.CHANNEL)
                                    .messageId("same@x")
                                    .text("for " + tenant)
                                    .build(),
                            "same key",
                            NOW,
                            true);
        }
        Claimed<Outbox.Job> acme = begun(stores, NOW);
        stores.outbox().settle(acme.claim(), new Outcome.Uncertain("cut off"), NOW);

        assertThat(acme.job().message().text()).isEqualTo("for acme");
        Claimed<Outbox.Job> bolt = claimOnly(stores.outbox(), Given.BOLT, NOW);
        assertThat(bolt.job().message().text()).isEqualTo("for bolt");
        assertThat(bolt.job().stage()).isEqualTo(Stage.SEND);
        assertThat(statuses(stores, bolt.job().message())).containsValue(DeliveryStatus.QUEUED);
    }
}
