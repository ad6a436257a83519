package io.deskwire.intake;

import io.deskwire.delivery.Delivery;
import io.deskwire.delivery.Outbox;
import io.deskwire.delivery.ServiceWindows;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Address;
import io.deskwire.message.DeliveryReport;
import io.deskwire.message.InboundMessage;
import io.deskwire.threading.Conversation;
import io.deskwire.threading.Conversations;
import io.deskwire.threading.StoredMessage;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Brings news about messages of ours to them. */
final class Reports {

    private final Conversations conversations;
    private final Outbox outbox;
    private final ServiceWindows windows;

    Reports(Conversations conversations, Outbox outbox, ServiceWindows windows) {
        this.conversations = conversations;
        this.outbox = outbox;
        this.windows = windows;
    }

    /** What the news of an item came to. */
    enum Found {
        /** At least one message of ours was meant. */
        OURS,
        /** They name ids that are not ours. */
        FOREIGN,
        /** They name no id of our making, and none that is known yet. */
        UNKNOWN
    }

    /** Applies everything an item reports. Doing it twice changes nothing more. */
    Found apply(InboundMessage message, Instant now) {
        Found found = Found.FOREIGN;
        for (DeliveryReport report : message.parsed().reports()) {
            Optional<StoredMessage.Outbound> ours = ours(message, report);
            if (ours.isPresent()) {
                apply(message, report, ours.get(), now);
                found = Found.OURS;
            } else if (found == Found.FOREIGN && report.originalMessageId() == null) {
                found = Found.UNKNOWN;
            }
        }
        return found;
    }

    /** Our own id first: the provider's may not be known yet. */
    private Optional<StoredMessage.Outbound> ours(InboundMessage message, DeliveryReport report) {
        return ours(message, report.originalMessageId(), report.providerMessageId());
    }

    /** The message of ours that two ids name, either of which may be null. */
    Optional<StoredMessage.Outbound> ours(
            InboundMessage message, @Nullable String originalMessageId, @Nullable String providerMessageId) {
        return outbound(message, originalMessageId)
                .or(() -> outbound(message, providerMessageId))
                // News on one channel says nothing about what left by another.
                .filter(sent -> isMail(message) || sent.channelId().equals(message.channelId()));
    }

    /** Bounces may come back to any mailbox of the tenant. */
    private static boolean isMail(InboundMessage message) {
        return message.parsed().event() == null;
    }

    private Optional<StoredMessage.Outbound> outbound(InboundMessage message, @Nullable String id) {
        return id == null
                ? Optional.empty()
                : conversations
                        .outboundByWireId(message.tenantId(), id)
                        .filter(StoredMessage.Outbound.class::isInstance)
                        .map(StoredMessage.Outbound.class::cast);
    }

    private void apply(InboundMessage message, DeliveryReport report, StoredMessage.Outbound sent, Instant now) {
        List<Address> recipients = report.recipient() == null ? soleRecipient(sent) : List.of(report.recipient());
        Instant at = report.at() == null ? message.receivedAt() : report.at();
        List<Delivery> news = recipients.stream()
                .map(r -> new Delivery(r, report.status(), report.reason(), report.code(), at))
                .toList();
        outbox.report(message.tenantId(), sent.id(), report.providerMessageId(), news, now);
        if (report.failure() == FailureKind.WINDOW_CLOSED) {
            windows.refused(message.tenantId(), sent.channelId(), keys(sent), at);
        }
    }

    private Set<String> keys(StoredMessage.Outbound sent) {
        Set<String> keys = new LinkedHashSet<>();
        sent.message().recipients().forEach(recipient -> keys.add(recipient.key()));
        conversations
                .find(sent.tenantId(), sent.message().conversationId())
                .map(Conversation::participants)
                .ifPresent(keys::addAll);
        return keys;
    }

    /** A report that names nobody can only be about the one person the message went to. */
    private static List<Address> soleRecipient(StoredMessage.Outbound sent) {
        List<Address> recipients = sent.message().recipients();
        return recipients.size() == 1 ? recipients : List.of();
    }
}
