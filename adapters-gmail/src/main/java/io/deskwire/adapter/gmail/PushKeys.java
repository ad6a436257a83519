package io.deskwire.adapter.gmail;

import io.deskwire.http.HttpAnswer;
import io.deskwire.http.HttpCall;
import io.deskwire.http.HttpTransport;
import io.deskwire.http.TransportException;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import java.math.BigInteger;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Google's signing keys (RFC 7517), fetched when they are needed. A key that is not known yet makes them be fetched at once,
 * since Google changes them every few days, but not more often than now and then, since anybody can name a key.
 */
final class PushKeys {

    private static final Duration FRESH = Duration.ofHours(1);
    /** Google being away does not make yesterday's keys wrong. */
    private static final Duration USABLE = Duration.ofHours(24);

    private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(30);
    private static final Duration TIMEOUT = Duration.ofSeconds(4);

    private final HttpTransport transport;
    private final URI url;
    private Map<String, PublicKey> keys = Map.of();
    private @Nullable Instant fetchedAt;
    private @Nullable Instant triedAt;
    private boolean failed;

    PushKeys(HttpTransport transport, URI url) {
        this.transport = transport;
        this.url = url;
    }

    /** The keys cannot be had: it is our fault, or Google's, and not the caller's. */
    static final class UnavailableException extends Exception {

        private static final long serialVersionUID = 1L;

        UnavailableException(String message) {
            super(message);
        }
    }

    /** A key by its id; null when Google has no such key. */
    synchronized @Nullable PublicKey find(String id, Instant now) throws UnavailableException {
        if (!isWithin(fetchedAt, USABLE, now)) {
            keys = Map.of();
        }
        boolean fresh = isWithin(fetchedAt, FRESH, now);
        PublicKey known = keys.get(id);
        if (known != null && fresh) {
            return known;
        }
        if (!isWithin(triedAt, BETWEEN_FETCHES, now)) {
            triedAt = now;
            failed = !fetch(now);
        }
        PublicKey found = keys.get(id);
        if (found == null && failed) {
            throw new UnavailableException("Google's signing keys cannot be fetched from " + url.getHost());
        }
        return found;
    }

    private static boolean isWithin(@Nullable Instant since, Duration time, Instant now) {
        return since != null && !now.isBefore(since) && now.isBefore(since.plus(time));
    }

    private boolean fetch(Instant now) {
        try {
            HttpAnswer answer = transport.send(HttpCall.get(url).withTimeout(TIMEOUT));
            if (!answer.isSuccess() || answer.completeness() != HttpAnswer.Completeness.WHOLE) {
                return false;
            }
            Map<String, PublicKey> read = read(answer.body());
            if (read.isEmpty()) {
                return false;
            }
            keys = read;
            fetchedAt = now;
            return true;
        } catch (TransportException | JsonException e) {
            return false;
        }
    }

    private static Map<String, PublicKey> read(byte[] document) {
        Map<String, PublicKey> keys = new HashMap<>();
        Object list = Json.lenient().parseObject(document).get("keys");
        for (Object entry : list instanceof List<?> entries ? entries : List.of()) {
            if (entry instanceof Map<?, ?> key
                    && "RSA".equals(key.get("kty"))
                    && key.get("kid") instanceof String id
                    && key.get("n") instanceof String modulus
                    && key.get("e") instanceof String exponent) {
                try {
                    keys.put(
                            id,
                            KeyFactory.getInstance("RSA")
                                    .generatePublic(new RSAPublicKeySpec(number(modulus), number(exponent))));
                } catch (GeneralSecurityException | IllegalArgumentException e) {
                    // The others may be good.
                }
            }
        }
        return keys;
    }

    private static BigInteger number(String base64) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(base64));
    }
}
