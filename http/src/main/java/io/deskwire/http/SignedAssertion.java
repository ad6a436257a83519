package io.deskwire.http;

import io.deskwire.channel.AccessTokens.Grant;
import io.deskwire.channel.AccessTokens.ServiceAccount;
import io.deskwire.config.Secret;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The signed statement by which a service account asks for a token (RFC 7523 section 3), RS256 (RFC 7518 section 3.3). */
final class SignedAssertion {

    /** The longest that Google takes. */
    private static final Duration LIFETIME = Duration.ofHours(1);

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private SignedAssertion() {}

    /**
     * @throws ChannelException {@code AUTH} when the key cannot sign
     */
    static Secret of(Grant grant, ServiceAccount account, Instant now) throws ChannelException {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", "RS256");
        header.put("typ", "JWT");
        if (account.keyId() != null) {
            header.put("kid", account.keyId());
        }
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", account.issuer());
        if (account.subject() != null) {
            claims.put("sub", account.subject());
        }
        if (grant.scope() != null && !grant.scope().isBlank()) {
            claims.put("scope", grant.scope());
        }
        claims.put("aud", account.audience());
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(LIFETIME).getEpochSecond());
        String text = base64(Json.writeBytes(header)) + "." + base64(Json.writeBytes(claims));
        return Secret.of(text + "." + base64(signature(account.privateKey(), text)));
    }

    private static byte[] signature(Secret pem, String text) throws ChannelException {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key(pem));
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Without its cause, whose message may quote the key.
            throw ChannelException.of(
                            FailureKind.AUTH,
                            "private_key of the service account is no RSA key in PKCS #8 and PEM form")
                    .withHint("Put the service account's key file, as it was downloaded, into the channel again: its"
                            + " private_key begins with -----BEGIN PRIVATE KEY-----.");
        }
    }

    private static PrivateKey key(Secret pem) throws GeneralSecurityException {
        // Some documents carry the line breaks of a JSON file as they were escaped there.
        Matcher body = PEM.matcher(pem.reveal().replace("\\n", "\n"));
        if (!body.find()) {
            throw new IllegalArgumentException("not in PEM form");
        }
        byte[] der = Base64.getMimeDecoder().decode(body.group(1));
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
