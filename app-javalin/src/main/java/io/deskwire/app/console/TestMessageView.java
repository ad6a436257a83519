package io.deskwire.app.console;

import io.deskwire.message.DeliveryStatus;
import io.deskwire.threading.Conversations;
import io.deskwire.threading.StoredMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message that a channel sends to itself, and whether it came in: both halves of the way.
 *
 * @param sent null when none was sent
 * @param running whether the page should ask again
 * @param address where it asks
 */
record TestMessageView(@Nullable Half sent, @Nullable Half back, boolean running, String address) {

    /** So long the way back may take before we say that it is too long. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Its page is not asked for ever. */
    private static final Duration GIVEN_UP = Duration.ofHours(1);

    private static final int LOOKED_THROUGH = 50;

    /** One half. */
    record Half(Chip chip, String text) {}

    static TestMessageView of(
            Conversations conversations, String tenant, String channel, @Nullable String id, Instant now) {
        Optional<StoredMessage.Outbound> found = id == null
                ? Optional.empty()
                : conversations
                        .message(tenant, id)
                        .filter(StoredMessage.Outbound.class::isInstance)
                        .map(StoredMessage.Outbound.class::cast)
                        .filter(message -> message.channelId().equals(channel));
        if (found.isEmpty()) {
            return new TestMessageView(null, null, false, "");
        }
        StoredMessage.Outbound message = found.get();
        Duration age = Duration.between(message.message().createdAt(), now);
        DeliveryStatus status = message.deliveries().isEmpty()
                ? DeliveryStatus.QUEUED
                : message.deliveries().get(0).status();
        String why = message.deliveries().isEmpty()
                ? null
                : message.deliveries().get(0).reason();
        Half sent = new Half(Words.delivery(status), why == null ? words(status) : why);
        Half back = back(conversations, message, status, age);
        boolean arrived = back.chip().tone() == Tone.GOOD;
        boolean over = status == DeliveryStatus.FAILED
                || status == DeliveryStatus.REJECTED
                || status == DeliveryStatus.BOUNCED;
        return new TestMessageView(
                sent,
                back,
                !arrived && !over && age.compareTo(GIVEN_UP) < 0,
                Addresses.channel(tenant, channel) + "/test-message/" + Addresses.segment(message.id()));
    }

    private static String words(DeliveryStatus status) {
        return switch (status) {
            case QUEUED, SENDING -> "it is about to leave";
            case SENT, DELIVERED, READ, PLAYED -> "the provider took it";
            default -> "it has not left";
        };
    }

    private static Half back(
            Conversations conversations, StoredMessage.Outbound sent, DeliveryStatus status, Duration age) {
        Optional<StoredMessage.Inbound> arrived =
                conversations.received(sent.tenantId(), sent.channelId(), null, LOOKED_THROUGH).items().stream()
                        .filter(candidate -> is(conversations, sent, candidate))
                        .findFirst();
        if (arrived.isPresent()) {
            long seconds = Math.max(
                    0,
                    Duration.between(sent.message().createdAt(), arrived.get().storedAt())
                            .toSeconds());
            String rule = arrived.get().stateReason();
            return new Half(
                    new Chip("Came in", Tone.GOOD),
                    "after " + Words.count(seconds, "second", "seconds") + "; it was known again"
                            + (rule == null ? "" : " (" + rule + ")") + " and made no ticket");
        }
        boolean left = status == DeliveryStatus.SENT || status == DeliveryStatus.DELIVERED;
        if (left && age.compareTo(PATIENCE) > 0) {
            return new Half(
                    new Chip("Not there", Tone.BAD),
                    "it left and has not come in for " + Words.span(age)
                            + ": look into the provider's spam folder, and check that mail to the channel's address goes to"
                            + " this channel");
        }
        return new Half(new Chip("Waiting", Tone.CALM), "it has not come in yet");
    }

    private static boolean is(
            Conversations conversations, StoredMessage.Outbound sent, StoredMessage.Inbound candidate) {
        String id = candidate.message().parsed().threading().messageId();
        if (id == null || candidate.storedAt().isBefore(sent.message().createdAt())) {
            return false;
        }
        return id.equals(sent.message().messageId())
                || conversations
                        .outboundByWireId(sent.tenantId(), id)
                        .filter(found -> Objects.equals(found.id(), sent.id()))
                        .isPresent();
    }
}
