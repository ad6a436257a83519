package io.deskwire.jdbc;

import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is told of a tenant's events; what signs them is kept apart.
 *
 * @param tenantId the tenant
 * @param id unique within the tenant
 * @param url where events are posted
 * @param types which of them
 * @param active false while the tenant wants nothing delivered; events of that time are not made up for
 * @param createdAt when it was made
 * @param updatedAt when it was changed last
 * @param condition how it is doing
 */
public record Subscription(
        String tenantId,
        String id,
        String url,
        Set<String> types,
        boolean active,
        Instant createdAt,
        Instant updatedAt,
        Condition condition) {

    /**
     * How a subscription is doing.
     *
     * @param disabledReason why nothing is delivered until somebody saves it again, or null
     * @param failures in a row
     * @param retryAt not before this time; null when nothing failed
     * @param problem why it failed last, or null
     * @param lastDeliveredAt when its receiver last took an event, or null
     * @param expired events that grew too old before they could be delivered
     */
    public record Condition(
            @Nullable String disabledReason,
            int failures,
            @Nullable Instant retryAt,
            @Nullable String problem,
            @Nullable Instant lastDeliveredAt,
            long expired) {

        /** Nothing was tried so far. */
        public static Condition fresh() {
            return new Condition(null, 0, null, null, null, 0);
        }
    }

    public Subscription {
        Objects.requireNonNull(tenantId, "tenantId");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(updatedAt, "updatedAt");
        Objects.requireNonNull(condition, "condition");
        types = Collections.unmodifiableSet(new TreeSet<>(types));
    }

    /** {@code active}, {@code failing}, {@code disabled} by its receiver, or {@code switched_off} by its tenant. */
    public String state() {
        if (!active) {
            return "switched_off";
        }
        if (condition.disabledReason() != null) {
            return "disabled";
        }
        return condition.failures() > 0 ? "failing" : "active";
    }
}
