package io.deskwire.jdbc;

import io.deskwire.delivery.Delivery;
import io.deskwire.json.DomainJson;
import io.deskwire.json.Json;
import io.deskwire.message.Address;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.OutboundMessage;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What happens to outbound messages outside of an attempt. */
final class OutboxWrites {

    private OutboxWrites() {}

    /** A new message, once per idempotency key; answers the stored one's id. */
    static final class Stage extends Write.Alone<String> {
        private final OutboundMessage message;
        private final @Nullable String idempotencyKey;
        private final Instant notBefore;
        private final boolean newConversation;
        private final String document;

        Stage(OutboundMessage message, @Nullable String idempotencyKey, Instant notBefore, boolean newConversation) {
            this.message = message;
            this.idempotencyKey = idempotencyKey == null ? null : Keys.bounded(idempotencyKey);
            this.notBefore = notBefore;
            this.newConversation = newConversation;
            this.document = Json.write(DomainJson.toTree(message));
        }

        @Override
        Collection<LaneKey> lanes() {
            return List.of(new LaneKey(LaneKey.OUTBOX, message.tenantId(), message.conversationId()));
        }

        @Override
        Instant now() {
            return message.createdAt();
        }

        @Override
        String run(Handle handle, Collection<LaneKey> lanes) {
            String tenant = message.tenantId();
            boolean added = handle.execute(
                            "INSERT INTO deskwire_outbound (tenant_id, message_id, idempotency_key, state,"
                                    + " next_attempt_at) VALUES (?, ?, ?, 'send', ?) ON CONFLICT DO NOTHING",
                            tenant,
                            message.id(),
                            idempotencyKey,
                            notBefore)
                    == 1;
            if (!added) {
                return earlier(handle).orElse(message.id());
            }
            addMessage(handle);
            conversation(handle);
            new OutboxRow(tenant, message.id(), message.conversationId(), OutboxRow.State.SEND, null, false)
                    .addWork(handle, 1, notBefore, notBefore);
            return message.id();
        }

        private Optional<String> earlier(Handle handle) {
            return handle.select(
                            "SELECT message_id FROM deskwire_outbound WHERE tenant_id = ? AND idempotency_key = ?",
                            message.tenantId(),
                            idempotencyKey)
                    .mapTo(String.class)
                    .findOne();
        }

        private void addMessage(Handle handle) {
            String tenant = message.tenantId();
            handle.execute(
                    "INSERT INTO deskwire_message (tenant_id, id, inbound, channel_id, conversation_id, stored_at)"
                            + " VALUES (?, ?, FALSE, ?, ?, ?)",
                    tenant,
                    message.id(),
                    message.channelId(),
                    message.conversationId(),
                    message.createdAt());
            handle.execute(
                    "INSERT INTO deskwire_document (tenant_id, message_id, document) VALUES (?, ?, ?)",
                    tenant,
                    message.id(),
                    document);
            handle.execute(
                    MessageSql.WIRE_ID.text(),
                    tenant,
                    Keys.bounded(message.messageId()),
                    message.id(),
                    MessageSql.OWN_ID);
            Recipients.add(handle, tenant, message.id(), message.recipients(), message.createdAt());
        }

        private void conversation(Handle handle) {
            String tenant = message.tenantId();
            String conversation = message.conversationId();
            Instant at = message.createdAt();
            if (newConversation) {
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

    /** Later news; answers whether anything changed. */
    static final class Report extends Write.Alone<Boolean> {
        private final Dialect dialect;
        private final String tenantId;
        private final String messageId;
        private final List<Delivery> news;
        private final Instant now;

        Report(Dialect dialect, String tenantId, String messageId, List<Delivery> news, Instant now) {
            this.dialect = dialect;
            this.tenantId = tenantId;
            this.messageId = messageId;
            this.news = List.copyOf(news);
            this.now = now;
        }

        @Override
        Instant now() {
            return now;
        }

        @Override
        Boolean run(Handle handle, Collection<LaneKey> lanes) {
            Optional<OutboxRow> found = OutboxRow.lock(handle, dialect, tenantId, messageId);
            if (found.isEmpty()) {
                return false;
            }
            OutboxRow row = found.get();
            Recipients recipients = Recipients.of(handle, dialect, tenantId, messageId);
            recipients.apply(news);
            boolean sendOpen = row.state() == OutboxRow.State.SEND || row.state() == OutboxRow.State.UNCERTAIN;
            if (recipients.isChanged() && sendOpen && recipients.open().isEmpty() && !isLeased(handle)) {
                row.conclude(handle, row.afterSend(), now);
                lanes.add(row.laneKey());
            }
            return recipients.isChanged();
        }

        /** Whoever works on it now ends it himself. */
        private boolean isLeased(Handle handle) {
            return handle.select(
                                    "SELECT count(*) FROM deskwire_work WHERE queue = 2 AND tenant_id = ? AND id = ?"
                                            + " AND node IS NOT NULL",
                                    tenantId,
                                    messageId)
                            .mapTo(Long.class)
                            .one()
                    > 0;
        }
    }

    /** A person's decision on an uncertain message; false when it is not uncertain. */
    static final class Resolve extends Write.Alone<Boolean> {
        private final Dialect dialect;
        private final String tenantId;
        private final String messageId;
        private final boolean sendAgain;
        private final Instant now;

        Resolve(Dialect dialect, String tenantId, String messageId, boolean sendAgain, Instant now) {
            this.dialect = dialect;
            this.tenantId = tenantId;
            this.messageId = messageId;
            this.sendAgain = sendAgain;
            this.now = now;
        }

        @Override
        Instant now() {
            return now;
        }

        @Override
        Boolean run(Handle handle, Collection<LaneKey> lanes) {
            Optional<OutboxRow> found = OutboxRow.lock(handle, dialect, tenantId, messageId)
                    .filter(row -> row.state() == OutboxRow.State.UNCERTAIN);
            if (found.isEmpty()) {
                return false;
            }
            OutboxRow row = found.get();
            Recipients recipients = Recipients.of(handle, dialect, tenantId, messageId);
            if (sendAgain) {
                recipients.setOpen(DeliveryStatus.QUEUED, null, null, now);
                row.update(handle, OutboxRow.State.SEND, row.afterSend(), now);
                row.addWork(handle, 1, now, null);
            } else {
                recipients.setOpen(DeliveryStatus.FAILED, "ended by a person", null, now);
                row.conclude(handle, row.afterSend(), now);
            }
            lanes.add(row.laneKey());
            return true;
        }
    }
}
