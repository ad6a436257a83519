package io.deskwire.testkit.oauth;

import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Service accounts and the assertions they sign (RFC 7523 section 3), checked as strictly as the real ones do. */
final class Assertions {

    private static final long LONGEST_SECONDS = 3600;
    private static final long SKEW_SECONDS = 300;

    /** What a good assertion asks for. */
    record Claim(String account, String scope) {}

    private final Map<String, PublicKey> keys = new ConcurrentHashMap<>();
    private final InstantSource clock;

    Assertions(InstantSource clock) {
        this.clock = clock;
    }

    void add(String issuer, PublicKey key) {
        keys.put(issuer, key);
    }

    Claim check(String assertion, String audience) throws Refusal {
        String[] parts = assertion.split("\\.", -1);
        if (parts.length != 3) {
            throw Refusal.grant("Invalid JWT: three parts are expected.");
        }
        Map<String, Object> header = tree(parts[0]);
        Map<String, Object> claims = tree(parts[1]);
        if (!"RS256".equals(header.get("alg"))) {
            throw Refusal.grant("Invalid JWT: only RS256 is taken.");
        }
        PublicKey key = claims.get("iss") instanceof String issuer ? keys.get(issuer) : null;
        if (key == null) {
            throw Refusal.grant("Invalid grant: account not found");
        }
        if (!isSigned(key, parts)) {
            throw Refusal.grant("Invalid JWT Signature.");
        }
        if (!audience.equals(claims.get("aud"))) {
            throw Refusal.grant("Invalid JWT: Failed audience check.");
        }
        requireShortLived(claims);
        Object subject = claims.getOrDefault("sub", claims.get("iss"));
        if (!(claims.get("scope") instanceof String scope) || scope.isBlank()) {
            throw new Refusal(400, "invalid_scope", "Empty or missing scope not allowed.");
        }
        return new Claim(String.valueOf(subject), scope);
    }

    private void requireShortLived(Map<String, Object> claims) throws Refusal {
        Instant now = clock.instant();
        boolean good = claims.get("iat") instanceof Number issued
                && claims.get("exp") instanceof Number ends
                && ends.longValue() > issued.longValue()
                && ends.longValue() - issued.longValue() <= LONGEST_SECONDS
                && issued.longValue() <= now.getEpochSecond() + SKEW_SECONDS
                && ends.longValue() > now.getEpochSecond();
        if (!good) {
            throw Refusal.grant("Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable"
                    + " timeframe. Check your iat and exp values in the JWT claim.");
        }
    }

    private static boolean isSigned(PublicKey key, String[] parts) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(key);
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static Map<String, Object> tree(String part) throws Refusal {
        try {
            return Json.strict().parseObject(Base64.getUrlDecoder().decode(part));
        } catch (IllegalArgumentException | JsonException e) {
            throw Refusal.grant("Invalid JWT: its parts are JSON objects in base64url.");
        }
    }
}
