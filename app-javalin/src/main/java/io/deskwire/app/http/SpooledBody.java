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
import org.jspecify.annotations.Nullable;

/** A request's body for as long as the request lasts: small ones in memory, others in a file that nobody else may read. */
final class SpooledBody implements Content, AutoCloseable {

    private static final int IN_MEMORY = 256 << 10;

    private final byte[] memory;
    private final @Nullable Path file;
    private final long length;
    private final String sha256;

    private SpooledBody(byte[] memory, @Nullable Path file, long length, String sha256) {
        this.memory = memory;
        this.file = file;
        this.length = length;
        this.sha256 = sha256;
    }

    /** Reads a stream to its end. */
    static SpooledBody of(InputStream body) throws IOException {
        MessageDigest digest = newDigest();
        DigestInputStream in = new DigestInputStream(body, digest);
        byte[] head = in.readNBytes(IN_MEMORY);
        if (head.length < IN_MEMORY) {
            return new SpooledBody(head, null, head.length, hex(digest));
        }
        Path file = Files.createTempFile("deskwire-request", ".body");
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(head);
            long length = head.length + in.transferTo(out);
            return new SpooledBody(new byte[0], file, length, hex(digest));
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
        if (file != null) {
            Files.deleteIfExists(file);
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
