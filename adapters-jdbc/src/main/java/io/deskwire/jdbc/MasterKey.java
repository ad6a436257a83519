package io.deskwire.jdbc;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** A key that encrypts secrets: 256 random bits. Its text is hidden wherever it is printed. */
public final class MasterKey {

    private static final int LENGTH = 32;
    private static final int ID_BYTES = 4;

    private final byte[] bytes;
    private final String id;

    private MasterKey(byte[] bytes) {
        this.bytes = bytes;
        byte[] digest = Keys.sha256()
                .digest(("deskwire key id:" + HexFormat.of().formatHex(bytes)).getBytes(StandardCharsets.US_ASCII));
        this.id = HexFormat.of().formatHex(Arrays.copyOf(digest, ID_BYTES));
    }

    /**
     * Reads a key.
     *
     * @param base64 256 bits in base64, in the usual or the URL alphabet, padded or not
     * @throws IllegalArgumentException when it is anything else
     */
    public static MasterKey parse(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64.strip().replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException e) {
            // Without the decoder's words, which quote a character of the key.
            throw new IllegalArgumentException("a master key must be 256 bits in base64");
        }
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a master key must be 256 bits in base64, not " + bytes.length * 8);
        }
        return new MasterKey(bytes);
    }

    /** A new random key. */
    public static MasterKey generate() {
        byte[] bytes = new byte[LENGTH];
        new SecureRandom().nextBytes(bytes);
        return new MasterKey(bytes);
    }

    /** The form in which {@link #parse} reads it again; to be kept where only the owner can read it. */
    public String toBase64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Names the key without telling anything about it. */
    public String id() {
        return id;
    }

    SecretKey key() {
        return new SecretKeySpec(bytes, "AES");
    }

    @Override
    public String toString() {
        return "MasterKey[" + id + "]";
    }
}
