package io.deskwire.intake;

import io.deskwire.work.Page;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Port: what was given up. Entries are made by {@link Inbox#settle} and by the deliveries' settle. */
public interface DeadLetters {

    /** The tenant's dead letters, newest first. */
    Page<DeadLetter> list(String tenantId, @Nullable String cursor, int limit);

    Optional<DeadLetter> find(String tenantId, String id);

    /** How many the tenant has. */
    long count(String tenantId);

    /**
     * Puts an entry back to work at the stage where it stopped, due at once with its attempts reset; the entry is gone. If
     * it fails again there will be a new one. False when there is no such entry.
     */
    boolean redeliver(String tenantId, String id, Instant now);

    /** Ends an entry; raw bytes and the record of the decision stay. False when there is no such entry. */
    boolean discard(String tenantId, String id, String comment, Instant now);
}
