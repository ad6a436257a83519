package io.deskwire.message;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Bytes that stand somewhere and can be read again and again; records never hold the bytes themselves. */
public interface Content {

    /** Length in bytes. */
    long length();

    /** SHA-256 of the bytes, lower-case hexadecimal. */
    String sha256();

    /** A new stream from the first byte; the caller closes it. */
    InputStream open() throws IOException;

    /** Content held in memory: for small things such as an uploaded file or a test. */
    static Content of(byte[] bytes) {
        byte[] copy = bytes.clone();
        return new Content() {
            @Override
            public long length() {
                return copy.length;
            }

            @Override
            public String sha256() {
                return sha256Hex(copy);
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(copy);
            }
        };
    }

    private static String sha256Hex(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
