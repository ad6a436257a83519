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
import static io.deskwire.testkit.contract.Sent.staged;
import static io.deskwire.testkit.contract.Sent.statuses;
import static io.deskwire.testkit.contract.Sent.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.Stores;
import io.deskwire.delivery.Delivery;
import io.deskwire.delivery.Outbox;
import io.deskwire.delivery.Outbox.Outcome;
import io.deskwire.delivery.Outbox.Stage;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.OutboundMessage;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.work.Claimed;
import io.deskwire.work.LeaseLostException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One attempt from claim to outcome: what was begun is never begun again blindly. */
public interface OutboxAttemptContract extends StoresHarness {

    @Test
    default void a_message_handed_over_to_everybody_is_done() {
        Stores stores = stores();
        OutboundMessage message = staged(stores, ANN, BO);
        Claimed<Outbox.Job> job = begun(stores, NOW);
        assertThat(statuses(stores, message))
                .containsValue(DeliveryStatus.SENDING)
                .hasSize(2);

        stores.outbox().settle(job.claim(), handedOver(at(2), ANN, BO), at(2));

        Stores seen = reopen(stores);
        assertThat(stored(seen, message).deliveries())
                .containsExactly(
                        new Delivery(ANN, DeliveryStatus.SENT, "SENT said", "2.0.0", at(2)),
                        new Delivery(BO, DeliveryStatus.SENT, "SENT said", "2.0.0", at(2)));
        assertThat(stored(seen, message).attempts()).isEqualTo(1);
        assertThat(stored(seen, message).nextAttemptAt()).isNull();
        assertThat(seen.outbox().backlog(ACME)).isZero();
        assertThat(seen.outbox().tenantsDue(at(99_999))).isEmpty();
    }

    @Test
    default void ids_the_provider_gave_lead_back_to_the_message() {
        Stores stores = stores();
        OutboundMessage message = staged(stores, ANN);
        Claimed<Outbox.Job> job = begun(stores, NOW);
        Outcome.HandedOver plain = handedOver(at(1), ANN);

        stores.outbox()
                .settle(
                        job.claim(),
                        new Outcome.HandedOver(plain.results(), "provider-77", "rewritten@provider", null, false),
                        at(1));

        Stores seen = reopen(stores);
        for (String id : List.of(message.messageId(), "provider-77", "rewritten@provider")) {
            assertThat(seen.conversations().outboundByWireId(ACME, id))
                    .as(id)
                    .hasValueSatisfying(m -> assertThat(m.id()).isEqualTo(message.id()));
            assertThat(seen.conversations().outboundByWireId(Given.BOLT, id)).isEmpty();
        }
        assertThat(seen.conversations().byMessageIds(ACME, List.of(message.messageId(), "rewritten@provider")))
                .isEqualTo(Map.of(
                        message.messageId(), message.conversationId(), "rewritten@provider", message.conversationId()));
    }

    @Test
    default void an_attempt_begun_and_never_ended_is_to_be_resolved() {
        Stores stores = stores();
        OutboundMessage message = staged(stores, ANN, BO);
        Claimed<Outbox.Job> crashed = begun(stores, NOW);

        Claimed<Outbox.Job> found = claimOnly(
                reopen(stores).outbox(), ACME, crashed.claim().leaseUntil().plusSeconds(1));

        assertThat(found.job()).isEqualTo(new Outbox.Job(message, Stage.RESOLVE, List.of(ANN, BO)));
    }

    @Test
    default void an_attempt_never_begun_is_simply_made() {
        Stores stores = stores();
        staged(stores, ANN);
        Claimed<Outbox.Job> crashed = claimOnly(stores.outbox(), ACME, NOW);

        Claimed<Outbox.Job> found = claimOnly(
                reopen(stores).outbox(), ACME, crashed.claim().leaseUntil().plusSeconds(1));

        assertThat(found.job().stage()).isEqualTo(Stage.SEND);
        assertThat(found.claim().attempt()).isEqualTo(2);
    }

    @Test
    default void a_begun_attempt_stays_begun_when_it_is_released() {
        Stores stores = stores();
        staged(stores, ANN);
        Claimed<Outbox.Job> job = begun(stores, NOW);

        assertThat(stores.outbox().release(job.claim(), NOW)).isTrue();

        assertThat(claimOnly(stores.outbox(), ACME, at(1)).job().stage()).isEqualTo(Stage.RESOLVE);
    }

    @Test
    default void what_was_found_to_have_gone_out_is_done_and_what_was_not_is_sent_again() {
        Stores stores = stores();
        staged(stores, ANN);
        Claimed<Outbox.Job> crashed = begun(stores, NOW);
        Instant later = crashed.claim().leaseUntil().plusSeconds(1);
        Claimed<Outbox.Job> unresolved = claimOnly(stores.outbox(), ACME, later);

        stores.outbox().settle(unresolved.claim(), new Outcome.SendAgain(), later);

        Claimed<Outbox.Job> again = claimOnly(stores.outbox(), ACME, later);
        assertThat(again.job().stage()).isEqualTo(Stage.SEND);
        assertThat(again.job().recipients()).containsExactly(ANN);
        stores.outbox().begin(again.claim(), later);
        Instant evenLater = again.claim().leaseUntil().plusSeconds(1);
        Claimed<Outbox.Job> resolved = claimOnly(stores.outbox(), ACME, evenLater);
        assertThat(resolved.job().stage()).isEqualTo(Stage.RESOLVE);
        stores.outbox().settle(resolved.claim(), handedOver(evenLater, ANN), evenLater);
        assertThat(stores.outbox().backlog(ACME)).isZero();
    }

    @Test
    default void what_could_not_be_found_out_is_never_sent_blindly() {
        Stores stores = stores();
        OutboundMessage message = staged(stores, ANN);
        Claimed<Outbox.Job> crashed = begun(stores, NOW);
        Instant later = crashed.claim().leaseUntil().plusSeconds(1);
        Claimed<Outbox.Job> unresolved = claimOnly(stores.outbox(), ACME, later);

        stores.outbox()
                .settle(unresolved.claim(), new Outcome.LookAgain(later.plusSeconds(60), "look-up failed"), later);

        assertThat(Given.claimAll(stores.outbox(), ACME, later.plusSeconds(59))).isEmpty();
        assertThat(stored(stores, message).deliveries())
                .containsExactly(new Delivery(ANN, DeliveryStatus.SENDING, "look-up failed", null, later));
        assertThat(stored(stores, message).nextAttemptAt()).isEqualTo(later.plusSeconds(60));
        assertThat(claimOnly(stores.outbox(), ACME, later.plusSeconds(61)).job().stage())
                .isEqualTo(Stage.RESOLVE);
    }

    @Test
    default void an_attempt_whose_end_is_looked_for_later_is_to_be_resolved_then() {
        Stores stores = stores();
        staged(stores, ANN);
        Claimed<Outbox.Job> job = begun(stores, NOW);

        stores.outbox().settle(job.claim(), new Outcome.LookAgain(at(60), "not shown yet"), at(1));

        assertThat(Given.claimAll(stores.outbox(), ACME, at(59))).isEmpty();
        Claimed<Outbox.Job> found = claimOnly(reopen(stores).outbox(), ACME, at(61));
        assertThat(found.job().stage()).isEqualTo(Stage.RESOLVE);
        stores.outbox().settle(found.claim(), new Outcome.Uncertain("not found"), at(62));
        assertThat(stores.outbox().backlog(ACME)).isZero();
    }

    @Test
    default void an_attempt_whose_end_is_looked_for_holds_up_nobody() {
        Stores stores = stores();
        OutboundMessage first = staged(stores, ANN);
        Claimed<Outbox.Job> job = begun(stores, NOW);
        OutboundMessage second = MessageSamples.outbound()
                .channel(first.tenantId(), first.channelId())
                .conversation(first.conversationId())
                .to(ANN)
                .build();
        stores.outbox().stage(second, null, NOW, false);
        assertThat(Given.claimAll(stores.outbox(), ACME, at(1))).isEmpty();

        stores.outbox().settle(job.claim(), new Outcome.LookAgain(at(60), "not shown yet"), at(1));

        Claimed<Outbox.Job> next = claimOnly(stores.outbox(), ACME, at(2));
        assertThat(next.job().message().id()).isEqualTo(second.id());
        stores.outbox().begin(next.claim(), at(2));
        stores.outbox().settle(next.claim(), handedOver(at(2), ANN), at(2));
        Claimed<Outbox.Job> found = claimOnly(stores.outbox(), ACME, at(61));
        assertThat(found.job().message().id()).isEqualTo(first.id());
        assertThat(found.job().stage()).isEqualTo(Stage.RESOLVE);
        stores.outbox().settle(found.claim(), new Outcome.SendAgain(), at(62));
        assertThat(claimOnly(stores.outbox(), ACME, at(63)).job().stage()).isEqualTo(Stage.SEND);
    }

    @Test
    default void an_attempt_that_certainly_failed_is_made_again_at_its_time() {
        Stores stores = stores();
        OutboundMessage message = staged(stores, ANN, BO);
        Claimed<Outbox.Job> job = begun(stores, NOW);

        stores.outbox().settle(job.claim(), new Outcome.Retry(at(30), "greylisted", "4.7.1"), at(1));

        assertThat(stored(stores, message).deliveries())
                .contains(new Delivery(ANN, DeliveryStatus.DEFERRED, "greylisted", "4.7.1", at(1)));
        assertThat(stored(stores, message).nextAttemptAt()).isEqualTo(at(30));
        assertThat(Given.claimAll(stores.outbox(), ACME, at(29))).isEmpty();
        Claimed<Outbox.Job> again = claimOnly(stores.outbox(), ACME, at(31));
        assertThat(again.job()).isEqualTo(new Outbox.Job(message, Stage.SEND, List.of(ANN, BO)));
        assertThat(again.claim().attempt()).isEqualTo(2);
        stores.outbox().begin(again.claim(), at(31));
        assertThat(stored(stores, message).attempts()).isEqualTo(2);
    }

    @Test
    default void a_message_that_failed_for_good_is_done_with_its_reason() {
        Stores stores = stores();
        OutboundMessage failed = staged(stores, ANN);
        stores.outbox().settle(begun(stores, NOW).claim(), new Outcome.Failed(false, "gave up", null), at(1));
        OutboundMessage refused = staged(stores, ANN);
        stores.outbox().settle(begun(stores, at(2)).claim(), new Outcome.Failed(true, "blocked", "5.7.1"), at(3));

        assertThat(stored(stores, failed).deliveries())
                .containsExactly(new Delivery(ANN, DeliveryStatus.FAILED, "gave up", null, at(1)));
        assertThat(stored(stores, refused).deliveries())
                .containsExactly(new Delivery(ANN, DeliveryStatus.REJECTED, "blocked", "5.7.1", at(3)));
        assertThat(stored(stores, failed).nextAttemptAt()).isNull();
        assertThat(stores.outbox().backlog(ACME)).isZero();
    }

    @Test
    default void under_a_lost_lease_no_attempt_begins_or_ends() {
        Stores stores = stores();
        OutboundMessage message = staged(stores, ANN);
        Claimed<Outbox.Job> old = claimOnly(stores.outbox(), ACME, NOW);
        Instant later = old.claim().leaseUntil().plusSeconds(1);
        Claimed<Outbox.Job> current = claimOnly(stores.outbox(), ACME, later);

        assertThatThrownBy(() -> stores.outbox().begin(old.claim(), later)).isInstanceOf(LeaseLostException.class);
        for (Outcome outcome : List.of(
                handedOver(later, ANN),
                new Outcome.Retry(later, "again", null),
                new Outcome.Failed(true, "no", null),
                new Outcome.Uncertain("cut off"),
                new Outcome.LookAgain(later, "cut off"),
                new Outcome.SendAgain(),
                new Outcome.AfterSendDone(null),
                new Outcome.AfterSendRetry(later, "again"))) {
            assertThatThrownBy(() -> stores.outbox().settle(old.claim(), outcome, later))
                    .as(outcome.getClass().getSimpleName())
                    .isInstanceOf(LeaseLostException.class);
        }

        assertThat(statuses(stores, message)).containsEntry(ANN, DeliveryStatus.QUEUED);
        assertThat(stored(stores, message).attempts()).isZero();
        stores.outbox().begin(current.claim(), later);
        stores.outbox().settle(current.claim(), handedOver(later, ANN), later);
        assertThatThrownBy(() -> stores.outbox().begin(current.claim(), later)).isInstanceOf(LeaseLostException.class);
        assertThat(statuses(stores, message)).containsEntry(ANN, DeliveryStatus.SENT);
    }

    @Test
    default void work_that_follows_comes_after_the_handover_and_sends_nothing() {
        Stores stores = stores();
        OutboundMessage message = staged(stores, ANN);
        Outcome.HandedOver plain = handedOver(at(1), ANN);
        stores.outbox()
                .settle(
                        begun(stores, NOW).claim(),
                        new Outcome.HandedOver(plain.results(), null, null, null, true),
                        at(1));

        Claimed<Outbox.Job> after = claimOnly(stores.outbox(), ACME, at(1));
        assertThat(after.job()).isEqualTo(new Outbox.Job(message, Stage.AFTER_SEND, List.of()));
        assertThat(after.claim().attempt()).as("counted per stage").isEqualTo(1);
        stores.outbox().settle(after.claim(), new Outcome.AfterSendRetry(at(30), "Sent folder away"), at(2));
        assertThat(Given.claimAll(stores.outbox(), ACME, at(29))).isEmpty();
        Claimed<Outbox.Job> crashed = claimOnly(stores.outbox(), ACME, at(31));
        assertThat(crashed.job().stage()).isEqualTo(Stage.AFTER_SEND);
        Claimed<Outbox.Job> again = claimOnly(
                reopen(stores).outbox(), ACME, crashed.claim().leaseUntil().plusSeconds(1));
        assertThat(again.job().stage()).isEqualTo(Stage.AFTER_SEND);
        stores.outbox().settle(again.claim(), new Outcome.AfterSendDone("given up: quota"), at(9999));

        assertThat(stores.outbox().backlog(ACME)).isZero();
        assertThat(statuses(stores, message)).containsEntry(ANN, DeliveryStatus.SENT);
        assertThat(stored(stores, message).attempts()).as("sendings begun").isEqualTo(1);
    }

    @Test
    default void work_that_follows_does_not_hold_back_the_next_answer() {
        Stores stores = stores();
        String conversation = unique("conversation");
        OutboundMessage first = answer(conversation).build();
        OutboundMessage second = answer(conversation).build();
        stores.outbox().stage(first, null, NOW, true);
        stores.outbox().stage(second, null, NOW, false);
        var sent = stores.outbox().claim(ACME, "node-1", 1, 1, NOW, at(60)).get(0);
        stores.outbox().begin(sent.claim(), NOW);
        stores.outbox()
                .settle(
                        sent.claim(),
                        new Outcome.HandedOver(handedOver(NOW, ANN).results(), null, null, null, true),
                        at(1));
        var after = stores.outbox().claim(ACME, "node-1", 1, 1, at(1), at(60)).get(0);
        assertThat(after.job().stage()).isEqualTo(Stage.AFTER_SEND);
        stores.outbox().settle(after.claim(), new Outcome.AfterSendRetry(at(9999), "Sent folder away"), at(2));

        Claimed<Outbox.Job> next = claimOnly(stores.outbox(), ACME, at(3));

        assertThat(next.job().message().id()).isEqualTo(second.id());
        assertThat(next.job().stage()).isEqualTo(Stage.SEND);
    }
}
