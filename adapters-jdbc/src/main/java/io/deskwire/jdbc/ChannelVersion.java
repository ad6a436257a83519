package io.deskwire.jdbc;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a channel's document said at one time, without its secrets.
 *
 * @param number from 1 within the channel
 * @param at when it was written, or found
 * @param author who wrote it; null where somebody did with other programs than ours
 * @param how what was done
 * @param changed names of the fields that changed, secret ones included, with commas between them
 * @param document {@code provider}, {@code config} with masks for secrets, {@code ticket_address}, {@code parser_config},
 *     {@code is_active}
 */
public record ChannelVersion(
        int number, Instant at, @Nullable String author, How how, String changed, Map<String, Object> document) {

    /** What was done. */
    public enum How {
        /** It was written by way of ours. */
        SAVED,
        /** It was there: somebody wrote it into the tables, or it is older than this history. */
        FOUND,
        /** The channel was removed; the document is its last. */
        DELETED;

        /** As it stands in documents and in the database. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ChannelVersion {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(how, "how");
        // Documents may hold JSON nulls.
        document = Collections.unmodifiableMap(new LinkedHashMap<>(document));
    }
}
