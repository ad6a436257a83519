package io.deskwire.testkit.contract;

import static io.deskwire.testkit.MessageSamples.opens;
import static io.deskwire.testkit.contract.Given.ACME;
import static io.deskwire.testkit.contract.Given.BOLT;
import static io.deskwire.testkit.contract.Given.CHANNEL;
import static io.deskwire.testkit.contract.Given.NOW;
import static io.deskwire.testkit.contract.Given.TENANTS;
import static io.deskwire.testkit.contract.Given.at;
import static io.deskwire.testkit.contract.Given.claimOnly;
import static io.deskwire.testkit.contract.Given.unique;
import static io.deskwire.testkit.contract.Sent.answer;
import static io.deskwire.testkit.contract.Sent.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.Stores;
import io.deskwire.delivery.Delivery;
import io.deskwire.delivery.Outbox;
import io.deskwire.message.Address;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.OutboundMessage;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.threading.StoredMessage;
import io.deskwire.work.Claimed;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Staging: message, files, ids and place in the lane, stored in one step and once per key. */
public interface OutboxStageContract extends StoresHarness {

    @Test
    default void a_staged_message_is_kept_as_it_was_given() {
        Stores stores = stores();
        String conversation = unique("conversation");
        OutboundMessage message = answer(conversation)
                .to(Address.email("ann@customer.example", "Ann Ünlü"), new Address(Address.Kind.PHONE, "+1555", null))
                .cc("bo@customer.example", "ANN@customer.example")
                .replyTo("answers@tenant.example")
                .subject("Re: 件 😀")
                .html("<p>ü</p>")
                .answering("parent@x", "grand@x")
                .automatic()
                .build();

        assertThat(stores.outbox().stage(message, null, NOW, true)).isEqualTo(message.id());

        Stores seen = reopen(stores);
        StoredMessage.Outbound stored = stored(seen, message);
        assertThat(stored.message()).isEqualTo(message);
        assertThat(stored.attempts()).isZero();
        assertThat(stored.nextAttemptAt()).isEqualTo(NOW);
        assertThat(stored.deliveries()).extracting(Delivery::recipient).isEqualTo(message.recipients());
        assertThat(stored.deliveries()).extracting(Delivery::status).containsOnly(DeliveryStatus.QUEUED);
        Outbox.Job job = claimOnly(seen.outbox(), ACME, NOW).job();
        assertThat(job).isEqualTo(new Outbox.Job(message, Outbox.Stage.SEND, message.recipients()));
    }

    @Test
    default void a_message_with_nothing_that_can_be_missing_is_kept_too() {
        Stores stores = stores();
        OutboundMessage message =
                answer(unique("conversation")).subject(null).text("").build();

        stores.outbox().stage(message, null, NOW, true);

        assertThat(stored(reopen(stores), message).message()).isEqualTo(message);
    }

    @Test
    default void a_staged_message_can_be_found_by_its_ids_at_once() {
        Stores stores = stores();
        String conversation = unique("conversation");
        OutboundMessage message = answer(conversation).messageId("ours@x").build();

        stores.outbox().stage(message, null, NOW, true);

        assertThat(stores.conversations().byMessageIds(ACME, List.of("ours@x")))
                .isEqualTo(Map.of("ours@x", conversation));
        assertThat(stores.conversations().outboundByWireId(ACME, "ours@x"))
                .hasValueSatisfying(m -> assertThat(m.id()).isEqualTo(message.id()));
        assertThat(stores.conversations().messages(ACME, conversation))
                .extracting(StoredMessage::id)
                .containsExactly(message.id());
    }

    @Test
    default void a_message_that_opens_its_conversation_brings_it() {
        Stores stores = stores();
        String conversation = unique("conversation");
        OutboundMessage message = answer(conversation)
                .to("ann@customer.example")
                .cc("Bo@Customer.example")
                .subject("News")
                .build();
        assertThat(stores.conversations().find(ACME, conversation)).isEmpty();

        stores.outbox().stage(message, null, NOW, true);

        assertThat(reopen(stores).conversations().find(ACME, conversation)).hasValueSatisfying(c -> {
            assertThat(c.tenantId()).isEqualTo(ACME);
            assertThat(c.channelId()).isEqualTo(CHANNEL);
            assertThat(c.subject()).isEqualTo("News");
            assertThat(c.ticket()).isNull();
            assertThat(c.participants()).isEqualTo(Set.of("email:ann@customer.example", "email:bo@customer.example"));
        });
    }

    @Test
    default void an_answer_brings_its_recipients_into_the_conversation() {
        Stores stores = stores();
        String conversation = unique("conversation");
        Given.filed(stores, ACME, opens(conversation));

        stores.outbox()
                .stage(
                        answer(conversation)
                                .cc("boss@customer.example")
                                .createdAt(at(9))
                                .build(),
                        null,
                        at(9),
                        false);

        assertThat(stores.conversations().find(ACME, conversation)).hasValueSatisfying(c -> {
            assertThat(c.participants())
                    .containsExactlyInAnyOrder("email:ann@customer.example", "email:boss@customer.example");
            assertThat(c.lastMessageAt()).isEqualTo(at(9));
            assertThat(c.createdAt()).isEqualTo(NOW);
        });
    }

    @Test
    default void a_repeated_key_stores_nothing_and_answers_the_first_id() {
        Stores stores = stores();
        OutboundMessage first = answer(unique("conversation")).build();
        OutboundMessage second =
                answer(unique("conversation")).messageId("second@x").build();
        stores.outbox().stage(first, "key", NOW, true);

        assertThat(reopen(stores).outbox().stage(second, "key", NOW, true)).isEqualTo(first.id());

        assertThat(stores.outbox().staged(ACME, "key")).contains(first.id());
        assertThat(stores.conversations().message(ACME, second.id())).isEmpty();
        assertThat(stores.conversations().find(ACME, second.conversationId())).isEmpty();
        assertThat(stores.conversations().byMessageIds(ACME, List.of("second@x")))
                .isEmpty();
        assertThat(stores.outbox().backlog(ACME)).isEqualTo(1);
    }

    @Test
    default void keys_are_their_tenants_alone_and_no_key_is_no_repeat() {
        Stores stores = stores();
        for (String tenant : TENANTS) {
            OutboundMessage message =
                    MessageSamples.outbound().channel(tenant, CHANNEL).build();
            assertThat(stores.outbox().staged(tenant, "key")).isEmpty();
            assertThat(stores.outbox().stage(message, "key", NOW, true)).isEqualTo(message.id());
            assertThat(stores.outbox().staged(tenant, "key")).contains(message.id());
        }
        assertThat(stores.outbox().staged(ACME, "KEY")).isEmpty();
        for (int i = 0; i < 2; i++) {
            stores.outbox().stage(answer(unique("conversation")).build(), null, NOW, true);
        }
        assertThat(stores.outbox().backlog(ACME)).isEqualTo(3);
        assertThat(stores.outbox().backlog(BOLT)).isEqualTo(1);
    }

    @Test
    default void of_sixteen_staged_under_one_key_one_is_stored() {
        Stores stores = stores();

        List<String> ids = Concurrently.run(thread -> {
            String tenant = TENANTS.get(thread % 2);
            OutboundMessage message =
                    MessageSamples.outbound().channel(tenant, CHANNEL).build();
            return tenant + "/" + stores.outbox().stage(message, "key", NOW, true);
        });

        assertThat(Set.copyOf(ids)).hasSize(2);
        for (String tenant : TENANTS) {
            assertThat(stores.outbox().backlog(tenant)).isEqualTo(1);
            String id = stores.outbox().staged(tenant, "key").orElseThrow();
            assertThat(ids).contains(tenant + "/" + id);
            assertThat(claimOnly(stores.outbox(), tenant, NOW).job().message().id())
                    .isEqualTo(id);
        }
    }

    @Test
    default void a_message_leaves_not_before_its_time_and_holds_nobody_until_then() {
        Stores stores = stores();
        String conversation = unique("conversation");
        OutboundMessage tomorrow = answer(conversation).text("tomorrow").build();
        OutboundMessage today = answer(conversation).text("today").build();
        stores.outbox().stage(tomorrow, null, at(86_400), true);
        stores.outbox().stage(today, null, at(10), false);

        assertThat(stores.outbox().tenantsDue(at(9))).isEmpty();
        assertThat(Given.claimAll(stores.outbox(), ACME, at(9))).isEmpty();
        assertThat(stored(stores, tomorrow).nextAttemptAt()).isEqualTo(at(86_400));

        Claimed<Outbox.Job> first = claimOnly(stores.outbox(), ACME, at(11));
        assertThat(first.job().message().id()).isEqualTo(today.id());
        // It fails again and again until tomorrow: it was to leave first, so it still goes first.
        stores.outbox().settle(first.claim(), new Outbox.Outcome.Retry(at(90_000), "busy", null), at(12));
        assertThat(Given.claimAll(stores.outbox(), ACME, at(86_401))).isEmpty();
        Claimed<Outbox.Job> again = claimOnly(stores.outbox(), ACME, at(90_001));
        assertThat(again.job().message().id()).isEqualTo(today.id());
        stores.outbox().settle(again.claim(), Sent.handedOver(at(90_002), Sent.ANN), at(90_002));
        assertThat(claimOnly(stores.outbox(), ACME, at(90_003)).job().message().id())
                .isEqualTo(tomorrow.id());
    }
}
