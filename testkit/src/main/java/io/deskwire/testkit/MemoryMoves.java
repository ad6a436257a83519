package io.deskwire.testkit;

import io.deskwire.threading.Conversation;
import io.deskwire.threading.StoredMessage;
import io.deskwire.ticket.TicketRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Moves of tickets and of single messages. Whoever calls holds the tables' monitor. */
final class MemoryMoves {

    private final MemoryTables tables;

    MemoryMoves(MemoryTables tables) {
        this.tables = tables;
    }

    OptionalInt move(String tenantId, TicketRef from, TicketRef to, List<Conversation> there) {
        TicketRef end = tables.current(tenantId, to);
        if (end.equals(from)) {
            return OptionalInt.empty();
        }
        TicketRef before = tables.current(tenantId, from);
        tables.moves.replaceAll((key, ticket) -> key.tenantId().equals(tenantId) && ticket.equals(from) ? end : ticket);
        tables.moves.put(new TenantKey(tenantId, from.value()), end);
        Instant closedAt = there.isEmpty() ? null : there.get(0).closedAt();
        int moved = 0;
        for (Map.Entry<TenantKey, Conversation> entry : tables.conversations.entrySet()) {
            Conversation c = entry.getValue();
            TicketRef was = tables.ticketWas.get(entry.getKey());
            boolean its = from.equals(c.ticket()) || (from.equals(was) && before.equals(c.ticket()));
            if (c.tenantId().equals(tenantId) && its) {
                tables.ticketWas.putIfAbsent(entry.getKey(), Objects.requireNonNull(c.ticket(), "ticket"));
                entry.setValue(with(c, end, closedAt));
                messagesOf(c).forEach(id -> setTicket(tenantId, id, end, c.id()));
                moved++;
            }
        }
        return OptionalInt.of(moved);
    }

    Optional<String> split(String tenantId, String messageId, TicketRef to, String freshId, Instant now) {
        StoredMessage message = tables.messages.get(new TenantKey(tenantId, messageId));
        boolean pending = message instanceof StoredMessage.Inbound inbound
                && inbound.state() == StoredMessage.Inbound.State.PENDING;
        if (message == null || message.conversationId() == null || pending) {
            return Optional.empty();
        }
        String origin = message.conversationId();
        TicketRef ticket = tables.current(tenantId, to);
        String there = target(tenantId, origin, ticket, freshId, now);
        tables.messagesOfConversation
                .getOrDefault(new TenantKey(tenantId, origin), new ArrayList<>())
                .remove(messageId);
        List<String> others =
                tables.messagesOfConversation.computeIfAbsent(new TenantKey(tenantId, there), key -> new ArrayList<>());
        others.add(messageId);
        others.sort(null);
        tables.conversationOfMessageId.replaceAll((key, conversation) ->
                key.tenantId().equals(tenantId) && wireIds(message).contains(key.id()) && conversation.equals(origin)
                        ? there
                        : conversation);
        setTicket(tenantId, messageId, ticket, there);
        return Optional.of(there);
    }

    private String target(String tenantId, String origin, TicketRef ticket, String freshId, Instant now) {
        Conversation from = Objects.requireNonNull(tables.conversations.get(new TenantKey(tenantId, origin)), "origin");
        Optional<String> there = tables.conversations.values().stream()
                .filter(c -> c.tenantId().equals(tenantId) && ticket.equals(c.ticket()))
                .filter(c -> c.id().equals(origin) || origin.equals(c.splitFrom()) || c.id().equals(from.splitFrom()))
                .map(Conversation::id)
                .sorted()
                .findFirst();
        if (there.isPresent()) {
            return there.get();
        }
        tables.conversations.put(
                new TenantKey(tenantId, freshId),
                new Conversation(
                        freshId,
                        tenantId,
                        from.channelId(),
                        from.subject(),
                        from.participants(),
                        ticket,
                        now,
                        now,
                        null,
                        origin));
        return freshId;
    }

    private List<String> wireIds(StoredMessage message) {
        if (message instanceof StoredMessage.Inbound inbound) {
            String id = inbound.message().parsed().threading().messageId();
            return id == null ? List.of() : List.of(id);
        }
        return tables.outboundOfWireId.entrySet().stream()
                .filter(entry -> entry.getKey().tenantId().equals(message.tenantId())
                        && entry.getValue().equals(message.id()))
                .map(entry -> entry.getKey().id())
                .toList();
    }

    private List<String> messagesOf(Conversation c) {
        return tables.messagesOfConversation.getOrDefault(new TenantKey(c.tenantId(), c.id()), List.of());
    }

    private void setTicket(String tenantId, String messageId, TicketRef ticket, String conversation) {
        tables.messages.computeIfPresent(new TenantKey(tenantId, messageId), (key, message) -> {
            if (message instanceof StoredMessage.Inbound m) {
                return new StoredMessage.Inbound(
                        m.message(),
                        m.decision().movedTo(conversation),
                        m.state(),
                        m.stateReason(),
                        m.ticket() == null ? null : ticket,
                        m.storedAt());
            }
            StoredMessage.Outbound m = (StoredMessage.Outbound) message;
            return new StoredMessage.Outbound(
                    m.message().movedTo(conversation), m.deliveries(), m.attempts(), m.nextAttemptAt(), m.storedAt());
        });
    }

    private static Conversation with(Conversation c, TicketRef ticket, @Nullable Instant closedAt) {
        return new Conversation(
                c.id(),
                c.tenantId(),
                c.channelId(),
                c.subject(),
                c.participants(),
                ticket,
                c.createdAt(),
                c.lastMessageAt(),
                closedAt,
                c.splitFrom());
    }
}
