package io.deskwire.adapter.graph;

import io.deskwire.channel.RawBody;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import org.jspecify.annotations.Nullable;

/** The bytes of a large message, of which the beginning was read already; they can be read once. */
final class MessageBody implements RawBody {

    private final byte[] beginning;
    private final InputStream rest;
    private boolean opened;
    private volatile @Nullable IOException failure;

    MessageBody(byte[] beginning, InputStream rest) {
        this.beginning = beginning;
        this.rest = rest;
    }

    @Override
    public long expectedLength() {
        return -1;
    }

    @Override
    public InputStream open() throws IOException {
        if (opened) {
            throw new IOException("a message from Microsoft Graph can be read once");
        }
        opened = true;
        return new FilterInputStream(new SequenceInputStream(new ByteArrayInputStream(beginning), rest)) {
            @Override
            public int read() throws IOException {
                try {
                    return super.read();
                } catch (IOException e) {
                    failure = e;
                    throw e;
                }
            }

            @Override
            public int read(byte[] b, int off, int len) throws IOException {
                try {
                    return super.read(b, off, len);
                } catch (IOException e) {
                    failure = e;
                    throw e;
                }
            }
        };
    }

    /** What went wrong on Graph's side, or null. */
    @Nullable IOException failure() {
        return failure;
    }
}
