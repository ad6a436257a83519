package io.deskwire.app.http;

import io.deskwire.message.Content;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A request's body for as long as the request lasts: small ones in memory, others in a file that nobody else may read. */
final class SpooledBody implements Content, AutoCloseable {

    static final int IN_MEMORY = 256 << 10;
    static final String SUFFIX = ".body";

    private final byte[] memory;
    private final @Nullable Path file;
    private final long length;
    private final String sha256;
    private final Runnable onClose;
    private final AtomicBoolean closed = new AtomicBoolean();

    private SpooledBody(byte[] memory, @Nullable Path file, long length, String sha256, Runnable onClose) {
        this.memory = memory;
        this.file = file;
        this.length = length;
        this.sha256 = sha256;
        this.onClose = onClose;
    }

    /** No body at all. */
    static SpooledBody none() {
        return new SpooledBody(new byte[0], null, 0, hex(newDigest()), () -> {});
    }

    /**
     * Reads a stream to its end.
     *
     * @param onClose is run once, when the body is closed
     */
    static SpooledBody of(InputStream body, Path folder, Runnable onClose) throws IOException {
        MessageDigest digest = newDigest();
        DigestInputStream in = new DigestInputStream(body, digest);
        byte[] head = in.readNBytes(IN_MEMORY);
        if (head.length < IN_MEMORY) {
            return new SpooledBody(head, null, head.length, hex(digest), onClose);
        }
        Path file = Files.createTempFile(folder, "request", SUFFIX);
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(head);
            long length = head.length + in.transferTo(out);
            return new SpooledBody(new byte[0], file, length, hex(digest), onClose);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
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
        return file == null ? new ByteArrayInputStream(memory) : Files.newInputStream(file);
    }

    @Override
    public void close() throws IOException {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } finally {
            onClose.run();
        }
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
