package io.deskwire.app.console;

import io.deskwire.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Signs what leaves for a browser and comes back; a purpose keeps one kind from passing as another. */
final class Signer {

    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] key;

    Signer(Secret key) {
        this.key = key.reveal().getBytes(StandardCharsets.UTF_8);
    }

    /** The signature alone. */
    String signature(String purpose, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            byte[] digest = mac.doFinal((purpose + "\n" + text).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** The text, readable, with its signature; safe in cookies and addresses. */
    String sign(String purpose, String text) {
        String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        return encoded + "." + signature(purpose, text);
    }

    /** The text of {@link #sign}; empty when it is not ours. */
    Optional<String> open(String purpose, @Nullable String signed) {
        int dot = signed == null ? -1 : signed.indexOf('.');
        if (signed == null || dot < 0) {
            return Optional.empty();
        }
        String text;
        try {
            text = new String(Base64.getUrlDecoder().decode(signed.substring(0, dot)), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return same(signed.substring(dot + 1), signature(purpose, text)) ? Optional.of(text) : Optional.empty();
    }

    /** Whether two secrets are equal, in a time that tells nothing. */
    static boolean same(@Nullable String given, String expected) {
        return given != null
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }
}
