package io.deskwire.jdbc;

import io.deskwire.message.Address;
import io.deskwire.rules.TicketFields;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A ticket of the built-in store.
 *
 * @param id ours; the value of its {@link io.deskwire.ticket.TicketRef}
 * @param number counts from 1 within the tenant; for people
 * @param subject never blank
 * @param requester who wrote the first message, or null when that could not be read
 * @param channelId the channel the first message came by
 * @param conversationId the conversation it was opened for
 * @param fields what the tenant's rules wanted of it: at its opening, and of later messages what was still missing
 * @param createdAt when the first message was handed over
 * @param updatedAt when the last message was handed over or somebody changed it
 */
public record Ticket(
        String id,
        String tenantId,
        long number,
        String subject,
        TicketState state,
        @Nullable Address requester,
        String channelId,
        String conversationId,
        TicketFields fields,
        Instant createdAt,
        Instant updatedAt) {
    public Ticket {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(tenantId, "tenantId");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(channelId, "channelId");
        Objects.requireNonNull(conversationId, "conversationId");
        Objects.requireNonNull(fields, "fields");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(updatedAt, "updatedAt");
    }
}
