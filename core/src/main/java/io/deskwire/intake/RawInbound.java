package io.deskwire.intake;

import io.deskwire.message.Content;
import io.deskwire.message.Envelope;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stored bytes exactly as received, with what the transport said about them.
 *
 * @param id ours
 * @param sourceKey its name at the source
 * @param format which decoder reads it
 * @param receivedAt when the provider took it, or null
 * @param storedAt when it became durable here
 * @param content the bytes
 */
public record RawInbound(
        String id,
        String tenantId,
        String channelId,
        String sourceKey,
        String format,
        Envelope envelope,
        @Nullable Instant receivedAt,
        Instant storedAt,
        Map<String, String> meta,
        Content content) {
    public RawInbound {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(tenantId, "tenantId");
        Objects.requireNonNull(channelId, "channelId");
        Objects.requireNonNull(sourceKey, "sourceKey");
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(envelope, "envelope");
        Objects.requireNonNull(storedAt, "storedAt");
        Objects.requireNonNull(content, "content");
        meta = Map.copyOf(meta);
    }

    /** The provider's time where it gave one, else ours. */
    public Instant arrivedAt() {
        return receivedAt == null ? storedAt : receivedAt;
    }
}
