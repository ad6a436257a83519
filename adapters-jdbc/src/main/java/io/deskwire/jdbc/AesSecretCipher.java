package io.deskwire.jdbc;

import io.deskwire.config.Secret;
import io.deskwire.config.SecretCipher;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM (NIST SP 800-38D) under one of several master keys, with the secret's place as associated data, so that a
 * ciphertext that was moved to another tenant, channel or field does not decrypt. Text form
 * {@code enc:v1:<key id>:<base64url of nonce, ciphertext and tag>}.
 */
public final class AesSecretCipher implements SecretCipher {

    private static final Pattern FORM = Pattern.compile("enc:v1:([0-9a-f]{8}):([A-Za-z0-9_-]+)");
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final MasterKey current;
    private final Map<String, SecretKey> keys = new LinkedHashMap<>();

    /**
     * @param keys the first encrypts, all decrypt; at least one
     */
    public AesSecretCipher(List<MasterKey> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("a master key is needed");
        }
        this.current = keys.get(0);
        keys.forEach(key -> this.keys.put(key.id(), key.key()));
    }

    /** With one key. */
    public AesSecretCipher(MasterKey key) {
        this(List.of(key));
    }

    @Override
    public String encrypt(Secret plain, String context) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, current.key(), nonce, current.id(), context);
            byte[] text = cipher.doFinal(plain.reveal().getBytes(StandardCharsets.UTF_8));
            byte[] blob = ByteBuffer.allocate(nonce.length + text.length)
                    .put(nonce)
                    .put(text)
                    .array();
            return "enc:v1:" + current.id() + ":"
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(blob);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    @Override
    public boolean isEncrypted(String stored) {
        return stored.startsWith("enc:v1:");
    }

    /** Whether a stored text is encrypted under the first key; those under others are to be encrypted anew. */
    public boolean isCurrent(String stored) {
        Matcher form = FORM.matcher(stored);
        return form.matches() && current.id().equals(form.group(1));
    }

    @Override
    public Secret decrypt(String stored, String context) {
        Matcher form = FORM.matcher(stored);
        if (!form.matches()) {
            throw new IllegalArgumentException("not an encrypted secret");
        }
        String id = form.group(1);
        SecretKey key = keys.get(id);
        if (key == null) {
            throw new IllegalArgumentException("it was encrypted under the master key " + id + ", which is not here");
        }
        try {
            byte[] blob = Base64.getUrlDecoder().decode(form.group(2));
            if (blob.length < NONCE_BYTES + TAG_BITS / 8) {
                throw new IllegalArgumentException("the encrypted secret was cut off");
            }
            byte[] nonce = Arrays.copyOf(blob, NONCE_BYTES);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, nonce, id, context);
            byte[] plain = cipher.doFinal(blob, NONCE_BYTES, blob.length - NONCE_BYTES);
            return Secret.of(new String(plain, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the encrypted secret was changed or moved here from another place", e);
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String keyId, String context)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(("v1:" + keyId + ":" + context).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
