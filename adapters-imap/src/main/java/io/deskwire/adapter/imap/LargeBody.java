package io.deskwire.adapter.imap;

import io.deskwire.channel.RawBody;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.jspecify.annotations.Nullable;

/**
 * A large message, read from the server slice by slice while intake stores it. Holds one slice at a time.
 */
@SuppressWarnings("try") // A deadline acts by being open.
final class LargeBody implements RawBody {

    private static final int SLICE = 1 << 20;

    private final ImapConnection connection;
    private final Listed message;
    private boolean opened;
    private boolean withoutContent;
    private @Nullable IOException failure;

    LargeBody(ImapConnection connection, Listed message) {
        this.connection = connection;
        this.message = message;
    }

    /** Whether the server gave no content at all: the message is gone, or cannot be read. */
    boolean isWithoutContent() {
        return withoutContent;
    }

    /** What ended the reading, or null. */
    @Nullable IOException failure() {
        return failure;
    }

    @Override
    public long expectedLength() {
        return message.size();
    }

    @Override
    public InputStream open() throws IOException {
        if (opened) {
            throw new IOException("the bytes of this message were read already");
        }
        opened = true;
        return new Slices();
    }

    private final class Slices extends InputStream {

        private byte[] buffer = new byte[0];
        private int at;
        private int end;
        private long offset;
        private boolean last;

        @Override
        public int read() throws IOException {
            return fill() ? buffer[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            Objects.checkFromIndexSize(off, len, b.length);
            if (len == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int n = Math.min(len, end - at);
            System.arraycopy(buffer, at, b, off, n);
            at += n;
            return n;
        }

        private boolean fill() throws IOException {
            if (at < end) {
                return true;
            }
            if (last) {
                return false;
            }
            try {
                fetch();
            } catch (IOException e) {
                failure = e;
                throw e;
            }
            return at < end;
        }

        private void fetch() throws IOException {
            // Sizes are estimates at some servers, but nothing honest is off by more than this.
            if (offset > 2 * message.size() + SLICE) {
                throw new ResponseGuard.HostileServerException(
                        "the server sends a message that is far longer than it says");
            }
            connection.allow(2L * SLICE, SLICE);
            int length = 0;
            boolean found = false;
            try (Deadline limit =
                    Deadline.of(connection.socket(), Transfers.limit(SLICE), "fetching a large message")) {
                String tag = connection.send(
                        "UID FETCH " + message.uid() + " (UID BODY.PEEK[]<" + offset + "." + SLICE + ">)");
                while (true) {
                    IMAPResponse answer = connection.next();
                    if (answer.isTagged() && tag.equals(answer.getTag())) {
                        break;
                    }
                    if (answer.keyEquals("FETCH")) {
                        FetchLine line = FetchLine.read(answer);
                        if (line.uid() == message.uid() && line.hasBody() && !found) {
                            // The next answer overwrites the connection's buffer.
                            buffer = keep(line);
                            length = line.bodyLength();
                            found = true;
                        }
                    }
                }
            }
            if (!found && offset > 0 && offset >= message.size()) {
                last = true;
                return;
            }
            if (!found) {
                withoutContent = offset == 0;
                throw new IOException("the server gave no content for a message it announced");
            }
            at = 0;
            end = length;
            offset += length;
            last = length == 0 || (length < SLICE && offset >= message.size());
        }

        private byte[] keep(FetchLine line) {
            byte[] kept = buffer.length >= line.bodyLength() ? buffer : new byte[line.bodyLength()];
            System.arraycopy(line.buffer(), line.bodyStart(), kept, 0, line.bodyLength());
            return kept;
        }
    }
}
