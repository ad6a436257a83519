package io.deskwire.audit;

import io.deskwire.work.Page;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Port: keeps what was done. Entries are added and forgotten by age, never changed. */
public interface AuditLog {

    /** Which entries are meant; null in a field means any. */
    record Filter(@Nullable String tenantId, @Nullable String action) {

        /** All of them. */
        public static Filter none() {
            return new Filter(null, null);
        }
    }

    /** Keeps an entry; when this returns it is durable. */
    void record(AuditEntry entry);

    /**
     * Entries, newest first.
     *
     * @param cursor the {@code nextCursor} of the page before, or null
     * @throws IllegalArgumentException when the cursor is none of this list
     */
    Page<AuditEntry> list(Filter filter, @Nullable String cursor, int limit);

    /**
     * Forgets old entries.
     *
     * @return how many were forgotten; at most {@code limit}
     */
    int forget(Instant before, int limit);
}
