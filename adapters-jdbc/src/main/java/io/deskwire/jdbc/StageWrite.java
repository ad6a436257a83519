package io.deskwire.jdbc;

import io.deskwire.json.DomainJson;
import io.deskwire.json.Json;
import io.deskwire.message.Address;
import io.deskwire.message.OutboundMessage;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** New messages that carry one draft, once per idempotency key; answers the first stored one's id. */
final class StageWrite extends Write.Alone<String> {

    private final List<OutboundMessage> messages;
    private final OutboundMessage first;
    private final @Nullable String idempotencyKey;
    private final Instant notBefore;
    private final boolean newConversation;
    private final List<String> documents;

    /** @param messages at least one, all of one tenant and conversation */
    StageWrite(
            List<OutboundMessage> messages,
            @Nullable String idempotencyKey,
            Instant notBefore,
            boolean newConversation) {
        this.messages = messages;
        this.first = messages.get(0);
        this.idempotencyKey = idempotencyKey == null ? null : Keys.bounded(idempotencyKey);
        this.notBefore = notBefore;
        this.newConversation = newConversation;
        this.documents = messages.stream()
                .map(message -> Json.write(DomainJson.toTree(message)))
                .toList();
    }

    @Override
    Collection<LaneKey> lanes() {
        return List.of(new LaneKey(LaneKey.OUTBOX, first.tenantId(), first.conversationId()));
    }

    @Override
    Instant now() {
        return first.createdAt();
    }

    @Override
    int rows() {
        return messages.size();
    }

    @Override
    String run(Handle handle, Collection<LaneKey> lanes) {
        if (!addOutbound(handle, first, idempotencyKey, " ON CONFLICT DO NOTHING")) {
            return earlier(handle).orElse(first.id());
        }
        for (int i = 0; i < messages.size(); i++) {
            OutboundMessage message = messages.get(i);
            if (i > 0) {
                addOutbound(handle, message, null, "");
            }
            addMessage(handle, message, documents.get(i));
            conversation(handle, message, newConversation && i == 0);
            new OutboxRow(message.tenantId(), message.id(), message.conversationId(), OutboxRow.State.SEND, null, false)
                    .addWork(handle, 1, notBefore, notBefore);
        }
        return first.id();
    }

    private boolean addOutbound(Handle handle, OutboundMessage message, @Nullable String key, String onConflict) {
        return handle.execute(
                        "INSERT INTO deskwire_outbound (tenant_id, message_id, idempotency_key, state, next_attempt_at)"
                                + " VALUES (?, ?, ?, 'send', ?)" + onConflict,
                        message.tenantId(),
                        message.id(),
                        key,
                        notBefore)
                == 1;
    }

    private Optional<String> earlier(Handle handle) {
        return handle.select(
                        "SELECT message_id FROM deskwire_outbound WHERE tenant_id = ? AND idempotency_key = ?",
                        first.tenantId(),
                        idempotencyKey)
                .mapTo(String.class)
                .findOne();
    }

    private static void addMessage(Handle handle, OutboundMessage message, String document) {
        String tenant = message.tenantId();
        handle.execute(
                MessageSql.OUTBOUND.text(),
                tenant,
                message.id(),
                message.channelId(),
                message.conversationId(),
                message.createdAt());
        handle.execute(MessageSql.DOCUMENT.text(), tenant, message.id(), document, null);
        handle.execute(
                MessageSql.WIRE_ID.text(), tenant, Keys.bounded(message.messageId()), message.id(), MessageSql.OWN_ID);
        Recipients.add(handle, tenant, message.id(), message.recipients(), message.createdAt());
    }

    private static void conversation(Handle handle, OutboundMessage message, boolean opens) {
        String tenant = message.tenantId();
        String conversation = message.conversationId();
        Instant at = message.createdAt();
        if (opens) {
            handle.execute(
                    MessageSql.CONVERSATION.text(),
                    tenant,
                    conversation,
                    message.channelId(),
                    message.subject(),
                    at,
                    at);
        } else {
            handle.execute(MessageSql.CONVERSATION_GOES_ON.text(), at, tenant, conversation, at);
        }
        for (Address recipient : message.recipients()) {
            handle.execute(MessageSql.PARTICIPANT.text(), tenant, conversation, Keys.bounded(recipient.key()));
        }
    }
}
