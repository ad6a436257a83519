package io.deskwire.threading;

import io.deskwire.ticket.TicketRef;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Our thread of messages with one correspondent.
 *
 * @param subject the first message's subject, or null
 * @param participants keys ({@link io.deskwire.message.Address#key}) of everybody who wrote or was written to, without
 *     the channel's own address
 * @param ticket the helpdesk's record, or null until the helpdesk took the first message
 * @param closedAt when the helpdesk called its ticket finished, or null while it is open
 * @param splitFrom the conversation that the helpdesk took its first messages out of, or null
 */
public record Conversation(
        String id,
        String tenantId,
        String channelId,
        @Nullable String subject,
        Set<String> participants,
        @Nullable TicketRef ticket,
        Instant createdAt,
        Instant lastMessageAt,
        @Nullable Instant closedAt,
        @Nullable String splitFrom) {
    public Conversation {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(tenantId, "tenantId");
        Objects.requireNonNull(channelId, "channelId");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(lastMessageAt, "lastMessageAt");
        participants = Set.copyOf(participants);
    }

    /** A conversation whose ticket is open. */
    public Conversation(
            String id,
            String tenantId,
            String channelId,
            @Nullable String subject,
            Set<String> participants,
            @Nullable TicketRef ticket,
            Instant createdAt,
            Instant lastMessageAt) {
        this(id, tenantId, channelId, subject, participants, ticket, createdAt, lastMessageAt, null, null);
    }

    /** The same with a finished or open ticket. */
    public Conversation withClosedAt(@Nullable Instant at) {
        return new Conversation(
                id, tenantId, channelId, subject, participants, ticket, createdAt, lastMessageAt, at, splitFrom);
    }

    /** The same with these people. */
    public Conversation withParticipants(Set<String> others) {
        return new Conversation(
                id, tenantId, channelId, subject, others, ticket, createdAt, lastMessageAt, closedAt, splitFrom);
    }
}
