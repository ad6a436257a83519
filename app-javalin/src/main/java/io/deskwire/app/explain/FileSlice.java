package io.deskwire.app.explain;

import io.deskwire.message.Content;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A part of a file as a message's bytes; nothing of it is held in memory. */
final class FileSlice implements Content {

    private final Path file;
    private final long from;
    private final long to;
    private final boolean mbox;
    private @Nullable Measured measured;

    private record Measured(long length, String sha256) {}

    /**
     * @param mbox true when lines were quoted with {@code >From }
     */
    FileSlice(Path file, long from, long to, boolean mbox) {
        this.file = file;
        this.from = from;
        this.to = to;
        this.mbox = mbox;
    }

    /** A part of it, by positions in this slice; only of a slice in which nothing is quoted. */
    FileSlice part(long begin, long end) {
        return new FileSlice(file, from + begin, from + end, false);
    }

    @Override
    public long length() {
        return mbox ? measured().length() : to - from;
    }

    @Override
    public String sha256() {
        return measured().sha256();
    }

    @Override
    public InputStream open() throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        channel.position(from);
        InputStream slice = new Slice(Channels.newInputStream(channel), to - from);
        return mbox ? new UnquotedFrom(slice) : slice;
    }

    private synchronized Measured measured() {
        if (measured == null) {
            try (DigestInputStream in = new DigestInputStream(open(), MessageDigest.getInstance("SHA-256"))) {
                long length = in.transferTo(OutputStream.nullOutputStream());
                measured = new Measured(
                        length, HexFormat.of().formatHex(in.getMessageDigest().digest()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
        return measured;
    }

    private static final class Slice extends FilterInputStream {
        private long left;

        Slice(InputStream in, long length) {
            super(in);
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            if (left <= 0) {
                return -1;
            }
            left--;
            return in.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left <= 0) {
                return length == 0 ? 0 : -1;
            }
            int n = in.read(buffer, offset, (int) Math.min(length, left));
            left -= Math.max(n, 0);
            return n;
        }

        @Override
        public int available() throws IOException {
            return (int) Math.min(left, in.available());
        }

        @Override
        public long skip(long n) throws IOException {
            long skipped = in.skip(Math.min(n, left));
            left -= skipped;
            return skipped;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
