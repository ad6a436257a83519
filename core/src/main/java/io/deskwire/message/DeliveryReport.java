package io.deskwire.message;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a later message or event says about one recipient of a message of ours.
 *
 * @param originalMessageId Message-ID or correlation id of our message, or null when the report does not carry it
 * @param providerMessageId the provider's id of our message, or null
 * @param recipient who it was for, or null when the report does not say
 * @param status where that recipient's copy now stands
 * @param code enhanced status code (RFC 3463) or the provider's own code, or null
 * @param reason in words, or null
 * @param at when it happened by the report, or null
 */
public record DeliveryReport(
        @Nullable String originalMessageId,
        @Nullable String providerMessageId,
        @Nullable Address recipient,
        DeliveryStatus status,
        @Nullable String code,
        @Nullable String reason,
        @Nullable Instant at) {
    public DeliveryReport {
        Objects.requireNonNull(status, "status");
    }
}
