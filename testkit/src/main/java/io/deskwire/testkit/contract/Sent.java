package io.deskwire.testkit.contract;

import static io.deskwire.testkit.contract.Given.ACME;
import static io.deskwire.testkit.contract.Given.CHANNEL;
import static io.deskwire.testkit.contract.Given.NOW;
import static io.deskwire.testkit.contract.Given.claimOnly;
import static io.deskwire.testkit.contract.Given.unique;

import io.deskwire.Stores;
import io.deskwire.delivery.Delivery;
import io.deskwire.delivery.Outbox;
import io.deskwire.delivery.Outbox.Outcome;
import io.deskwire.message.Address;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.OutboundMessage;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.testkit.OutboundSample;
import io.deskwire.threading.StoredMessage;
import io.deskwire.work.Claimed;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Steps that the clauses of the outbox share. */
final class Sent {

    static final Address ANN = Address.email("ann@customer.example");
    static final Address BO = Address.email("bo@customer.example");

    private Sent() {}

    static OutboundSample answer(String conversation) {
        return MessageSamples.outbound().channel(ACME, CHANNEL).conversation(conversation);
    }

    /** Stages a message of ACME to these recipients in a conversation of its own. */
    static OutboundMessage staged(Stores stores, Address... to) {
        OutboundMessage message = answer(unique("conversation")).to(to).build();
        stores.outbox().stage(message, null, NOW, true);
        return message;
    }

    /** Claims the one job of ACME that is due and begins the attempt. */
    static Claimed<Outbox.Job> begun(Stores stores, Instant now) {
        Claimed<Outbox.Job> claimed = claimOnly(stores.outbox(), ACME, now);
        stores.outbox().begin(claimed.claim(), now);
        return claimed;
    }

    static Delivery result(Address to, DeliveryStatus status, Instant at) {
        return new Delivery(to, status, status.name() + " said", "2.0.0", at);
    }

    /** Everybody got it; no work follows. */
    static Outcome.HandedOver handedOver(Instant at, Address... to) {
        return new Outcome.HandedOver(
                Arrays.stream(to).map(a -> result(a, DeliveryStatus.SENT, at)).toList(), null, null, null, false);
    }

    static Outcome.HandedOver partly(
            Address sent, Address deferred, Instant at, @Nullable Instant retryAt, boolean afterSend) {
        return new Outcome.HandedOver(
                List.of(result(sent, DeliveryStatus.SENT, at), result(deferred, DeliveryStatus.DEFERRED, at)),
                null,
                null,
                retryAt,
                afterSend);
    }

    static StoredMessage.Outbound stored(Stores stores, OutboundMessage message) {
        return (StoredMessage.Outbound)
                stores.conversations().message(message.tenantId(), message.id()).orElseThrow();
    }

    static Map<Address, DeliveryStatus> statuses(Stores stores, OutboundMessage message) {
        return stored(stores, message).deliveries().stream()
                .collect(Collectors.toMap(Delivery::recipient, Delivery::status));
    }
}
