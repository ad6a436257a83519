package io.deskwire.testkit;

import io.deskwire.intake.DeadLetter;
import io.deskwire.intake.RawInbound;
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
import org.jspecify.annotations.Nullable;

/** What several of the stores in memory look at. Whoever touches it holds its monitor. */
final class MemoryTables {

    final Map<TenantKey, RawInbound> raws = new HashMap<>();
    final Map<TenantKey, Conversation> conversations = new HashMap<>();
    final Map<TenantKey, StoredMessage> messages = new HashMap<>();
    final Map<TenantKey, List<String>> messagesOfConversation = new HashMap<>();
    /** Message-ID to conversation; the oldest entry stays. */
    final Map<TenantKey, String> conversationOfMessageId = new HashMap<>();
    /** Any id an outbound message is known by outside to our id of it; the oldest entry stays. */
    final Map<TenantKey, String> outboundOfWireId = new HashMap<>();
    /** In the order they were given up. */
    final Map<TenantKey, DeadLetter> deadLetters = new LinkedHashMap<>();

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
        conversations.computeIfPresent(new TenantKey(tenantId, conversationId), (key, c) -> {
            Set<String> everybody = new LinkedHashSet<>(c.participants());
            everybody.addAll(participants);
            Instant last = at.isAfter(c.lastMessageAt()) ? at : c.lastMessageAt();
            return new Conversation(
                    c.id(), c.tenantId(), c.channelId(), c.subject(), everybody, c.ticket(), c.createdAt(), last);
        });
    }

    void setTicket(String tenantId, String conversationId, TicketRef ticket) {
        conversations.computeIfPresent(
                new TenantKey(tenantId, conversationId),
                (key, c) -> new Conversation(
                        c.id(),
                        c.tenantId(),
                        c.channelId(),
                        c.subject(),
                        c.participants(),
                        ticket,
                        c.createdAt(),
                        c.lastMessageAt()));
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
}
