package io.deskwire.jdbc;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that happened to a tenant's messages, tickets or channels.
 *
 * @param seq its place among all events
 * @param tenantId the tenant
 * @param id the same at every attempt and at every replay
 * @param type such as {@code message.received}
 * @param lane what is told in order: a conversation, a channel
 * @param channelId the channel
 * @param subject id of the message, the ticket, the dead letter or the channel
 * @param data more about it, by type
 * @param notedAt when it was written down, by the database's clock
 */
public record StoredEvent(
        long seq,
        String tenantId,
        String id,
        String type,
        String lane,
        String channelId,
        String subject,
        Map<String, Object> data,
        Instant notedAt) {
    public StoredEvent {
        // Values may be null.
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    }
}
