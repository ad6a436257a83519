package io.deskwire.testkit.gmail;

import io.deskwire.json.Json;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Throw-away keys that sign in Google's place, and those that are published. Thread-safe. */
final class GoogleKeys {

    /** A key with its id. */
    private record Named(String id, KeyPair pair) {}

    /** Made once a run and when first needed: all simulators have one Google, and a key takes long to make. */
    private static final class Shared {
        static final Named FIRST = new Named("k1", newPair());
        static final Named STRANGER = new Named("stranger", newPair());
    }

    private final List<Named> published = new ArrayList<>();
    private int made = 1;

    static KeyPair newPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no RSA", e);
        }
    }

    /** Signs with a new key from now on; the one before stays published, older ones go. */
    synchronized void rotate() {
        newest();
        published.add(new Named("k" + ++made, newPair()));
        while (published.size() > 2) {
            published.remove(0);
        }
    }

    private Named newest() {
        if (published.isEmpty()) {
            published.add(Shared.FIRST);
        }
        return published.get(published.size() - 1);
    }

    /** Publishes nothing but the newest key. */
    synchronized void retireOld() {
        newest();
        published.subList(0, published.size() - 1).clear();
    }

    /** The JWKS. */
    synchronized Map<String, Object> jwks() {
        newest();
        List<Object> keys = new ArrayList<>();
        for (Named key : published) {
            RSAPublicKey rsa = (RSAPublicKey) key.pair.getPublic();
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("kty", "RSA");
            tree.put("alg", "RS256");
            tree.put("use", "sig");
            tree.put("kid", key.id);
            tree.put("n", unsigned(rsa.getModulus()));
            tree.put("e", unsigned(rsa.getPublicExponent()));
            keys.add(tree);
        }
        return Map.of("keys", keys);
    }

    private static String unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int skip = bytes[0] == 0 ? 1 : 0;
        return base64(java.util.Arrays.copyOfRange(bytes, skip, bytes.length));
    }

    synchronized String signed(Map<String, Object> claims) {
        Named newest = newest();
        return jwt(newest.id, claims, newest.pair.getPrivate());
    }

    /** Signed by a key that is not published, under the newest key's id or its own. */
    synchronized String forged(Map<String, Object> claims, boolean ownId) {
        Named stranger = Shared.STRANGER;
        return jwt(ownId ? stranger.id : newest().id, claims, stranger.pair.getPrivate());
    }

    static String unsigned(Map<String, Object> claims) {
        return base64(Json.writeBytes(Map.of("alg", "none", "typ", "JWT"))) + "." + base64(Json.writeBytes(claims))
                + ".";
    }

    private static String jwt(String id, Map<String, Object> claims, PrivateKey key) {
        String head = base64(Json.writeBytes(Map.of("alg", "RS256", "kid", id, "typ", "JWT")));
        String signed = head + "." + base64(Json.writeBytes(claims));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a throw-away key cannot sign", e);
        }
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
