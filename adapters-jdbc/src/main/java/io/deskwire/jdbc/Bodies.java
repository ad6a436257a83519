package io.deskwire.jdbc;

import io.deskwire.message.Content;
import io.deskwire.work.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bytes of any length. Small ones stand in the row they belong to. Large ones are written beforehand in chunks, each in a
 * transaction of its own, so that a body of any size costs one chunk of memory; nobody sees them before the row that names
 * them is committed.
 */
final class Bodies {

    /** Up to here a body stands in its row. */
    static final int INLINE = 256 << 10;

    static final int CHUNK = 512 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(Bodies.class);

    private final Reader reader;
    private final Writer writer;

    Bodies(Reader reader, Writer writer) {
        this.reader = reader;
        this.writer = writer;
    }

    /**
     * Bytes that were read, hashed and, where they are many, written.
     *
     * @param inline the bytes themselves, or null when they are in the blob
     * @param blobId the chunks' name, or null
     */
    record Body(
            long length,
            String sha256,
            byte @Nullable [] inline,
            @Nullable String blobId) {

        /** Bytes held in memory. */
        long held() {
            return inline == null ? 0 : inline.length;
        }
    }

    /** Bytes in memory. */
    Body take(String tenantId, byte[] bytes) {
        if (bytes.length <= INLINE) {
            return new Body(bytes.length, hex(Keys.sha256().digest(bytes)), bytes, null);
        }
        Upload upload = new Upload(tenantId);
        for (int from = 0; from < bytes.length; from += CHUNK) {
            upload.add(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + CHUNK)));
        }
        return upload.body();
    }

    /**
     * Reads a stream to its end.
     *
     * @throws UncheckedIOException when it breaks
     */
    Body take(String tenantId, InputStream stream) {
        Upload upload = null;
        try {
            byte[] first = stream.readNBytes(INLINE + 1);
            if (first.length <= INLINE) {
                return new Body(first.length, hex(Keys.sha256().digest(first)), first, null);
            }
            upload = new Upload(tenantId);
            byte[] chunk = new byte[CHUNK];
            System.arraycopy(first, 0, chunk, 0, first.length);
            int filled = first.length + stream.readNBytes(chunk, first.length, CHUNK - first.length);
            while (filled > 0) {
                upload.add(filled == CHUNK ? chunk : Arrays.copyOf(chunk, filled));
                // The writer is done with the array once add returns.
                filled = stream.readNBytes(chunk, 0, CHUNK);
            }
            return upload.body();
        } catch (IOException e) {
            if (upload != null) {
                upload.abandon();
            }
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            if (upload != null) {
                upload.abandon();
            }
            throw e;
        }
    }

    /** Bytes stored for answers, found by their hash. */
    Optional<Content> content(String tenantId, String sha256) {
        return reader.read(handle -> handle.select(
                        "SELECT length, blob_id FROM deskwire_content WHERE tenant_id = ? AND sha256 = ?",
                        tenantId,
                        sha256)
                .<Content>map((row, context) -> new StoredContent(
                        reader,
                        StoredContent.Place.content(tenantId, sha256),
                        row.getLong("length"),
                        sha256,
                        row.getString("blob_id"),
                        null))
                .findOne());
    }

    /** Stores bytes for answers, each once per tenant. */
    Content keep(String tenantId, InputStream stream) {
        Body body = take(tenantId, stream);
        boolean added = writer.call(new BlobWrites.Keep(tenantId, body));
        if (!added && body.blobId() != null) {
            writer.call(new BlobWrites.Remove(tenantId, body.blobId()));
        }
        return content(tenantId, body.sha256())
                .orElseThrow(() -> new IllegalStateException("stored bytes are not there"));
    }

    /** Stores bytes that a row may come to name; until then they may be swept. */
    StoredContent hold(String tenantId, InputStream stream) {
        Body body = take(tenantId, stream);
        if (body.inline() != null) {
            Upload upload = new Upload(tenantId);
            upload.add(body.inline());
            body = upload.body();
        }
        return new StoredContent(
                reader,
                StoredContent.Place.content(tenantId, body.sha256()),
                body.length(),
                body.sha256(),
                body.blobId(),
                null);
    }

    /** Removes blobs that no row came to name. */
    int sweep(Duration olderThan) {
        List<Blob> old = reader.read(handle -> handle.select(
                        "SELECT tenant_id, blob_id FROM deskwire_upload"
                                + " WHERE started_at < "
                                + (reader.dialect() == Dialect.SQLITE
                                        ? reader.dialect().now + " - ? * 1000000"
                                        : reader.dialect().now + " - ? * INTERVAL '1 second'"),
                        olderThan.toSeconds())
                .map((row, context) -> new Blob(row.getString("tenant_id"), row.getString("blob_id")))
                .list());
        int removed = 0;
        for (Blob blob : old) {
            if (writer.call(new BlobWrites.Remove(blob.tenantId(), blob.id()))) {
                removed++;
            }
        }
        return removed;
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private record Blob(String tenantId, String id) {}

    private final class Upload {
        private final String tenantId;
        private final String blobId = UUID.randomUUID().toString();
        private final MessageDigest digest = Keys.sha256();
        private int chunks;
        private long length;

        Upload(String tenantId) {
            this.tenantId = tenantId;
        }

        void add(byte[] chunk) {
            digest.update(chunk);
            writer.call(new BlobWrites.Chunk(reader.dialect(), tenantId, blobId, chunks++, chunk));
            length += chunk.length;
        }

        Body body() {
            return new Body(length, hex(digest.digest()), null, blobId);
        }

        void abandon() {
            try {
                writer.call(new BlobWrites.Remove(tenantId, blobId));
            } catch (StoreUnavailableException | IllegalStateException e) {
                LOG.debug("a body that was not stored is left to the sweep", e);
            }
        }
    }
}
