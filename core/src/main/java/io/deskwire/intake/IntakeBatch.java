package io.deskwire.intake;

import io.deskwire.channel.Cursor;
import io.deskwire.channel.RawItem;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one call of a channel brings, stored in one transaction together with the channel's cursor.
 *
 * @param items in the source's order; may be empty
 * @param expected the cursor the fetch started from; the batch is refused when the stored one differs
 * @param next the cursor to store; null leaves the stored one alone and {@code expected} unchecked
 */
public record IntakeBatch(
        String tenantId,
        String channelId,
        List<RawItem> items,
        @Nullable Cursor expected,
        @Nullable Cursor next,
        Instant now) {
    public IntakeBatch {
        Objects.requireNonNull(tenantId, "tenantId");
        Objects.requireNonNull(channelId, "channelId");
        Objects.requireNonNull(now, "now");
        items = List.copyOf(items);
    }
}
