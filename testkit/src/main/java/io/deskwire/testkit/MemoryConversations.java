package io.deskwire.testkit;

import io.deskwire.threading.Conversation;
import io.deskwire.threading.Conversations;
import io.deskwire.threading.StoredMessage;
import io.deskwire.ticket.TicketRef;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link Conversations} in memory. */
final class MemoryConversations implements Conversations {

    private final MemoryTables tables;

    MemoryConversations(MemoryTables tables) {
        this.tables = tables;
    }

    @Override
    public Optional<Conversation> find(String tenantId, String conversationId) {
        synchronized (tables) {
            return Optional.ofNullable(tables.conversations.get(new TenantKey(tenantId, conversationId)));
        }
    }

    @Override
    public Optional<Conversation> byTicket(String tenantId, TicketRef ticket) {
        synchronized (tables) {
            return tables.conversations.values().stream()
                    .filter(c -> c.tenantId().equals(tenantId) && ticket.equals(c.ticket()))
                    .findFirst();
        }
    }

    @Override
    public Map<String, String> byMessageIds(String tenantId, Collection<String> messageIds) {
        synchronized (tables) {
            Map<String, String> found = new HashMap<>();
            for (String id : messageIds) {
                String conversation = tables.conversationOfMessageId.get(new TenantKey(tenantId, id));
                if (conversation != null) {
                    found.put(id, conversation);
                }
            }
            return found;
        }
    }

    @Override
    public Optional<StoredMessage> message(String tenantId, String messageId) {
        synchronized (tables) {
            return Optional.ofNullable(tables.messages.get(new TenantKey(tenantId, messageId)))
                    .map(message -> MemoryView.of(message, tables));
        }
    }

    @Override
    public Optional<StoredMessage> outboundByWireId(String tenantId, String wireId) {
        synchronized (tables) {
            return Optional.ofNullable(tables.outboundOfWireId.get(new TenantKey(tenantId, wireId)))
                    .flatMap(id -> message(tenantId, id));
        }
    }

    @Override
    public Optional<StoredMessage> byNetworkId(String tenantId, String channelId, String networkId) {
        synchronized (tables) {
            return Optional.ofNullable(tables.messageOfNetworkId.get(new ChannelKey(tenantId, channelId, networkId)))
                    .flatMap(id -> message(tenantId, id));
        }
    }

    @Override
    public List<Conversation> ofParticipants(
            String tenantId, String channelId, Collection<String> participants, int limit) {
        synchronized (tables) {
            return tables.conversations.values().stream()
                    .filter(c -> c.tenantId().equals(tenantId) && c.channelId().equals(channelId))
                    .filter(c -> !Collections.disjoint(c.participants(), participants))
                    .sorted(Comparator.comparing(Conversation::lastMessageAt)
                            .thenComparing(Conversation::id)
                            .reversed())
                    .limit(limit)
                    .toList();
        }
    }

    @Override
    public boolean close(String tenantId, String conversationId, @Nullable Instant at) {
        synchronized (tables) {
            return tables.change(
                    tenantId,
                    conversationId,
                    c -> new Conversation(
                            c.id(),
                            c.tenantId(),
                            c.channelId(),
                            c.subject(),
                            c.participants(),
                            c.ticket(),
                            c.createdAt(),
                            c.lastMessageAt(),
                            at));
        }
    }

    @Override
    public List<StoredMessage> messages(String tenantId, String conversationId) {
        synchronized (tables) {
            List<String> ids =
                    tables.messagesOfConversation.getOrDefault(new TenantKey(tenantId, conversationId), List.of());
            return ids.stream()
                    .map(id -> Objects.requireNonNull(tables.messages.get(new TenantKey(tenantId, id))))
                    .map(message -> MemoryView.of(message, tables))
                    .toList();
        }
    }
}
