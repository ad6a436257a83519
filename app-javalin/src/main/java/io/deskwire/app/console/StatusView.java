package io.deskwire.app.console;

import io.deskwire.delivery.Delivery;
import io.deskwire.message.Address;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.MessageKind;
import io.deskwire.threading.StoredMessage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may still change about a message that is shown: where its copies stand.
 *
 * @param domId the element's id
 * @param resolveAddress where a person's decision goes
 * @param uncertain whether a person must decide
 * @param chip what became of an inbound message, or null when it simply stands here
 * @param note a reason or a plan, or null
 */
record StatusView(
        String domId,
        String resolveAddress,
        List<Copy> copies,
        boolean uncertain,
        @Nullable Chip chip,
        @Nullable String note,
        @Nullable Moment nextAttempt) {

    /**
     * One recipient's copy.
     *
     * @param recipient whom it went to, or null when that goes without saying
     * @param ticks the marks that everybody knows from the phone, or null where there are none
     */
    record Copy(
            @Nullable String recipient,
            @Nullable Ticks ticks,
            Chip chip,
            @Nullable String reason,
            @Nullable String code,
            Moment at) {}

    /**
     * Marks of delivery.
     *
     * @param css ending of the style sheet's class names
     */
    record Ticks(String text, String css) {

        static @Nullable Ticks of(DeliveryStatus status) {
            return switch (status) {
                case QUEUED, SENDING, DEFERRED -> new Ticks("◷", "wait");
                case SENT -> new Ticks("✓", "sent");
                case DELIVERED -> new Ticks("✓✓", "delivered");
                case READ, PLAYED -> new Ticks("✓✓", "read");
                case UNCERTAIN -> new Ticks("?", "wait");
                case REJECTED, BOUNCED, COMPLAINED, FAILED -> new Ticks("✗", "failed");
            };
        }
    }

    StatusView {
        copies = List.copyOf(copies);
    }

    static StatusView of(StoredMessage message, String ticketAddress, Instant now) {
        String domId = "status-" + message.id();
        String resolve = ticketAddress + "/messages/" + Addresses.segment(message.id()) + "/resolve";
        if (message instanceof StoredMessage.Inbound inbound) {
            boolean event = inbound.message().kind() == MessageKind.SYSTEM;
            return new StatusView(
                    domId,
                    resolve,
                    List.of(),
                    false,
                    event ? null : Words.inbound(inbound.state()),
                    event ? null : inbound.stateReason(),
                    null);
        }
        StoredMessage.Outbound outbound = (StoredMessage.Outbound) message;
        List<Copy> copies = outbound.deliveries().stream()
                .map(d -> copy(d, outbound.deliveries().size() == 1, now))
                .toList();
        boolean uncertain = outbound.deliveries().stream().anyMatch(d -> d.status() == DeliveryStatus.UNCERTAIN);
        boolean trying = outbound.deliveries().stream().anyMatch(d -> d.status() == DeliveryStatus.DEFERRED);
        boolean later = outbound.nextAttemptAt() != null
                && outbound.attempts() == 0
                && outbound.nextAttemptAt().isAfter(now);
        return new StatusView(
                domId,
                resolve,
                copies,
                uncertain,
                null,
                trying ? Words.count(outbound.attempts(), "attempt so far", "attempts so far") : null,
                trying || later ? Moment.orNull(outbound.nextAttemptAt(), now) : null);
    }

    private static Copy copy(Delivery delivery, boolean alone, Instant now) {
        Chip chip = Words.delivery(delivery.status());
        boolean chat = delivery.recipient().kind() != Address.Kind.EMAIL;
        // "250 OK" says nothing that "Sent" does not.
        boolean routine = chip.tone() == Tone.GOOD && delivery.code() != null;
        return new Copy(
                chat && alone ? null : delivery.recipient().value(),
                chat ? Ticks.of(delivery.status()) : null,
                chip,
                routine ? null : delivery.reason(),
                routine ? null : delivery.code(),
                Moment.of(delivery.at(), now));
    }

    /** Differs when anything that is shown differs; the same on every node. */
    String fingerprint() {
        return String.format("%08x", toString().hashCode());
    }
}
