package io.deskwire.adapter.cloud.sendgrid;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A key of each tenant's own. */
final class TenantKeys {

    private static final Map<String, KeyPair> PAIRS = new ConcurrentHashMap<>();

    private TenantKeys() {}

    static String publicKey(String tenant) {
        return Base64.getEncoder().encodeToString(pair(tenant).getPublic().getEncoded());
    }

    static Vectors signed(String tenant, String contentType, byte[] body, Instant at) {
        String timestamp = Long.toString(at.getEpochSecond());
        return new Vectors(
                publicKey(tenant),
                contentType,
                timestamp,
                Vectors.sign(pair(tenant).getPrivate(), timestamp, body),
                body);
    }

    private static KeyPair pair(String tenant) {
        return PAIRS.computeIfAbsent(tenant, t -> {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new ECGenParameterSpec("secp256r1"));
                return generator.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        });
    }
}
