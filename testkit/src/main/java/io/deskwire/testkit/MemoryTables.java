package io.deskwire.testkit;

import io.deskwire.intake.DeadLetter;
import io.deskwire.intake.RawInbound;
import io.deskwire.message.Annotation;
import io.deskwire.message.Content;
import io.deskwire.threading.Conversation;
import io.deskwire.threading.StoredMessage;
import io.deskwire.ticket.TicketRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What several of the stores in memory look at. Whoever touches it holds its monitor. */
final class MemoryTables {

    final Map<TenantKey, RawInbound> raws = new HashMap<>();
    /** Items whose bytes were removed. */
    final Map<TenantKey, RawInbound> withoutBytes = new LinkedHashMap<>();

    final Map<TenantKey, Conversation> conversations = new HashMap<>();
    final Map<TenantKey, StoredMessage> messages = new HashMap<>();
    final Map<TenantKey, List<String>> messagesOfConversation = new HashMap<>();
    /** Message-ID to conversation; the oldest entry stays. */
    final Map<ChannelKey, String> conversationOfThread = new HashMap<>();

    final Map<TenantKey, String> conversationOfMessageId = new HashMap<>();
    /** Any id an outbound message is known by outside to our id of it; the oldest entry stays. */
    final Map<TenantKey, String> outboundOfWireId = new HashMap<>();
    /** The network's id of a message to our id of it; the oldest entry stays. */
    final Map<ChannelKey, String> messageOfNetworkId = new HashMap<>();
    /** By message, in the order in which they were noted. */
    final Map<TenantKey, List<Annotation>> annotations = new HashMap<>();
    /** By message and attachment: what became of files that are fetched apart. */
    final Map<TenantKey, Map<Integer, MemoryFile>> files = new HashMap<>();
    /** Kept bytes by their hash. */
    final Map<TenantKey, Content> contents = new HashMap<>();
    /** In the order they were given up. */
    final Map<TenantKey, DeadLetter> deadLetters = new LinkedHashMap<>();

    /** Where the messages of tickets go that the helpdesk moved; always the last ticket of a chain. */
    final Map<TenantKey, TicketRef> moves = new HashMap<>();
    /** By conversation: the ticket it had before it was first moved. */
    final Map<TenantKey, TicketRef> ticketWas = new HashMap<>();

    void add(StoredMessage message) {
        messages.put(new TenantKey(message.tenantId(), message.id()), message);
        String conversation = message.conversationId();
        if (conversation != null) {
            messagesOfConversation
                    .computeIfAbsent(new TenantKey(message.tenantId(), conversation), k -> new ArrayList<>())
                    .add(message.id());
        }
    }

    void indexMessageId(String tenantId, @Nullable String messageId, @Nullable String conversationId) {
        if (messageId != null && conversationId != null) {
            conversationOfMessageId.putIfAbsent(new TenantKey(tenantId, messageId), conversationId);
        }
    }

    void indexNetworkId(String tenantId, String channelId, @Nullable String networkId, String messageId) {
        if (networkId != null) {
            messageOfNetworkId.putIfAbsent(new ChannelKey(tenantId, channelId, networkId), messageId);
        }
    }

    Content keep(String tenantId, Content content) {
        contents.putIfAbsent(new TenantKey(tenantId, content.sha256()), content);
        return content;
    }

    void openConversation(
            String tenantId,
            String channelId,
            String conversationId,
            @Nullable String subject,
            Collection<String> participants,
            Instant at) {
        conversations.put(
                new TenantKey(tenantId, conversationId),
                new Conversation(conversationId, tenantId, channelId, subject, Set.copyOf(participants), null, at, at));
    }

    /** Notes a further message of a conversation. */
    void continueConversation(String tenantId, String conversationId, Collection<String> participants, Instant at) {
        join(tenantId, conversationId, participants);
        change(
                tenantId,
                conversationId,
                c -> with(c, c.participants(), c.ticket(), at.isAfter(c.lastMessageAt()) ? at : c.lastMessageAt()));
    }

    /** People are part of a conversation from now on. */
    void join(String tenantId, String conversationId, Collection<String> participants) {
        change(tenantId, conversationId, c -> {
            Set<String> everybody = new LinkedHashSet<>(c.participants());
            everybody.addAll(participants);
            return with(c, everybody, c.ticket(), c.lastMessageAt());
        });
    }

    /** Where a ticket's messages go now. */
    TicketRef current(String tenantId, TicketRef ticket) {
        return moves.getOrDefault(new TenantKey(tenantId, ticket.value()), ticket);
    }

    void setTicket(String tenantId, String conversationId, TicketRef ticket) {
        TicketRef now = current(tenantId, ticket);
        if (!now.equals(ticket)) {
            ticketWas.putIfAbsent(new TenantKey(tenantId, conversationId), ticket);
        }
        change(tenantId, conversationId, c -> with(c, c.participants(), now, c.lastMessageAt()));
    }

    /** Changes a conversation; false when there is none. */
    boolean change(String tenantId, String conversationId, UnaryOperator<Conversation> change) {
        return conversations.computeIfPresent(
                        new TenantKey(tenantId, conversationId), (key, conversation) -> change.apply(conversation))
                != null;
    }

    private static Conversation with(
            Conversation c, Set<String> participants, @Nullable TicketRef ticket, Instant lastMessageAt) {
        return new Conversation(
                c.id(),
                c.tenantId(),
                c.channelId(),
                c.subject(),
                participants,
                ticket,
                c.createdAt(),
                lastMessageAt,
                c.closedAt(),
                c.splitFrom());
    }

    StoredMessage.Inbound inbound(String tenantId, String messageId) {
        return (StoredMessage.Inbound) Objects.requireNonNull(messages.get(new TenantKey(tenantId, messageId)));
    }

    void setState(String tenantId, String messageId, StoredMessage.Inbound.State state, @Nullable String reason) {
        StoredMessage.Inbound m = inbound(tenantId, messageId);
        messages.put(
                new TenantKey(tenantId, messageId),
                new StoredMessage.Inbound(m.message(), m.decision(), state, reason, m.ticket(), m.storedAt()));
    }

    /** Removes everything of a tenant and counts it. */
    int forget(String tenantId) {
        int before = size();
        List<Map<TenantKey, ?>> ofTenants = List.of(
                raws,
                withoutBytes,
                conversations,
                messages,
                messagesOfConversation,
                conversationOfMessageId,
                outboundOfWireId,
                annotations,
                files,
                contents,
                deadLetters,
                moves,
                ticketWas);
        ofTenants.forEach(map -> map.keySet().removeIf(key -> key.tenantId().equals(tenantId)));
        conversationOfThread.keySet().removeIf(key -> key.tenantId().equals(tenantId));
        messageOfNetworkId.keySet().removeIf(key -> key.tenantId().equals(tenantId));
        return before - size();
    }

    private int size() {
        return raws.size() + withoutBytes.size() + conversations.size() + messages.size() + contents.size();
    }
}
