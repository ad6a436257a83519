package io.deskwire.adapter.cloud.common;

import io.deskwire.channel.RawBody;
import io.deskwire.message.Content;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;

/**
 * Content of a request on its way into the store, copied as it is read.
 *
 * @param content a request's body or a part of it
 */
public record ContentBody(Content content) implements RawBody {
    public ContentBody {
        Objects.requireNonNull(content, "content");
    }

    @Override
    public long expectedLength() {
        return content.length();
    }

    @Override
    public InputStream open() throws IOException {
        return content.open();
    }

    /**
     * All the bytes of a content that may be held in memory.
     *
     * @param most bytes it may have
     * @return empty when it is longer
     * @throws IOException when it cannot be read
     */
    public static Optional<byte[]> small(Content content, int most) throws IOException {
        if (content.length() > most) {
            return Optional.empty();
        }
        try (InputStream bytes = content.open()) {
            return Optional.of(bytes.readNBytes(most));
        }
    }
}
