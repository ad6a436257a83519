package io.deskwire.jdbc;

import io.deskwire.channel.Intake;
import io.deskwire.channel.RawItem;
import io.deskwire.intake.CursorConflictException;
import io.deskwire.intake.IntakeBatch;
import io.deskwire.json.Json;
import io.deskwire.work.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One batch of an intake: cursor first, then the items, then the work on those that are new. */
final class RecordWrite extends Write.InRounds<Intake.Accepted> {

    /** Refuses in one statement whatever the stored cursor is, so that batches of one caller keep their order. */
    private static final BatchSql CURSOR = new BatchSql(
            "sssssss",
            "INSERT INTO deskwire_cursor (tenant_id, channel_id, value) SELECT ?, ?, ? WHERE CAST(? AS TEXT) IS NULL OR"
                    + " EXISTS (SELECT 1 FROM deskwire_cursor WHERE tenant_id = ? AND channel_id = ?)"
                    + " ON CONFLICT (tenant_id, channel_id) DO UPDATE SET value = excluded.value"
                    + " WHERE deskwire_cursor.value = ?");

    private static final String KINDS = "ssssssssttsnssb";

    private static final String COLUMNS =
            "tenant_id, id, channel_id, source_key, source_key_full, format, envelope_sender,"
                    + " envelope_recipients, received_at, stored_at, meta, length, sha256, blob_id, body";

    private static final BatchSql RAW = new BatchSql(
            KINDS,
            "INSERT INTO deskwire_raw (" + COLUMNS
                    + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");

    /** Items, the work on those that are new, and their lanes: all in one round trip. */
    private static final BulkSql EVERYTHING = new BulkSql(
            KINDS,
            1,
            "WITH items AS (INSERT INTO deskwire_raw (" + COLUMNS + ") SELECT tenant_id, id, channel_id, source_key,"
                    + " source_key_full, format, envelope_sender, envelope_recipients, " + BulkSql.time("received_at")
                    + ", " + BulkSql.time("stored_at") + ", meta, length, sha256, blob_id, body FROM "
                    + BulkSql.arrays(KINDS) + " AS given(" + COLUMNS + ") ON CONFLICT DO NOTHING"
                    + " RETURNING tenant_id, id, channel_id, stored_at),"
                    + " work AS (INSERT INTO deskwire_work (queue, tenant_id, id, lane, hold, place)"
                    + " SELECT 0, tenant_id, id, channel_id, 0, 0 FROM items RETURNING 1),"
                    + " lanes AS (INSERT INTO deskwire_lane (queue, tenant_id, lane, next_due)"
                    + " SELECT 0, tenant_id, channel_id, max(stored_at) FROM items GROUP BY tenant_id, channel_id"
                    + " ORDER BY tenant_id COLLATE \"C\", channel_id COLLATE \"C\" ON CONFLICT (queue, tenant_id, lane)"
                    + " DO UPDATE SET next_due = excluded.next_due WHERE NOT deskwire_lane.leased"
                    + " AND (deskwire_lane.next_due IS NULL OR deskwire_lane.next_due > excluded.next_due)"
                    + " RETURNING 1) SELECT id FROM items");

    private final boolean inBulk;
    private final IntakeBatch batch;
    private final List<Row> rows = new ArrayList<>();
    private long bytes;
    private int phase;
    private Round.@Nullable Count cursorMoved;

    RecordWrite(Dialect dialect, IntakeBatch batch) {
        this.inBulk = dialect == Dialect.POSTGRESQL;
        this.batch = batch;
    }

    /** Adds an item whose body has been read. */
    void add(RawItem item, Bodies.Body body) {
        rows.add(new Row(batch, item, body));
        bytes += body.held() + 500;
    }

    @Override
    Collection<LaneKey> addsTo() {
        return List.of(new LaneKey(LaneKey.INBOX, batch.tenantId(), batch.channelId()));
    }

    @Override
    Instant now() {
        return batch.now();
    }

    @Override
    int rows() {
        return Math.max(1, rows.size());
    }

    @Override
    long bytes() {
        return bytes;
    }

    @Override
    boolean isOneStatement() {
        return inBulk && batch.next() == null && rows.stream().allMatch(row -> row.body.blobId() == null);
    }

    @Override
    void restart() {
        super.restart();
        phase = 0;
        cursorMoved = null;
    }

    @Override
    boolean advance(Round round) {
        return switch (phase++) {
            case 0 -> moveCursor(round) || advance(round);
            case 1 -> addItems(round);
            case 2 -> addWork(round);
            default -> end();
        };
    }

    private boolean moveCursor(Round round) {
        if (batch.next() == null) {
            return false;
        }
        String expected = batch.expected() == null ? null : batch.expected().value();
        String tenant = batch.tenantId();
        String channel = batch.channelId();
        cursorMoved = round.add(CURSOR, tenant, channel, batch.next().value(), expected, tenant, channel, expected);
        return true;
    }

    private boolean addItems(Round round) {
        if (cursorMoved != null && !cursorMoved.any()) {
            refuse(new CursorConflictException(batch.channelId()));
            return false;
        }
        rows.forEach(row -> row.stored = inBulk ? round.add(EVERYTHING, row.values) : round.add(RAW, row.values));
        return true;
    }

    private boolean addWork(Round round) {
        boolean blobs = false;
        for (Row row : rows) {
            row.adopted = null;
            if (row.isStored()) {
                if (!inBulk) {
                    addWork(round, row);
                }
                if (row.body.blobId() != null) {
                    row.adopted = round.add(BlobWrites.ADOPT, batch.tenantId(), row.body.blobId());
                    blobs = true;
                }
            }
        }
        return blobs || end();
    }

    private void addWork(Round round, Row row) {
        String tenant = batch.tenantId();
        round.add(WorkSql.ADD, LaneKey.INBOX, tenant, row.id, batch.channelId(), 0, 0, null);
        Lanes.addReady(round, LaneKey.INBOX, tenant, batch.channelId(), batch.now());
    }

    private boolean end() {
        int stored = 0;
        for (Row row : rows) {
            if (row.adopted != null && phase > 3 && !row.adopted.any()) {
                throw new IllegalStateException("a body was swept away while its item was being stored");
            }
            stored += row.isStored() ? 1 : 0;
        }
        succeed(new Intake.Accepted(stored, rows.size() - stored));
        return false;
    }

    private static final class Row {
        private final String id;
        private final Bodies.Body body;
        private final @Nullable Object[] values;
        private Round.@Nullable Count stored;
        private Round.@Nullable Count adopted;

        Row(IntakeBatch batch, RawItem item, Bodies.Body body) {
            this.id = Ids.next(batch.now());
            this.body = body;
            String key = Keys.bounded(item.sourceKey());
            this.values = new @Nullable Object[] {
                batch.tenantId(),
                id,
                batch.channelId(),
                key,
                key.equals(item.sourceKey()) ? null : item.sourceKey(),
                item.format(),
                item.envelope().sender(),
                item.envelope().recipients().isEmpty()
                        ? null
                        : Json.write(item.envelope().recipients()),
                item.receivedAt(),
                batch.now(),
                item.meta().isEmpty() ? null : Json.write(item.meta()),
                body.length(),
                body.sha256(),
                body.blobId(),
                body.inline()
            };
        }

        boolean isStored() {
            return stored != null && stored.any();
        }
    }
}
