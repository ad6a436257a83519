package io.deskwire.testkit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * HMAC (RFC 2104) spelt out over {@link MessageDigest}, so that the side that signs in a simulator shares no line with the
 * side that verifies.
 */
public final class SpeltOutHmac {

    private static final int BLOCK = 64;

    private SpeltOutHmac() {}

    /**
     * The code of a message.
     *
     * @param digest {@code SHA-1} or {@code SHA-256}
     */
    public static byte[] of(String digest, byte[] key, byte[] message) {
        MessageDigest hash = newDigest(digest);
        byte[] block = Arrays.copyOf(key.length > BLOCK ? hash.digest(key) : key, BLOCK);
        hash.update(xor(block, 0x36));
        byte[] inner = hash.digest(message);
        hash.update(xor(block, 0x5c));
        return hash.digest(inner);
    }

    private static byte[] xor(byte[] block, int pad) {
        byte[] result = new byte[block.length];
        for (int i = 0; i < block.length; i++) {
            result[i] = (byte) (block[i] ^ pad);
        }
        return result;
    }

    private static MessageDigest newDigest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException("there is no digest " + name, e);
        }
    }
}
