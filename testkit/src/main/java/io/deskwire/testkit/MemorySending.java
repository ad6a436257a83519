package io.deskwire.testkit;

import io.deskwire.delivery.Delivery;
import io.deskwire.message.Address;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.OutboundMessage;
import io.deskwire.threading.StoredMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One outbound message on its way. */
final class MemorySending {

    /** What is left to do. */
    enum Phase {
        SENDING,
        PARKED,
        AFTER,
        DONE
    }

    final OutboundMessage message;
    Phase phase = Phase.SENDING;
    /** An attempt was begun and has not been settled. */
    boolean begun;
    /** Something is to be done once nobody is open any more. */
    boolean workFollows;
    /** The provider's id of it is known. */
    boolean hasProviderId;

    private int attempts;
    private final List<Delivery> deliveries = new ArrayList<>();

    MemorySending(OutboundMessage message) {
        this.message = message;
        message.recipients()
                .forEach(
                        to -> deliveries.add(new Delivery(to, DeliveryStatus.QUEUED, null, null, message.createdAt())));
    }

    /** A message that somebody sent without us. */
    static MemorySending sentElsewhere(OutboundMessage message) {
        MemorySending sending = new MemorySending(message);
        sending.endAttempt(DeliveryStatus.SENT, null, null, message.createdAt());
        sending.phase = Phase.DONE;
        sending.hasProviderId = true;
        return sending;
    }

    void begin(Instant now) {
        stayBegun(null, now);
        attempts++;
    }

    /** An attempt is under way, or nobody knows how it ended. */
    void stayBegun(@Nullable String reason, Instant now) {
        endAttempt(DeliveryStatus.SENDING, reason, null, now);
        begun = true;
    }

    /** Gives every open recipient a status. */
    void endAttempt(DeliveryStatus status, @Nullable String reason, @Nullable String code, Instant now) {
        begun = false;
        deliveries.replaceAll(d -> d.status().isSettled() ? d : new Delivery(d.recipient(), status, reason, code, now));
    }

    /** Applies results or news, forward only; returns whether anything changed. */
    boolean apply(List<Delivery> news) {
        boolean changed = false;
        for (Delivery item : news) {
            for (int i = 0; i < deliveries.size(); i++) {
                Delivery old = deliveries.get(i);
                if (old.recipient().key().equals(item.recipient().key())
                        && old.status().mayBecome(item.status())) {
                    deliveries.set(
                            i, new Delivery(old.recipient(), item.status(), item.reason(), item.code(), item.at()));
                    changed = true;
                }
            }
        }
        return changed;
    }

    /** Who has not got it and is still to. */
    List<Address> open() {
        return deliveries.stream()
                .filter(d -> !d.status().isSettled())
                .map(Delivery::recipient)
                .toList();
    }

    /** Whether sending is the next thing to do, and there is nobody left to send to. */
    boolean isOver() {
        return (phase == Phase.SENDING || phase == Phase.PARKED) && open().isEmpty();
    }

    /** Whether nobody would be open once these results were applied. */
    boolean isOverAfter(List<Delivery> results) {
        return open().stream()
                .allMatch(to -> results.stream()
                        .anyMatch(r -> r.recipient().key().equals(to.key())
                                && r.status().isSettled()));
    }

    StoredMessage.Outbound stored(Instant due) {
        return new StoredMessage.Outbound(
                message, deliveries, attempts, phase == Phase.SENDING ? due : null, message.createdAt());
    }
}
