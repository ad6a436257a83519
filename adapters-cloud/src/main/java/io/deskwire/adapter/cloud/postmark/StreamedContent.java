package io.deskwire.adapter.cloud.postmark;

import io.deskwire.adapter.cloud.common.Pieces;
import io.deskwire.message.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Content whose length only reading it tells. */
abstract class StreamedContent implements Content {

    private final AtomicLong length = new AtomicLong(-1);

    @Override
    public final long length() {
        long known = length.get();
        if (known >= 0) {
            return known;
        }
        try (InputStream bytes = open()) {
            length.set(bytes.transferTo(OutputStream.nullOutputStream()));
            return length.get();
        } catch (IOException e) {
            throw new UncheckedIOException("the content cannot be read", e);
        }
    }

    @Override
    public final String sha256() {
        return Pieces.of(List.of(this)).sha256();
    }
}
