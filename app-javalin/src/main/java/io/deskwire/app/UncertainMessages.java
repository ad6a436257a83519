package io.deskwire.app;

import io.deskwire.Deskwire;
import io.deskwire.delivery.Delivery;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.threading.StoredMessage;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Decides about answers of which nobody knows whether they went out. */
public final class UncertainMessages {

    private final Deskwire deskwire;
    private final Clock clock;

    public UncertainMessages(ServerContext context) {
        this.deskwire = context.deskwire();
        this.clock = context.clock();
    }

    /** What a person found out, or wants. */
    public enum Decision {
        /** It went out: it counts as sent. */
        WAS_SENT,
        /** It did not go out: it is sent again. */
        SEND_AGAIN,
        /** It is ended as failed. */
        FAILED;

        /** As it is written in forms and documents. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The decision that a word names, if it names one. */
        public static Optional<Decision> of(String word) {
            for (Decision decision : values()) {
                if (decision.word().equals(word)) {
                    return Optional.of(decision);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * Carries a decision out.
     *
     * @return false when the message is not uncertain, or not there; then nothing was changed
     */
    public boolean decide(String tenantId, String messageId, Decision decision) {
        return switch (decision) {
            case SEND_AGAIN -> deskwire.resolveUncertain(tenantId, messageId, true);
            case FAILED -> deskwire.resolveUncertain(tenantId, messageId, false);
            case WAS_SENT -> wasSent(tenantId, messageId);
        };
    }

    /** A person's word counts like the provider's news. */
    private boolean wasSent(String tenantId, String messageId) {
        Instant now = clock.instant();
        List<Delivery> news = deskwire
                .messages()
                .find(tenantId, messageId)
                .filter(StoredMessage.Outbound.class::isInstance)
                .map(StoredMessage.Outbound.class::cast)
                .map(StoredMessage.Outbound::deliveries)
                .orElse(List.of())
                .stream()
                .filter(d -> d.status() == DeliveryStatus.UNCERTAIN)
                .map(d -> new Delivery(d.recipient(), DeliveryStatus.SENT, "confirmed by an operator", null, now))
                .toList();
        return !news.isEmpty() && deskwire.outbox().report(tenantId, messageId, news, now);
    }
}
