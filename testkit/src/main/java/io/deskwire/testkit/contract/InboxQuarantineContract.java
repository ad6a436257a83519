package io.deskwire.testkit.contract;

import static io.deskwire.testkit.MessageSamples.opens;
import static io.deskwire.testkit.contract.Given.ANN;
import static io.deskwire.testkit.contract.Given.CHANNEL;
import static io.deskwire.testkit.contract.Given.NOW;
import static io.deskwire.testkit.contract.Given.TENANTS;
import static io.deskwire.testkit.contract.Given.at;
import static io.deskwire.testkit.contract.Given.received;
import static io.deskwire.testkit.contract.Given.unique;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.Stores;
import io.deskwire.intake.DeadLetter;
import io.deskwire.intake.Inbox.Settled;
import io.deskwire.intake.RawInbound;
import io.deskwire.intake.Settlement;
import io.deskwire.message.InboundMessage;
import io.deskwire.testkit.InboundSample;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.threading.Decision;
import io.deskwire.threading.StoredMessage;
import io.deskwire.threading.StoredMessage.Inbound.State;
import io.deskwire.ticket.Deliveries;
import io.deskwire.work.Claimed;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A message that a person has to look at before the helpdesk gets it. */
public interface InboxQuarantineContract extends StoresHarness {

    private static Settlement.Quarantined quarantined(InboundMessage message, Decision decision) {
        return new Settlement.Quarantined(message, decision, ANN, List.of(), "rule 'x': looks forged");
    }

    private static InboundMessage quarantine(
            Stores stores, String tenant, Decision decision, UnaryOperator<InboundSample> how) {
        Claimed<RawInbound> item = received(stores, tenant, CHANNEL);
        InboundMessage message =
                how.apply(MessageSamples.inbound().of(item.job())).build();
        assertThat(stores.inbox().settle(item.claim(), quarantined(message, decision), NOW))
                .isEqualTo(Settled.DEAD_LETTER);
        return message;
    }

    @Test
    default void a_quarantined_message_stands_in_its_conversation_and_among_the_dead_letters_and_nowhere_else() {
        Stores stores = stores();
        for (String tenant : TENANTS) {
            String conversation = unique("conversation");
            Decision decision = RichMessage.decision(Decision.Outcome.OPENED, conversation);
            InboundMessage message = quarantine(stores, tenant, decision, s -> s.messageId("held@customer.example"));

            Stores seen = reopen(stores);
            assertThat(seen.inbox().backlog(tenant)).isZero();
            assertThat(seen.conversations().messages(tenant, conversation))
                    .containsExactly(new StoredMessage.Inbound(
                            message, decision, State.DEAD_LETTER, "rule 'x': looks forged", null, NOW));
            assertThat(seen.conversations().byMessageIds(tenant, List.of("held@customer.example")))
                    .containsValue(conversation);
            assertThat(Given.claimAll(seen.deliveries(), tenant, at(1))).isEmpty();
            assertThat(seen.deadLetters().list(tenant, null, 10).items())
                    .singleElement()
                    .satisfies(letter -> {
                        assertThat(letter.stage()).isEqualTo(DeadLetter.Stage.DELIVERY);
                        assertThat(letter.messageId()).isEqualTo(message.id());
                        assertThat(letter.rawId()).isEqualTo(message.rawId());
                        assertThat(letter.reason()).isEqualTo("rule 'x': looks forged");
                        assertThat(letter.detail()).isNull();
                        assertThat(letter.rawSize()).isPositive();
                        assertThat(letter.failedAt()).isEqualTo(NOW);
                    });
        }
    }

    @Test
    default void a_quarantined_message_that_a_person_lets_go_is_on_its_way_to_the_helpdesk() {
        Stores stores = stores();
        String tenant = TENANTS.get(0);
        Decision decision = opens(unique("conversation"));
        InboundMessage message = quarantine(stores, tenant, decision, s -> s);
        String letter =
                stores.deadLetters().list(tenant, null, 10).items().get(0).id();

        assertThat(stores.deadLetters().redeliver(tenant, letter, at(5))).isTrue();

        Deliveries.Job job = Given.claimOnly(stores.deliveries(), tenant, at(5)).job();
        assertThat(job).isEqualTo(new Deliveries.Job(message, decision, null, false));
        assertThat(stores.deadLetters().count(tenant)).isZero();
    }

    @Test
    default void a_quarantined_message_that_a_person_ends_stays_on_record() {
        Stores stores = stores();
        String tenant = TENANTS.get(0);
        InboundMessage message = quarantine(stores, tenant, opens(unique("conversation")), s -> s);
        String letter =
                stores.deadLetters().list(tenant, null, 10).items().get(0).id();

        assertThat(stores.deadLetters().discard(tenant, letter, "forged indeed", at(5)))
                .isTrue();

        assertThat(stores.conversations().message(tenant, message.id()))
                .hasValueSatisfying(stored ->
                        assertThat(((StoredMessage.Inbound) stored).state()).isEqualTo(State.DISCARDED));
        assertThat(Given.claimAll(stores.deliveries(), tenant, at(6))).isEmpty();
    }

    @Test
    default void what_is_known_already_is_not_quarantined_again() {
        Stores stores = stores();
        String tenant = TENANTS.get(0);
        quarantine(stores, tenant, opens(unique("conversation")), s -> s.dedupeKey("same"));
        Claimed<RawInbound> again = received(stores, tenant, CHANNEL);
        InboundMessage message =
                MessageSamples.inbound().of(again.job()).dedupeKey("same").build();

        assertThat(stores.inbox().settle(again.claim(), quarantined(message, opens(unique("conversation"))), NOW))
                .isEqualTo(Settled.DUPLICATE);
        assertThat(stores.deadLetters().count(tenant)).isEqualTo(1);
    }

    @Test
    default void the_files_of_a_quarantined_message_are_fetched_before_they_expire() {
        Stores stores = stores();
        String tenant = TENANTS.get(0);

        InboundMessage message = quarantine(
                stores, tenant, opens(unique("conversation")), s -> s.pendingAttachment("photo.jpg", "image/jpeg"));

        assertThat(Given.claimOnly(stores.media(), tenant, NOW).job().message().id())
                .isEqualTo(message.id());
    }
}
