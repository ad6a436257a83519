package io.deskwire.delivery;

import io.deskwire.message.Address;
import io.deskwire.message.DeliveryStatus;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where one recipient's copy of an outbound message stands.
 *
 * @param reason in words, or null
 * @param code the server's or provider's code, or null
 * @param at when this status was reached
 */
public record Delivery(
        Address recipient,
        DeliveryStatus status,
        @Nullable String reason,
        @Nullable String code,
        Instant at) {
    public Delivery {
        Objects.requireNonNull(recipient, "recipient");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(at, "at");
    }
}
