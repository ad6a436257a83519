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
import static io.deskwire.testkit.contract.Sent.staged;
import static io.deskwire.testkit.contract.Sent.statuses;
import static io.deskwire.testkit.contract.Sent.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.Stores;
import io.deskwire.delivery.Outbox;
import io.deskwire.delivery.Outbox.Outcome;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.OutboundMessage;
import io.deskwire.work.Claimed;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A person takes back what was not sent yet. */
public interface OutboxCancelContract extends StoresHarness {

    @Test
    default void what_waits_for_its_time_is_taken_back_and_lets_the_next_one_pass() {
        Stores stores = stores();
        String conversation = unique("conversation");
        OutboundMessage planned = answer(conversation).to(ANN).build();
        OutboundMessage next = answer(conversation).to(ANN).build();
        stores.outbox().stage(planned, "key", at(600), true);
        stores.outbox().stage(next, null, at(900), false);

        assertThat(stores.outbox().cancel(ACME, planned.id(), at(1))).isTrue();

        assertThat(stored(stores, planned).deliveries()).singleElement().satisfies(delivery -> {
            assertThat(delivery.status()).isEqualTo(DeliveryStatus.FAILED);
            assertThat(delivery.reason()).contains("cancelled");
        });
        assertThat(stored(stores, planned).nextAttemptAt()).isNull();
        assertThat(stores.outbox().staged(ACME, "key")).contains(planned.id());
        assertThat(stores.outbox().cancel(ACME, planned.id(), at(2))).as("once").isFalse();
        assertThat(Given.claimAll(reopen(stores).outbox(), ACME, at(700))).isEmpty();
        Claimed<Outbox.Job> other = begun(stores, at(901));
        assertThat(other.job().message().id()).isEqualTo(next.id());
        stores.outbox().settle(other.claim(), handedOver(at(902), ANN), at(902));
        assertThat(stores.outbox().backlog(ACME)).isZero();
    }

    @Test
    default void whoever_got_it_already_keeps_it() {
        Stores stores = stores();
        OutboundMessage message = staged(stores, ANN, BO);
        stores.outbox().settle(begun(stores, NOW).claim(), partly(ANN, BO, at(1), at(30), false), at(1));

        assertThat(stores.outbox().cancel(ACME, message.id(), at(2))).isTrue();

        assertThat(statuses(stores, message)).isEqualTo(Map.of(ANN, DeliveryStatus.SENT, BO, DeliveryStatus.FAILED));
        assertThat(stores.outbox().tenantsDue(at(9999))).isEmpty();
    }

    @Test
    default void what_somebody_sends_or_nobody_knows_the_end_of_is_not_taken_back() {
        Stores stores = stores();
        OutboundMessage message = staged(stores, ANN);
        Claimed<Outbox.Job> claimed = claimOnly(stores.outbox(), ACME, NOW);
        assertThat(stores.outbox().cancel(ACME, message.id(), NOW))
                .as("claimed")
                .isFalse();
        stores.outbox().begin(claimed.claim(), NOW);
        assertThat(stores.outbox().cancel(ACME, message.id(), NOW)).as("begun").isFalse();
        assertThat(stores.outbox()
                        .cancel(ACME, message.id(), claimed.claim().leaseUntil().plusSeconds(1)))
                .as("its worker died")
                .isFalse();
        stores.outbox().settle(claimed.claim(), new Outcome.Uncertain("cut off"), at(1));
        assertThat(stores.outbox().cancel(ACME, message.id(), at(2)))
                .as("uncertain")
                .isFalse();
        assertThat(stores.outbox().resolve(ACME, message.id(), true, at(3))).isTrue();
        stores.outbox().settle(begun(stores, at(3)).claim(), handedOver(at(4), ANN), at(4));
        assertThat(stores.outbox().cancel(ACME, message.id(), at(5))).as("sent").isFalse();
        assertThat(stores.outbox().cancel(ACME, "unknown", at(5))).isFalse();
        assertThat(statuses(stores, message)).containsEntry(ANN, DeliveryStatus.SENT);

        OutboundMessage other = staged(stores, ANN);
        assertThat(stores.outbox().cancel(Given.BOLT, other.id(), at(6)))
                .as("another tenant's")
                .isFalse();
        assertThat(stores.outbox().backlog(ACME)).isEqualTo(1);
    }

    @Test
    default void it_is_either_sent_or_taken_back() {
        Stores stores = stores();
        for (int round = 0; round < 10; round++) {
            OutboundMessage message = staged(stores, ANN);
            List<String> ends = Concurrently.run(thread -> {
                if (thread % 2 == 0) {
                    return stores.outbox().cancel(ACME, message.id(), NOW) ? "cancelled" : "";
                }
                List<Claimed<Outbox.Job>> claimed = stores.outbox().claim(ACME, "node-" + thread, 1, 1, NOW, at(60));
                if (claimed.isEmpty()) {
                    return "";
                }
                stores.outbox().begin(claimed.get(0).claim(), NOW);
                return "begun";
            });
            assertThat(ends.stream().filter(end -> !end.isEmpty())).hasSize(1);
            String end = ends.stream().filter(one -> !one.isEmpty()).findFirst().orElseThrow();
            assertThat(statuses(stores, message))
                    .containsEntry(ANN, end.equals("begun") ? DeliveryStatus.SENDING : DeliveryStatus.FAILED);
        }
    }
}
