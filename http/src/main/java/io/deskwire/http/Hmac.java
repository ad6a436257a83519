package io.deskwire.http;

import io.deskwire.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keyed hashes (RFC 2104) by which providers prove that a webhook is theirs. */
public final class Hmac {

    private Hmac() {}

    /** HMAC-SHA-256 of a message; the key is the secret's text in UTF-8. */
    public static byte[] sha256(Secret key, byte[] message) {
        return of("HmacSHA256", key, message);
    }

    /** HMAC-SHA-256 under a key of bytes, such as one that was itself derived by an HMAC. */
    public static byte[] sha256(byte[] key, byte[] message) {
        return of("HmacSHA256", key, message);
    }

    /** HMAC-SHA-1, for the providers that know nothing newer. */
    public static byte[] sha1(Secret key, byte[] message) {
        return of("HmacSHA1", key, message);
    }

    /** Whether two hashes or tokens are the same; takes as long whether they differ early or late. */
    public static boolean same(byte[] expected, byte[] given) {
        return MessageDigest.isEqual(expected, given);
    }

    /** Whether a text is the secret's; takes as long whether they differ early or late. */
    public static boolean same(Secret expected, String given) {
        return same(expected.reveal().getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] of(String algorithm, Secret key, byte[] message) {
        return of(algorithm, key.reveal().getBytes(StandardCharsets.UTF_8), message);
    }

    private static byte[] of(String algorithm, byte[] key, byte[] message) {
        if (key.length == 0) {
            throw new IllegalArgumentException("an empty key proves nothing");
        }
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
