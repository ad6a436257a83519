package io.deskwire.adapter.cloud.mailgun;

import io.deskwire.config.Secret;
import io.deskwire.http.Hmac;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Mailgun proves a request by: an HMAC over a time and a token. It covers nothing else of the body, so the token is good
 * for one request only; that is what {@link #key} is for.
 *
 * @param timestamp seconds since 1970 as text, as received
 * @param token what makes the request another than all others
 * @param signatures hexadecimal; any of them may fit
 */
record SignedToken(@Nullable String timestamp, @Nullable String token, List<String> signatures) {

    /** Retries go on for about eight hours and may carry the time of the first try. */
    private static final Duration PAST = Duration.ofHours(9);

    private static final Duration FUTURE = Duration.ofMinutes(5);
    private static final int SIGNATURE = 64;
    private static final int LONGEST_TOKEN = 200;

    /** Why it proves nothing, in words for the operator; null when it proves the request. */
    @Nullable String objection(List<Secret> keys, Instant receivedAt) {
        if (keys.isEmpty()) {
            return "no signing key is configured";
        }
        if (timestamp == null || token == null || signatures.isEmpty()) {
            return "it carries no signature";
        }
        if (token.isEmpty() || token.length() > LONGEST_TOKEN || !timestamp.matches("[0-9]{1,12}")) {
            return "its signature is not of Mailgun's form";
        }
        byte[] message = (timestamp + token).getBytes(StandardCharsets.UTF_8);
        boolean fits = false;
        for (String signature : signatures) {
            byte[] given = bytes(signature);
            for (Secret key : keys) {
                fits |= given.length > 0 && Hmac.same(Hmac.sha256(key, message), given);
            }
        }
        if (!fits) {
            return "its signature fits none of the configured keys";
        }
        Instant signed = at();
        if (signed.isBefore(receivedAt.minus(PAST))) {
            return "it was signed more than " + PAST.toHours() + " hours ago";
        }
        return signed.isAfter(receivedAt.plus(FUTURE)) ? "it was signed in the future" : null;
    }

    /** When it was signed; only for one that proves its request. */
    Instant at() {
        return Instant.ofEpochSecond(Long.parseLong(timestamp == null ? "0" : timestamp));
    }

    /** The key under which an item of this request is stored at most once; only for one that proves its request. */
    String key() {
        return "token:" + token;
    }

    /** Empty when it is no signature. */
    private static byte[] bytes(String signature) {
        if (signature.length() != SIGNATURE) {
            return new byte[0];
        }
        try {
            return HexFormat.of().parseHex(signature);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
