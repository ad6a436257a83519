package io.deskwire.channel;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Bytes an adapter is about to hand over. Read once; large ones come straight from the provider's connection. */
public interface RawBody {

    /** Expected length in bytes, or -1 when unknown. A hint: what counts is what the stream holds. */
    long expectedLength();

    /** The bytes from the start; the caller closes the stream. An exception while reading means nothing is stored. */
    InputStream open() throws IOException;

    /** Bytes already in memory. The array must not be changed afterwards. */
    static RawBody of(byte[] bytes) {
        return new InMemory(bytes);
    }

    /** Bytes already in memory; a store may use the array as it is. */
    record InMemory(byte[] bytes) implements RawBody {
        @Override
        public long expectedLength() {
            return bytes.length;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }
    }
}
