package io.deskwire.app.oauth;

import io.deskwire.config.Secret;
import io.deskwire.http.Hmac;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * What goes with a person to the provider and comes back (RFC 6749 section 10.12): which channel it is about and until when,
 * signed with a key that every node has and that survives a restart. The code's verifier (RFC 7636) is derived from the same
 * key, so that it need not be kept anywhere.
 *
 * @param nonce 256 random bits in base64url
 */
record ConsentState(String nonce, String tenantId, String channelId, Instant until) {

    static final Duration LIFETIME = Duration.ofMinutes(15);

    private static final int LONGEST = 1_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    static ConsentState begin(String tenantId, String channelId, Instant now) {
        byte[] random = new byte[32];
        RANDOM.nextBytes(random);
        return new ConsentState(base64(random), tenantId, channelId, now.plus(LIFETIME));
    }

    /** The parameter's value. */
    String sign(Secret key) {
        String text = String.join("\n", nonce, tenantId, channelId, String.valueOf(until.getEpochSecond()));
        return base64(text.getBytes(StandardCharsets.UTF_8)) + "." + base64(mac(key, "state", text));
    }

    /** What a value of ours says; empty for any other and for one whose time is over. */
    static Optional<ConsentState> open(Secret key, String signed, Instant now) {
        int dot = signed.indexOf('.');
        if (dot < 0 || signed.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            Base64.Decoder decoder = Base64.getUrlDecoder();
            String text = new String(decoder.decode(signed.substring(0, dot)), StandardCharsets.UTF_8);
            if (!Hmac.same(mac(key, "state", text), decoder.decode(signed.substring(dot + 1)))) {
                return Optional.empty();
            }
            String[] fields = text.split("\n", -1);
            ConsentState state =
                    new ConsentState(fields[0], fields[1], fields[2], Instant.ofEpochSecond(Long.parseLong(fields[3])));
            return now.isBefore(state.until()) ? Optional.of(state) : Optional.empty();
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** RFC 7636 section 4.1. */
    Secret verifier(Secret key) {
        return Secret.of(base64(mac(key, "verifier", nonce)));
    }

    /** RFC 7636 section 4.2, {@code S256}. */
    String challenge(Secret key) {
        try {
            byte[] verifier = verifier(key).reveal().getBytes(StandardCharsets.US_ASCII);
            return base64(MessageDigest.getInstance("SHA-256").digest(verifier));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] mac(Secret key, String purpose, String text) {
        return Hmac.sha256(key, ("consent " + purpose + " 1\n" + text).getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
