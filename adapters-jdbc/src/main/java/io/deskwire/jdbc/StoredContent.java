package io.deskwire.jdbc;

import io.deskwire.message.Content;
import io.deskwire.work.StoreUnavailableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Bytes in the database. Every stream reads them anew, one chunk at a time, and keeps no connection in between. */
final class StoredContent implements Content {

    private final Reader reader;
    private final Place place;
    private final long length;
    private final String sha256;
    private final @Nullable String blobId;
    private final byte @Nullable [] loaded;
    private volatile int chunkLength;

    /**
     * @param blobId the chunks' name, or null when the bytes are in the row
     * @param loaded the row's bytes when they were read already, or null
     */
    StoredContent(
            Reader reader, Place place, long length, String sha256, @Nullable String blobId, byte @Nullable [] loaded) {
        this.reader = reader;
        this.place = place;
        this.length = length;
        this.sha256 = sha256;
        this.blobId = blobId;
        this.loaded = loaded;
    }

    /** The row that holds small bytes. */
    record Place(String tenantId, boolean answers, String query, String key) {

        static Place raw(String tenantId, String rawId) {
            return new Place(tenantId, false, "SELECT body FROM deskwire_raw WHERE tenant_id = ? AND id = ?", rawId);
        }

        static Place content(String tenantId, String sha256) {
            return new Place(
                    tenantId, true, "SELECT body FROM deskwire_content WHERE tenant_id = ? AND sha256 = ?", sha256);
        }
    }

    /** Whether these are bytes of answers of a tenant. */
    boolean isOf(String tenantId) {
        return place.answers() && place.tenantId().equals(tenantId);
    }

    /** The chunks' name, or null when the bytes are in their row. */
    @Nullable String blobId() {
        return blobId;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public String sha256() {
        return sha256;
    }

    @Override
    public InputStream open() throws IOException {
        if (loaded != null) {
            return new ByteArrayInputStream(loaded);
        }
        if (blobId != null) {
            return new ChunkStream(place.tenantId(), blobId);
        }
        return new ByteArrayInputStream(bytes(place.query(), place.tenantId(), place.key()));
    }

    /** Length of every chunk but the last. */
    private int chunkLength(String tenantId, String blob) throws IOException {
        if (chunkLength == 0) {
            chunkLength = read(handle -> handle.select(
                            "SELECT length(bytes) FROM deskwire_chunk WHERE tenant_id = ? AND blob_id = ? AND n = 0",
                            tenantId,
                            blob)
                    .mapTo(Integer.class)
                    .findOne());
        }
        return chunkLength;
    }

    private byte[] bytes(String query, Object... arguments) throws IOException {
        return read(handle -> handle.select(query, arguments)
                .map((row, context) -> row.getBytes(1))
                .findOne());
    }

    private <T> T read(Reader.Query<Optional<T>> query) throws IOException {
        Optional<T> found;
        try {
            found = reader.read(query);
        } catch (StoreUnavailableException e) {
            throw new IOException("stored bytes cannot be read now", e);
        }
        return found.orElseThrow(() -> new IOException("stored bytes are gone"));
    }

    private final class ChunkStream extends InputStream {
        private final String tenantId;
        private final String blob;
        private byte[] chunk = new byte[0];
        private int position;
        private int next;
        private long left = length;

        ChunkStream(String tenantId, String blob) {
            this.tenantId = tenantId;
            this.blob = blob;
        }

        @Override
        public int read() throws IOException {
            return ready() ? chunk[position++] & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            if (count == 0) {
                return 0;
            }
            if (!ready()) {
                return -1;
            }
            int taken = Math.min(count, chunk.length - position);
            System.arraycopy(chunk, position, target, offset, taken);
            position += taken;
            return taken;
        }

        /** Passes over whole chunks by their number, without reading them. */
        @Override
        public long skip(long count) throws IOException {
            long ahead = chunk.length - position;
            long n = Math.min(count, ahead + left);
            if (n <= ahead) {
                position += (int) Math.max(0, n);
                return Math.max(0, n);
            }
            long to = length - left - ahead + n;
            int each = chunkLength(tenantId, blob);
            next = (int) (to / each);
            left = length - (long) next * each;
            chunk = new byte[0];
            position = 0;
            int within = (int) (to % each);
            if (within > 0) {
                if (!ready() || chunk.length < within) {
                    throw new IOException("stored bytes are not whole");
                }
                position = within;
            }
            return n;
        }

        @Override
        public int available() {
            return chunk.length - position;
        }

        private boolean ready() throws IOException {
            if (position < chunk.length) {
                return true;
            }
            if (left <= 0) {
                return false;
            }
            chunk = bytes(
                    "SELECT bytes FROM deskwire_chunk WHERE tenant_id = ? AND blob_id = ? AND n = ?",
                    tenantId,
                    blob,
                    next++);
            position = 0;
            left -= chunk.length;
            return chunk.length > 0;
        }
    }
}
