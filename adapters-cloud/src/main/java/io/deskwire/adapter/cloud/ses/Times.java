package io.deskwire.adapter.cloud.ses;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Times as SES writes them. */
final class Times {

    private Times() {}

    /** Null for what is none. */
    static @Nullable Instant read(@Nullable Object value) {
        if (!(value instanceof String text)) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text.strip()).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
