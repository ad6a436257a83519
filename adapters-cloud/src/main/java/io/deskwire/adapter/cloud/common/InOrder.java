package io.deskwire.adapter.cloud.common;

import io.deskwire.message.Content;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A content whose ranges are read mostly in order: the stream of the last range goes on to the next one instead of beginning
 * anew, so that thousands of ranges cost one pass. For one thread and one open range at a time; others get streams of their
 * own. Once closed it reads on as the plain content does.
 */
public final class InOrder implements Content, AutoCloseable {

    private final Content whole;
    private @Nullable InputStream idle;
    private long idleAt;
    private boolean closed;

    /**
     * @param whole what the ranges are of
     */
    public InOrder(Content whole) {
        this.whole = whole;
    }

    /**
     * A stream of a content that begins at one of its bytes; what stands before is skipped, not read, where that is possible.
     *
     * @param from how many bytes stand before it
     * @throws IOException when the content cannot be read or is shorter
     */
    public static InputStream openAt(Content content, long from) throws IOException {
        return content instanceof InOrder ordered ? ordered.openAt(from) : begun(content, from);
    }

    private static InputStream begun(Content content, long from) throws IOException {
        InputStream stream = content.open();
        try {
            stream.skipNBytes(from);
            return stream;
        } catch (IOException e) {
            stream.close();
            throw e;
        }
    }

    private InputStream openAt(long from) throws IOException {
        InputStream going = idle;
        idle = null;
        if (going == null || from < idleAt) {
            if (going != null) {
                going.close();
            }
            return new Lent(begun(whole, from), from);
        }
        try {
            going.skipNBytes(from - idleAt);
            return new Lent(going, from);
        } catch (IOException e) {
            going.close();
            throw e;
        }
    }

    private void giveBack(InputStream stream, long at) throws IOException {
        if (closed || idle != null) {
            stream.close();
            return;
        }
        idle = stream;
        idleAt = at;
    }

    @Override
    public long length() {
        return whole.length();
    }

    @Override
    public String sha256() {
        return whole.sha256();
    }

    @Override
    public InputStream open() throws IOException {
        return openAt(0);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        InputStream last = idle;
        idle = null;
        if (last != null) {
            last.close();
        }
    }

    private final class Lent extends FilterInputStream {
        private long at;
        private boolean ended;

        Lent(InputStream stream, long at) {
            super(stream);
            this.at = at;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            requireOpen();
            int read = in.read(into, offset, length);
            at += Math.max(0, read);
            return read;
        }

        @Override
        public long skip(long n) throws IOException {
            requireOpen();
            long skipped = in.skip(n);
            at += skipped;
            return skipped;
        }

        private void requireOpen() throws IOException {
            if (ended) {
                throw new IOException("the stream is closed");
            }
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        @Override
        public void close() throws IOException {
            if (!ended) {
                ended = true;
                giveBack(in, at);
            }
        }
    }
}
