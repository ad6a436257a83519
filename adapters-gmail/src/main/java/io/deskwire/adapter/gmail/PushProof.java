package io.deskwire.adapter.gmail;

import com.google.api.client.json.gson.GsonFactory;
import com.google.api.client.json.webtoken.JsonWebSignature;
import com.google.auth.oauth2.TokenVerifier;
import io.deskwire.channel.WebhookRequest;
import java.io.IOException;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether a push comes from our own Pub/Sub subscription: a token that Google signed (OpenID Connect, RS256). Google signs for
 * everybody who has a project, so that the signature alone proves nothing; audience and account are what bind it to us.
 */
final class PushProof {

    private static final Set<String> ISSUERS = Set.of("https://accounts.google.com", "accounts.google.com");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    private static final int LONGEST_TOKEN = 16_384;
    private static final Duration LEEWAY = Duration.ofMinutes(1);

    private final PushSettings settings;
    private final PushKeys keys;

    PushProof(PushSettings settings, PushKeys keys) {
        this.settings = settings;
        this.keys = keys;
    }

    /** Why a request is not proven, or null when it is. */
    @Nullable String objection(WebhookRequest request) throws PushKeys.UnavailableException {
        if (settings.serviceAccount() == null) {
            return "push_service_account is not configured, so that no push can be proven";
        }
        String header = request.header("authorization").orElse("");
        if (!header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return "it bears no token; enable authentication on the push subscription";
        }
        String token = header.substring(7).strip();
        if (token.length() > LONGEST_TOKEN || !TOKEN.matcher(token).matches()) {
            return "its token is no JSON Web Token";
        }
        try {
            return objection(JsonWebSignature.parse(GsonFactory.getDefaultInstance(), token), token, request);
        } catch (IOException | IllegalArgumentException | ClassCastException e) {
            return "its token is no JSON Web Token";
        }
    }

    private @Nullable String objection(JsonWebSignature parsed, String token, WebhookRequest request)
            throws PushKeys.UnavailableException {
        JsonWebSignature.Payload claims = parsed.getPayload();
        String keyId = parsed.getHeader().getKeyId();
        if (!"RS256".equals(parsed.getHeader().getAlgorithm()) || keyId == null) {
            return "its token is not signed as Google signs";
        }
        String issuer = claims.getIssuer();
        if (issuer == null || !ISSUERS.contains(issuer)) {
            return "its token was not issued by Google";
        }
        if (!(claims.getAudience() instanceof String audience)
                || !audiences(request).contains(audience)) {
            return "its token is for another audience; compare push_audience with the push subscription's";
        }
        if (claims.getExpirationTimeSeconds() == null) {
            return "its token never ends";
        }
        // Ours before anything is fetched for it: keys are fetched for tokens that could be good only.
        Object email = claims.get("email");
        if (!(email instanceof String account)
                || !account.toLowerCase(Locale.ROOT).equals(settings.serviceAccount())) {
            return "its token is another account's; compare push_service_account with the push subscription's";
        }
        Object verified = claims.get("email_verified");
        if (!Boolean.TRUE.equals(verified) && !"true".equals(verified)) {
            return "its token's account is not verified";
        }
        return signature(token, keyId, issuer, audience, request.receivedAt());
    }

    private @Nullable String signature(String token, String keyId, String issuer, String audience, Instant now)
            throws PushKeys.UnavailableException {
        PublicKey key = keys.find(keyId, now);
        if (key == null) {
            return "its token is signed with a key that Google does not have";
        }
        try {
            TokenVerifier.newBuilder()
                    .setPublicKey(key)
                    .setIssuer(issuer)
                    .setAudience(audience)
                    .setClock(() -> now.minus(LEEWAY).toEpochMilli())
                    .build()
                    .verify(token);
            return null;
        } catch (TokenVerifier.VerificationException | IllegalArgumentException e) {
            return "its token is forged or has expired";
        }
    }

    /** Unless one is configured, Pub/Sub signs for the address that it calls. */
    private Set<String> audiences(WebhookRequest request) {
        if (settings.audience() != null) {
            return Set.of(settings.audience());
        }
        Set<String> addresses = new LinkedHashSet<>();
        addresses.add(request.url().toString());
        if (settings.webhookUrl() != null) {
            addresses.add(settings.webhookUrl().toString());
        }
        return addresses;
    }
}
