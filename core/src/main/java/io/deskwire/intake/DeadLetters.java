package io.deskwire.intake;

import io.deskwire.work.Page;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Port: what was given up. Entries are made by {@link Inbox#settle} and by the deliveries' settle. */
public interface DeadLetters {

    /**
     * Which entries are meant.
     *
     * @param reason exactly this one, or null for any
     * @param from given up then or later, or null
     * @param before given up earlier, or null
     */
    record Filter(
            @Nullable String reason,
            @Nullable Instant from,
            @Nullable Instant before) {

        /** All of them. */
        public static Filter none() {
            return new Filter(null, null, null);
        }

        /** Whether an entry is meant. */
        public boolean takes(DeadLetter letter) {
            return (reason == null || reason.equals(letter.reason()))
                    && (from == null || !letter.failedAt().isBefore(from))
                    && (before == null || letter.failedAt().isBefore(before));
        }
    }

    /**
     * Entries that stopped at one stage for one reason.
     *
     * @param oldest when the first of them was given up
     * @param newest when the last was
     */
    record Group(DeadLetter.Stage stage, String reason, long count, Instant oldest, Instant newest) {
        public Group {
            Objects.requireNonNull(stage, "stage");
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(oldest, "oldest");
            Objects.requireNonNull(newest, "newest");
        }
    }

    /** Some of the tenant's dead letters, newest first. */
    Page<DeadLetter> list(String tenantId, Filter filter, @Nullable String cursor, int limit);

    /** The tenant's dead letters, newest first. */
    default Page<DeadLetter> list(String tenantId, @Nullable String cursor, int limit) {
        return list(tenantId, Filter.none(), cursor, limit);
    }

    /** The tenant's dead letters by stage and reason, the most frequent first. */
    List<Group> groups(String tenantId);

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
