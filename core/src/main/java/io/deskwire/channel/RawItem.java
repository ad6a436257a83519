package io.deskwire.channel;

import io.deskwire.message.Envelope;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing exactly as a provider handed it over.
 *
 * @param sourceKey names the item within its channel at its source (UIDVALIDITY and UID, UIDL, event id), so that handing
 *     the same one over twice stores it once; never blank
 * @param format which decoder reads it, such as {@code rfc822}
 * @param envelope transport sender and recipients
 * @param receivedAt when the provider took it, or null when it does not say
 * @param meta further facts from the provider that the decoder needs; small
 * @param body the bytes
 */
public record RawItem(
        String sourceKey,
        String format,
        Envelope envelope,
        @Nullable Instant receivedAt,
        Map<String, String> meta,
        RawBody body) {
    public RawItem {
        if (sourceKey.isBlank()) {
            throw new IllegalArgumentException("sourceKey must not be blank");
        }
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(envelope, "envelope");
        Objects.requireNonNull(body, "body");
        meta = Map.copyOf(meta);
    }

    /** Name in {@link #meta} for an item that only names its content; its channel's {@link ContentSource} brings that. */
    public static final String ELSEWHERE = "elsewhere";

    /**
     * Name in {@link #meta} for an item that came with a channel's proof but names another number or mailbox than the
     * channel's; the value is that name.
     */
    public static final String FOREIGN = "foreign";

    /**
     * Name in {@link #meta} for an item that is this channel's and other channels' too, such as a mail to two addresses; the
     * value holds their names, separated by spaces.
     */
    public static final String ALSO = "also";

    /**
     * Name in {@link #meta} for an item that names no channel at all, such as an event about mail that something else sent:
     * every channel that proves it may look whether it means one of its own. The value says nothing.
     */
    public static final String ANYBODYS = "anybodys";
}
