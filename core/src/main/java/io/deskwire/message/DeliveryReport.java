package io.deskwire.message;

import io.deskwire.failure.FailureKind;
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
 * @param failure what kind of failure it was where the provider's code tells, or null
 */
public record DeliveryReport(
        @Nullable String originalMessageId,
        @Nullable String providerMessageId,
        @Nullable Address recipient,
        DeliveryStatus status,
        @Nullable String code,
        @Nullable String reason,
        @Nullable Instant at,
        @Nullable FailureKind failure) {
    public DeliveryReport {
        Objects.requireNonNull(status, "status");
    }

    /** A report whose code says no more than its status. */
    public DeliveryReport(
            @Nullable String originalMessageId,
            @Nullable String providerMessageId,
            @Nullable Address recipient,
            DeliveryStatus status,
            @Nullable String code,
            @Nullable String reason,
            @Nullable Instant at) {
        this(originalMessageId, providerMessageId, recipient, status, code, reason, at, null);
    }
}
