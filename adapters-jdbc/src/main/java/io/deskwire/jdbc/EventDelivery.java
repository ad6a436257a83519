package io.deskwire.jdbc;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of one event at one subscription.
 *
 * @param event the event
 * @param state where it stands
 * @param attempts how often it was tried
 * @param triedAt when it was tried last, or null
 * @param status the HTTP status of the last answer, or null
 * @param problem why it was not taken, or null
 */
public record EventDelivery(
        StoredEvent event,
        State state,
        int attempts,
        @Nullable Instant triedAt,
        @Nullable Integer status,
        @Nullable String problem) {

    /** Where a delivery stands. */
    public enum State {
        /** To be delivered. */
        PENDING,
        /** The receiver took it. */
        DELIVERED,
        /** The receiver refused it until we gave up. */
        FAILED;

        /** As it stands in documents and in the database. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
