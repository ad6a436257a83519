package io.deskwire.jdbc;

import java.time.Instant;
import java.util.Collection;
import org.jdbi.v3.core.Handle;

/** Writes of chunks, which belong to no row yet. */
final class BlobWrites {

    private static final BatchSql CHUNK =
            new BatchSql("ssnb", "INSERT INTO deskwire_chunk (tenant_id, blob_id, n, bytes) VALUES (?, ?, ?, ?)");

    /** Makes a blob part of a row: done in the row's transaction. */
    static final BatchSql ADOPT = new BatchSql("ss", "DELETE FROM deskwire_upload WHERE tenant_id = ? AND blob_id = ?");

    /** Makes a blob the bytes of this hash, unless the tenant has them already. */
    static final BatchSql CONTENT = new BatchSql(
            "ssns",
            "INSERT INTO deskwire_content (tenant_id, sha256, length, blob_id) VALUES (?, ?, ?, ?)"
                    + " ON CONFLICT DO NOTHING");

    private BlobWrites() {}

    /** One chunk; the first one also notes when the upload began. */
    static final class Chunk extends Write.InRounds<Boolean> {
        private final BatchSql upload;
        private final String tenantId;
        private final String blobId;
        private final int n;
        private final byte[] bytes;

        Chunk(Dialect dialect, String tenantId, String blobId, int n, byte[] bytes) {
            this.upload = new BatchSql(
                    "ss",
                    "INSERT INTO deskwire_upload (tenant_id, blob_id, started_at) VALUES (?, ?, " + dialect.now + ")");
            this.tenantId = tenantId;
            this.blobId = blobId;
            this.n = n;
            this.bytes = bytes;
        }

        @Override
        Instant now() {
            return Instant.EPOCH;
        }

        @Override
        long bytes() {
            return bytes.length;
        }

        @Override
        boolean advance(Round round) {
            if (n == 0) {
                round.add(upload, tenantId, blobId);
            }
            round.add(CHUNK, tenantId, blobId, n, bytes);
            succeed(true);
            return false;
        }
    }

    /** Bytes of an answer's file; false when the tenant has them already. */
    static final class Keep extends Write.Alone<Boolean> {
        private static final String ADD =
                "INSERT INTO deskwire_content (tenant_id, sha256, length, blob_id, body) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT DO NOTHING";

        private final String tenantId;
        private final Bodies.Body body;

        Keep(String tenantId, Bodies.Body body) {
            this.tenantId = tenantId;
            this.body = body;
        }

        @Override
        Instant now() {
            return Instant.EPOCH;
        }

        @Override
        long bytes() {
            return body.held();
        }

        @Override
        Boolean run(Handle handle, Collection<LaneKey> lanes) {
            boolean added =
                    handle.execute(ADD, tenantId, body.sha256(), body.length(), body.blobId(), body.inline()) == 1;
            if (added && body.blobId() != null && handle.execute(ADOPT.text(), tenantId, body.blobId()) == 0) {
                throw new IllegalStateException("a body was swept away while it was being stored");
            }
            return added;
        }
    }

    /** Removes a blob that no row names; false when one does, or when it is gone. */
    static final class Remove extends Write.Alone<Boolean> {
        private final String tenantId;
        private final String blobId;

        Remove(String tenantId, String blobId) {
            this.tenantId = tenantId;
            this.blobId = blobId;
        }

        @Override
        Instant now() {
            return Instant.EPOCH;
        }

        @Override
        Boolean run(Handle handle, Collection<LaneKey> lanes) {
            if (handle.execute(ADOPT.text(), tenantId, blobId) == 0) {
                return false;
            }
            handle.execute("DELETE FROM deskwire_chunk WHERE tenant_id = ? AND blob_id = ?", tenantId, blobId);
            return true;
        }
    }
}
