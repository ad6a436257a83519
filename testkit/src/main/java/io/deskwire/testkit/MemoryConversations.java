package io.deskwire.testkit;

import io.deskwire.message.Annotation;
import io.deskwire.threading.Conversation;
import io.deskwire.threading.Conversations;
import io.deskwire.threading.StoredMessage;
import io.deskwire.ticket.TicketRef;
import io.deskwire.work.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** {@link Conversations} in memory. */
final class MemoryConversations implements Conversations {

    private static final Comparator<Conversation> NEWEST =
            Comparator.comparing(Conversation::lastMessageAt).thenComparing(Conversation::id);

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
            return ofTicket(tenantId, ticket).stream()
                    .max(wroteLast())
                    .or(() -> tables.conversations.values().stream()
                            .filter(c -> c.tenantId().equals(tenantId)
                                    && ticket.equals(tables.ticketWas.get(new TenantKey(tenantId, c.id()))))
                            .max(wroteLast()));
        }
    }

    private Comparator<Conversation> wroteLast() {
        Comparator<Conversation> byMessage = Comparator.comparing(c -> messages(c.tenantId(), c.id()).stream()
                .filter(m ->
                        m instanceof StoredMessage.Inbound in && in.state() != StoredMessage.Inbound.State.FILTERED)
                .map(StoredMessage::storedAt)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN));
        return byMessage.thenComparing(NEWEST);
    }

    @Override
    public List<Conversation> ofTicket(String tenantId, TicketRef ticket) {
        synchronized (tables) {
            return tables.conversations.values().stream()
                    .filter(c -> c.tenantId().equals(tenantId) && ticket.equals(c.ticket()))
                    .sorted(NEWEST.reversed())
                    .toList();
        }
    }

    @Override
    public OptionalInt moveTicket(String tenantId, TicketRef from, TicketRef to, Instant now) {
        synchronized (tables) {
            return new MemoryMoves(tables).move(tenantId, from, to, ofTicket(tenantId, tables.current(tenantId, to)));
        }
    }

    @Override
    public TicketRef current(String tenantId, TicketRef ticket) {
        synchronized (tables) {
            return tables.current(tenantId, ticket);
        }
    }

    @Override
    public Optional<String> split(
            String tenantId, String messageId, TicketRef to, String freshConversationId, Instant now) {
        synchronized (tables) {
            return new MemoryMoves(tables).split(tenantId, messageId, to, freshConversationId, now);
        }
    }

    @Override
    public boolean annotate(String tenantId, String messageId, Annotation annotation) {
        synchronized (tables) {
            TenantKey message = new TenantKey(tenantId, messageId);
            if (!tables.messages.containsKey(message)) {
                return false;
            }
            tables.annotations
                    .computeIfAbsent(message, key -> new ArrayList<>())
                    .add(annotation);
            return true;
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
    public Optional<String> byProviderThread(String tenantId, String channelId, String providerThreadId) {
        synchronized (tables) {
            return Optional.ofNullable(
                    tables.conversationOfThread.get(new ChannelKey(tenantId, channelId, providerThreadId)));
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
                    .sorted(NEWEST.reversed())
                    .limit(limit)
                    .toList();
        }
    }

    @Override
    public boolean close(String tenantId, String conversationId, @Nullable Instant at) {
        synchronized (tables) {
            return tables.change(tenantId, conversationId, c -> c.withClosedAt(at));
        }
    }

    @Override
    public Page<StoredMessage.Inbound> received(String tenantId, String channelId, @Nullable String cursor, int limit) {
        synchronized (tables) {
            List<StoredMessage.Inbound> found = tables.messages.values().stream()
                    .filter(StoredMessage.Inbound.class::isInstance)
                    .map(StoredMessage.Inbound.class::cast)
                    .filter(m -> m.tenantId().equals(tenantId) && m.channelId().equals(channelId))
                    .filter(m -> cursor == null || m.id().compareTo(cursor) < 0)
                    .sorted(Comparator.comparing(StoredMessage.Inbound::id).reversed())
                    .limit(limit + 1L)
                    .map(m -> (StoredMessage.Inbound) MemoryView.of(m, tables))
                    .toList();
            boolean more = found.size() > limit;
            List<StoredMessage.Inbound> page = more ? found.subList(0, limit) : found;
            return new Page<>(page, more ? page.get(limit - 1).id() : null);
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
