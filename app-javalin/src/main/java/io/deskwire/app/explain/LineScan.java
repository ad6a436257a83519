package io.deskwire.app.explain;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The lines of a file with where they stand; of a long one only the beginning is held. */
final class LineScan implements AutoCloseable {

    /** Enough to tell what a line is. */
    private static final int LONGEST_LOOK = 500;

    private final FileChannel channel;
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int end;
    /** Where the buffer's first byte stands in the file. */
    private long bufferAt;

    private long start;
    private final byte[] look = new byte[LONGEST_LOOK];
    private int length;

    LineScan(Path file) throws IOException {
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
    }

    /** Goes to the next line; false at the end of the file. */
    boolean next() throws IOException {
        start = position();
        length = 0;
        boolean any = false;
        while (at < end || fill()) {
            any = true;
            int from = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            int taken = Math.min(at - from, LONGEST_LOOK - length);
            System.arraycopy(buffer, from, look, length, taken);
            length += taken;
            if (at < end) {
                at++;
                break;
            }
        }
        if (length > 0 && look[length - 1] == '\r') {
            length--;
        }
        return any;
    }

    private boolean fill() throws IOException {
        bufferAt += end;
        at = 0;
        end = Math.max(0, channel.read(ByteBuffer.wrap(buffer), bufferAt));
        return end > 0;
    }

    /** Where the line begins. */
    long start() {
        return start;
    }

    /** Where the next line begins. */
    long position() {
        return bufferAt + at;
    }

    boolean isEmpty() {
        return length == 0;
    }

    boolean startsWith(String ascii) {
        if (length < ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (look[i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The line without its end, cut. */
    String text() {
        return new String(look, 0, length, StandardCharsets.ISO_8859_1);
    }

    /** The first bytes at a place, which need not be read yet. */
    String peek(long place, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining() && channel.read(bytes, place + bytes.position()) > 0) {
            // A file's bytes may come in several parts.
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
    }

    long size() throws IOException {
        return channel.size();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
