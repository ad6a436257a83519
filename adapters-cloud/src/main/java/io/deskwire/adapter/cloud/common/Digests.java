package io.deskwire.adapter.cloud.common;

import io.deskwire.message.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of contents that are put together while they are read. */
final class Digests {

    private Digests() {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Lower-case hexadecimal; reads the whole content. */
    static String of(Content content) {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[16_384];
        try (InputStream bytes = content.open()) {
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the content cannot be read", e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
