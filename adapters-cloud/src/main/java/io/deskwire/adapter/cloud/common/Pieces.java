package io.deskwire.adapter.cloud.common;

import io.deskwire.message.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Contents one after the other, each opened when its turn comes; nothing is copied. */
public final class Pieces implements Content {

    private final List<Content> pieces;

    private Pieces(List<Content> pieces) {
        this.pieces = List.copyOf(pieces);
    }

    /** These contents in order. */
    public static Pieces of(List<? extends Content> pieces) {
        return new Pieces(new ArrayList<>(pieces));
    }

    /** A text as UTF-8. */
    public static Content text(String text) {
        return Content.of(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public long length() {
        return pieces.stream().mapToLong(Content::length).sum();
    }

    @Override
    public String sha256() {
        return Digests.of(this);
    }

    @Override
    public InputStream open() {
        return new Sequence(pieces.iterator());
    }

    private static final class Sequence extends InputStream {
        private final Iterator<Content> rest;
        private InputStream current = InputStream.nullInputStream();

        Sequence(Iterator<Content> rest) {
            this.rest = rest;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int read = current.read(into, offset, length);
            while (read < 0 && rest.hasNext()) {
                current.close();
                current = rest.next().open();
                read = current.read(into, offset, length);
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            current.close();
        }
    }
}
