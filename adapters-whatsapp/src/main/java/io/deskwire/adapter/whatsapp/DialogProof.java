package io.deskwire.adapter.whatsapp;

import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.Secret;
import io.deskwire.http.Hmac;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * 360dialog signs only what partners receive: {@code x-360dialog-signature}, HMAC-SHA-256 of the body with the platform
 * secret, in hexadecimal or base 64 since its documents do not say which. For everybody else it sends the headers that it was
 * told to send when the webhook was set: ours is the verify token.
 */
final class DialogProof implements Proof {

    private static final String HEADER = "x-360dialog-signature";
    private static final String TOKEN_HEADER = "x-webhook-token";

    private final List<Secret> platformSecrets;
    private final List<Secret> tokens;

    /**
     * @param platformSecrets keys of the partner's signature; when there are any, nothing else proves a request
     * @param tokens what the header must show otherwise
     */
    DialogProof(List<Secret> platformSecrets, List<Secret> tokens) {
        this.platformSecrets = List.copyOf(platformSecrets);
        this.tokens = List.copyOf(tokens);
    }

    @Override
    public @Nullable String objection(WebhookRequest request, byte[] body) {
        if (!platformSecrets.isEmpty()) {
            return signatureObjection(request, body);
        }
        return tokens.isEmpty()
                ? "neither webhook_verify_token nor api_secret is configured, so no webhook can be proven"
                : tokenObjection(request);
    }

    private @Nullable String signatureObjection(WebhookRequest request, byte[] body) {
        String header = request.header(HEADER).orElse(null);
        if (header == null) {
            return "the header x-360dialog-signature is missing or stands there twice";
        }
        byte[] given = signature(header.strip());
        if (given == null) {
            return "the header x-360dialog-signature does not have the form of a signature";
        }
        boolean proven = false;
        for (Secret secret : platformSecrets) {
            proven |= Hmac.same(Hmac.sha256(secret, body), given);
        }
        return proven ? null : "the signature was not made with the configured api_secret";
    }

    private static byte @Nullable [] signature(String header) {
        String plain = header.regionMatches(true, 0, "sha256=", 0, 7) ? header.substring(7) : header;
        try {
            if (plain.length() == 64) {
                return HexFormat.of().parseHex(plain);
            }
            byte[] bytes = Base64.getDecoder().decode(plain);
            // The last digit has bits that decoding ignores; there is one right way to write it.
            boolean exact = Base64.getEncoder().encodeToString(bytes).equals(plain);
            return exact && bytes.length == 32 ? bytes : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private @Nullable String tokenObjection(WebhookRequest request) {
        String given = request.header(TOKEN_HEADER).orElseGet(() -> bearer(request));
        if (given == null) {
            return "neither the header X-Webhook-Token nor Authorization shows a token";
        }
        boolean proven = false;
        for (Secret token : tokens) {
            proven |= Hmac.same(token, given);
        }
        return proven ? null : "the token is not the configured webhook_verify_token";
    }

    private static @Nullable String bearer(WebhookRequest request) {
        return request.header("authorization")
                .filter(value -> value.toLowerCase(Locale.ROOT).startsWith("bearer "))
                .map(value -> value.substring("bearer ".length()).strip())
                .orElse(null);
    }
}
