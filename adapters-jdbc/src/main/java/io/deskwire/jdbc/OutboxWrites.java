package io.deskwire.jdbc;

import io.deskwire.delivery.Delivery;
import io.deskwire.message.DeliveryStatus;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What happens to outbound messages outside of an attempt. */
final class OutboxWrites {

    private OutboxWrites() {}

    /** Later news; answers whether anything changed. */
    static final class Report extends Write.Alone<Boolean> {
        private final Dialect dialect;
        private final String tenantId;
        private final String messageId;
        private final @Nullable String providerMessageId;
        private final List<Delivery> news;
        private final Instant now;

        Report(
                Dialect dialect,
                String tenantId,
                String messageId,
                @Nullable String providerMessageId,
                List<Delivery> news,
                Instant now) {
            this.dialect = dialect;
            this.tenantId = tenantId;
            this.messageId = messageId;
            this.providerMessageId = providerMessageId;
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
            boolean learnt = row.learn(handle, providerMessageId);
            if (learnt) {
                // Where nobody heard the answer to the attempt, this is the id that customers' answers name.
                row.addId(handle, providerMessageId, MessageSql.SEEN_ID);
            }
            Recipients recipients = Recipients.of(handle, dialect, tenantId, messageId);
            recipients.apply(news);
            boolean sendOpen = row.state() == OutboxRow.State.SEND || row.state() == OutboxRow.State.UNCERTAIN;
            if (recipients.isChanged()
                    && sendOpen
                    && recipients.open().isEmpty()
                    && !isLeased(handle, tenantId, messageId)) {
                row.conclude(handle, row.afterSend(), now);
                lanes.add(row.laneKey());
            }
            return learnt || recipients.isChanged();
        }
    }

    /** Whoever works on it now ends it himself. */
    private static boolean isLeased(Handle handle, String tenantId, String messageId) {
        return handle.select(
                                "SELECT count(*) FROM deskwire_work WHERE queue = 2 AND tenant_id = ? AND id = ?"
                                        + " AND node IS NOT NULL",
                                tenantId,
                                messageId)
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    /** A person takes back what nobody is sending; false when it is too late. */
    static final class Cancel extends Write.Alone<Boolean> {
        private final Dialect dialect;
        private final LaneKey lane;
        private final String messageId;
        private final Instant now;

        /** @param lane the message's, while it waits; while it is locked nobody claims the message */
        Cancel(Dialect dialect, LaneKey lane, String messageId, Instant now) {
            this.dialect = dialect;
            this.lane = lane;
            this.messageId = messageId;
            this.now = now;
        }

        @Override
        Collection<LaneKey> lanes() {
            return List.of(lane);
        }

        @Override
        Instant now() {
            return now;
        }

        @Override
        Boolean run(Handle handle, Collection<LaneKey> lanes) {
            String tenantId = lane.tenantId();
            Optional<OutboxRow> found = OutboxRow.lock(handle, dialect, tenantId, messageId)
                    .filter(row -> row.state() == OutboxRow.State.SEND && row.begunFence() == null);
            if (found.isEmpty() || !isWaiting(handle)) {
                return false;
            }
            Recipients recipients = Recipients.of(handle, dialect, tenantId, messageId);
            recipients.setOpen(DeliveryStatus.FAILED, "cancelled by a person", null, now);
            found.get().conclude(handle, found.get().afterSend(), now);
            return true;
        }

        private boolean isWaiting(Handle handle) {
            return handle.select(
                                    "SELECT count(*) FROM deskwire_work WHERE queue = 2 AND tenant_id = ? AND id = ?"
                                            + " AND lane = ? AND node IS NULL",
                                    lane.tenantId(),
                                    messageId,
                                    lane.lane())
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
