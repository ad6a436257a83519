package io.deskwire.jdbc;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** A person's decisions on a dead letter. */
final class DeadLetterWrites {

    private DeadLetterWrites() {}

    private record Letter(
            String channelId, String rawId, @Nullable String messageId, boolean intake) {}

    /** Whoever removes the row decides; everybody else comes too late. */
    private static Optional<Letter> remove(Handle handle, String tenantId, String id) {
        return handle.select(
                        "DELETE FROM deskwire_dead_letter WHERE tenant_id = ? AND id = ?"
                                + " RETURNING channel_id, raw_id, message_id, stage",
                        tenantId,
                        id)
                .map((row, context) -> new Letter(
                        row.getString("channel_id"),
                        row.getString("raw_id"),
                        row.getString("message_id"),
                        row.getString("stage").equals("intake")))
                .findOne();
    }

    /** Puts it back to work. */
    static final class Redeliver extends Write.Alone<Boolean> {
        private final String tenantId;
        private final String id;
        private final Instant now;

        Redeliver(String tenantId, String id, Instant now) {
            this.tenantId = tenantId;
            this.id = id;
            this.now = now;
        }

        @Override
        Instant now() {
            return now;
        }

        @Override
        Boolean run(Handle handle, Collection<LaneKey> lanes) {
            Optional<Letter> found = remove(handle, tenantId, id);
            if (found.isEmpty()) {
                return false;
            }
            Letter letter = found.get();
            if (letter.intake()) {
                handle.execute(
                        "DELETE FROM deskwire_raw_outcome WHERE tenant_id = ? AND raw_id = ?",
                        tenantId,
                        letter.rawId());
                handle.execute(
                        "INSERT INTO deskwire_work (queue, tenant_id, id, lane, hold, place) VALUES (?, ?, ?, ?, 0, 0)",
                        LaneKey.INBOX,
                        tenantId,
                        letter.rawId(),
                        letter.channelId());
                lanes.add(new LaneKey(LaneKey.INBOX, tenantId, letter.channelId()));
                return true;
            }
            handle.execute(
                    "UPDATE deskwire_message SET state = 'pending', state_reason = NULL WHERE tenant_id = ? AND id = ?",
                    tenantId,
                    letter.messageId());
            String lane = handle.select(
                            "INSERT INTO deskwire_work (queue, tenant_id, id, lane, hold, place)"
                                    + " SELECT ?, tenant_id, id, conversation_id, 1, 0 FROM deskwire_message"
                                    + " WHERE tenant_id = ? AND id = ? RETURNING lane",
                            LaneKey.DELIVERIES,
                            tenantId,
                            letter.messageId())
                    .mapTo(String.class)
                    .one();
            lanes.add(new LaneKey(LaneKey.DELIVERIES, tenantId, lane));
            return true;
        }
    }

    /** Ends it. */
    static final class Discard extends Write.Alone<Boolean> {
        private final String tenantId;
        private final String id;
        private final String comment;
        private final Instant now;

        Discard(String tenantId, String id, String comment, Instant now) {
            this.tenantId = tenantId;
            this.id = id;
            this.comment = comment;
            this.now = now;
        }

        @Override
        Instant now() {
            return now;
        }

        @Override
        Boolean run(Handle handle, Collection<LaneKey> lanes) {
            Optional<Letter> found = remove(handle, tenantId, id);
            found.ifPresent(letter -> {
                if (letter.intake()) {
                    handle.execute(
                            "UPDATE deskwire_raw_outcome SET outcome = 'discarded', reason = ?, at = ?"
                                    + " WHERE tenant_id = ? AND raw_id = ?",
                            comment,
                            now,
                            tenantId,
                            letter.rawId());
                } else {
                    handle.execute(
                            "UPDATE deskwire_message SET state = 'discarded', state_reason = ?"
                                    + " WHERE tenant_id = ? AND id = ?",
                            comment,
                            tenantId,
                            letter.messageId());
                }
            });
            return found.isPresent();
        }
    }
}
