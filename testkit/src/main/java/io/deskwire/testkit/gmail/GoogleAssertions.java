package io.deskwire.testkit.gmail;

import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import io.deskwire.testkit.gmail.GoogleTokenFace.Refused;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Checks what service accounts sign to act for a mailbox. Thread-safe. */
final class GoogleAssertions {

    private static final String GOOGLE = "https://oauth2.googleapis.com/token";
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration LEEWAY = Duration.ofMinutes(5);

    /** What an assertion proves. */
    record Asserted(String email, String project, Set<String> scopes) {}

    private final Clock clock;
    private final Map<String, GoogleServiceAccount> accounts;
    private final Predicate<String> mailboxes;
    private final String tokenUrl;

    GoogleAssertions(
            Clock clock, Map<String, GoogleServiceAccount> accounts, Predicate<String> mailboxes, String tokenUrl) {
        this.clock = clock;
        this.accounts = accounts;
        this.mailboxes = mailboxes;
        this.tokenUrl = tokenUrl;
    }

    Asserted check(String jwt) {
        String[] parts = jwt.split("\\.", -1);
        if (parts.length != 3) {
            throw new Refused(400, "invalid_grant", "Invalid JWT: Token must be a three-part token.");
        }
        Map<String, Object> claims = claims(parts[1]);
        GoogleServiceAccount account = accounts.get(String.valueOf(claims.get("iss")));
        if (account == null) {
            throw new Refused(400, "invalid_grant", "Invalid grant: account not found");
        }
        if (!isSigned(parts, account)) {
            throw new Refused(400, "invalid_grant", "Invalid JWT Signature.");
        }
        checkTimes(claims);
        if (!GOOGLE.equals(claims.get("aud")) && !tokenUrl.equals(claims.get("aud"))) {
            throw new Refused(400, "invalid_grant", "Invalid JWT: Failed audience check.");
        }
        Set<String> scopes = new TreeSet<>(
                List.of(String.valueOf(claims.getOrDefault("scope", "")).strip().split(" +")));
        if (!account.isDelegated(scopes)) {
            throw new Refused(
                    401,
                    "unauthorized_client",
                    "Client is unauthorized to retrieve access tokens using this method, or client not authorized for"
                            + " any of the scopes requested.");
        }
        String email = String.valueOf(claims.get("sub"));
        if (!mailboxes.test(email)) {
            throw new Refused(400, "invalid_grant", "Invalid email or User ID");
        }
        return new Asserted(email, account.project(), scopes);
    }

    private static Map<String, Object> claims(String part) {
        try {
            return Json.lenient().parseObject(Base64.getUrlDecoder().decode(part));
        } catch (IllegalArgumentException | JsonException e) {
            throw new Refused(400, "invalid_grant", "Invalid JWT");
        }
    }

    private static boolean isSigned(String[] parts, GoogleServiceAccount account) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(account.publicKey());
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private void checkTimes(Map<String, Object> claims) {
        if (!(claims.get("iat") instanceof Number issued) || !(claims.get("exp") instanceof Number ends)) {
            throw new Refused(400, "invalid_grant", "Invalid JWT: iat and exp are required.");
        }
        Instant from = Instant.ofEpochSecond(issued.longValue());
        Instant to = Instant.ofEpochSecond(ends.longValue());
        Instant now = clock.instant();
        boolean timely =
                !from.isAfter(now.plus(LEEWAY)) && to.isAfter(now.minus(LEEWAY)) && !to.isAfter(from.plus(LONGEST));
        if (!timely) {
            throw new Refused(
                    400,
                    "invalid_grant",
                    "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check"
                            + " your iat and exp values in the JWT claim.");
        }
    }
}
