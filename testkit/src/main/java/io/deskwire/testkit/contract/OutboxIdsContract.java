package io.deskwire.testkit.contract;

import static io.deskwire.testkit.contract.Given.ACME;
import static io.deskwire.testkit.contract.Given.BOLT;
import static io.deskwire.testkit.contract.Given.CHANNEL;
import static io.deskwire.testkit.contract.Given.NOW;
import static io.deskwire.testkit.contract.Given.TENANTS;
import static io.deskwire.testkit.contract.Given.at;
import static io.deskwire.testkit.contract.Given.claimOnly;
import static io.deskwire.testkit.contract.Given.unique;
import static io.deskwire.testkit.contract.Sent.ANN;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.Stores;
import io.deskwire.delivery.Delivery;
import io.deskwire.delivery.Outbox.Outcome;
import io.deskwire.message.Address;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.OutboundMessage;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.threading.Conversations;
import io.deskwire.threading.StoredMessage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Ids and addresses that are learnt only when a message was sent, or later still. */
public interface OutboxIdsContract extends StoresHarness {

    @Test
    default void an_uncertain_message_is_settled_by_news_that_bring_its_id() {
        Stores stores = stores();
        for (String tenant : TENANTS) {
            OutboundMessage message = staged(stores, tenant);
            var claimed = claimOnly(stores.outbox(), tenant, NOW);
            stores.outbox().begin(claimed.claim(), NOW);
            stores.outbox().settle(claimed.claim(), new Outcome.Uncertain("timeout"), at(1));

            assertThat(stores.outbox().report(tenant, message.id(), "wamid.1", news(DeliveryStatus.SENT), at(2)))
                    .isTrue();

            Stores seen = reopen(stores);
            isFound(seen, message, "wamid.1");
            assertThat(stored(seen, message).deliveries()).isEqualTo(news(DeliveryStatus.SENT));
            assertThat(stored(seen, message).nextAttemptAt()).isNull();
            assertThat(seen.outbox().resolve(tenant, message.id(), true, at(3))).isFalse();
            assertThat(seen.outbox().backlog(tenant)).isZero();
        }
    }

    @Test
    default void news_may_come_before_the_answer_to_the_attempt() {
        Stores stores = stores();
        OutboundMessage message = staged(stores, ACME);
        var claimed = claimOnly(stores.outbox(), ACME, NOW);
        stores.outbox().begin(claimed.claim(), NOW);

        stores.outbox().report(ACME, message.id(), "wamid.1", news(DeliveryStatus.DELIVERED), at(1));
        stores.outbox().settle(claimed.claim(), handedOver("wamid.1"), at(2));

        isFound(stores, message, "wamid.1");
        assertThat(stored(stores, message).deliveries()).isEqualTo(news(DeliveryStatus.DELIVERED));
    }

    @Test
    default void the_id_alone_is_kept_and_only_the_first_time() {
        Stores stores = stores();
        OutboundMessage message = staged(stores, ACME);

        assertThat(stores.outbox().report(ACME, message.id(), "wamid.1", List.of(), at(1)))
                .isTrue();
        assertThat(stores.outbox().report(ACME, message.id(), "wamid.1", List.of(), at(2)))
                .isFalse();
        assertThat(stores.outbox().report(ACME, message.id(), "wamid.2", List.of(), at(3)))
                .isFalse();

        isFound(reopen(stores), message, "wamid.1");
        assertThat(stores.conversations().byNetworkId(ACME, CHANNEL, "wamid.2")).isEmpty();
        assertThat(stores.outbox().backlog(ACME)).isEqualTo(1);
    }

    @Test
    default void an_id_that_is_known_from_the_attempt_stays() {
        Stores stores = stores();
        OutboundMessage message = staged(stores, ACME);
        stores.outbox().settle(claimOnly(stores.outbox(), ACME, NOW).claim(), handedOver("wamid.1"), at(1));

        assertThat(stores.outbox().report(ACME, message.id(), "wamid.2", news(DeliveryStatus.READ), at(2)))
                .isTrue();

        assertThat(stores.conversations().byNetworkId(ACME, CHANNEL, "wamid.1")).isPresent();
        assertThat(stores.conversations().byNetworkId(ACME, CHANNEL, "wamid.2")).isEmpty();
        assertThat(stored(stores, message).deliveries()).isEqualTo(news(DeliveryStatus.READ));
    }

    @Test
    default void an_id_that_shows_only_after_the_send_is_found_too() {
        Stores stores = stores();
        for (String tenant : TENANTS) {
            OutboundMessage message = staged(stores, tenant);
            Outcome.HandedOver sent = new Outcome.HandedOver(news(DeliveryStatus.SENT), null, null, null, true);
            stores.outbox().settle(claimOnly(stores.outbox(), tenant, NOW).claim(), sent, at(1));

            var after = claimOnly(stores.outbox(), tenant, at(2));
            stores.outbox().settle(after.claim(), new Outcome.AfterSendDone(null, "given-by-" + tenant), at(3));

            Stores seen = reopen(stores);
            assertThat(seen.conversations().outboundByWireId(tenant, "given-by-" + tenant))
                    .map(StoredMessage::id)
                    .contains(message.id());
            assertThat(seen.conversations().byMessageIds(tenant, List.of("given-by-" + tenant)))
                    .isEqualTo(Map.of("given-by-" + tenant, message.conversationId()));
            assertThat(seen.outbox().backlog(tenant)).isZero();
        }
    }

    @Test
    default void news_to_another_tenant_teaches_nothing() {
        Stores stores = stores();
        OutboundMessage message = staged(stores, ACME);

        assertThat(stores.outbox().report(BOLT, message.id(), "wamid.1", news(DeliveryStatus.READ), at(1)))
                .isFalse();
        assertThat(stores.outbox().report(ACME, "unknown", "wamid.1", news(DeliveryStatus.READ), at(1)))
                .isFalse();

        for (String tenant : TENANTS) {
            assertThat(stores.conversations().byNetworkId(tenant, CHANNEL, "wamid.1"))
                    .isEmpty();
            assertThat(stores.conversations().outboundByWireId(tenant, "wamid.1"))
                    .isEmpty();
        }
    }

    @Test
    default void further_addresses_of_recipients_take_part_in_the_conversation() {
        Stores stores = stores();
        for (String tenant : TENANTS) {
            OutboundMessage message = staged(stores, tenant);
            Address user = new Address(Address.Kind.BUSINESS_USER_ID, "US." + tenant, null);
            Outcome.HandedOver answer =
                    new Outcome.HandedOver(news(DeliveryStatus.SENT), "wamid.1", null, null, false, List.of(user, ANN));
            stores.outbox().settle(claimOnly(stores.outbox(), tenant, NOW).claim(), answer, at(9));

            Conversations seen = reopen(stores).conversations();
            assertThat(seen.find(tenant, message.conversationId())).hasValueSatisfying(c -> {
                assertThat(c.participants()).containsExactlyInAnyOrder(ANN.key(), user.key());
                assertThat(c.lastMessageAt()).isEqualTo(NOW);
            });
            assertThat(seen.ofParticipants(tenant, CHANNEL, List.of(user.key()), 5))
                    .hasSize(1);
            assertThat(stored(stores, message).deliveries())
                    .as("an alias is no recipient")
                    .hasSize(1);
        }
    }

    private static OutboundMessage staged(Stores stores, String tenant) {
        OutboundMessage message = MessageSamples.outbound()
                .channel(tenant, CHANNEL)
                .conversation(unique("conversation"))
                .to(ANN)
                .build();
        stores.outbox().stage(message, null, NOW, true);
        return message;
    }

    private static Outcome.HandedOver handedOver(@Nullable String providerMessageId) {
        return new Outcome.HandedOver(news(DeliveryStatus.SENT), providerMessageId, null, null, false);
    }

    private static List<Delivery> news(DeliveryStatus status) {
        return List.of(Sent.result(ANN, status, at(1)));
    }

    private static StoredMessage.Outbound stored(Stores stores, OutboundMessage message) {
        return Sent.stored(stores, message);
    }

    private static void isFound(Stores stores, OutboundMessage message, String id) {
        String tenant = message.tenantId();
        assertThat(stores.conversations().byNetworkId(tenant, CHANNEL, id))
                .map(StoredMessage::id)
                .contains(message.id());
        assertThat(stores.conversations().outboundByWireId(tenant, id))
                .map(StoredMessage::id)
                .contains(message.id());
        assertThat(stores.conversations().byMessageIds(tenant, List.of(id)))
                .isEqualTo(Map.of(id, message.conversationId()));
    }
}
