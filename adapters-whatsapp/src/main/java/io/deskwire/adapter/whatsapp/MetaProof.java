package io.deskwire.adapter.whatsapp;

import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.Secret;
import io.deskwire.http.Hmac;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code X-Hub-Signature-256: sha256=<64 hexadecimal digits>}: HMAC-SHA-256 with the app's secret over the body exactly as it
 * was sent. Meta escapes what it sends; a body that was parsed and written again has another signature.
 */
final class MetaProof implements Proof {

    private static final String HEADER = "x-hub-signature-256";
    private static final String PREFIX = "sha256=";
    private static final int LENGTH = PREFIX.length() + 64;

    private final List<Secret> secrets;

    /**
     * @param secrets every secret that is valid now
     */
    MetaProof(List<Secret> secrets) {
        this.secrets = List.copyOf(secrets);
    }

    @Override
    public @Nullable String objection(WebhookRequest request, byte[] body) {
        if (secrets.isEmpty()) {
            return "no api_secret is configured, so no webhook can be proven";
        }
        String header = request.header(HEADER).orElse(null);
        if (header == null) {
            return "the header X-Hub-Signature-256 is missing or stands there twice";
        }
        if (header.length() != LENGTH || !header.startsWith(PREFIX)) {
            return "the header X-Hub-Signature-256 does not have the form of a signature";
        }
        byte[] given;
        try {
            given = HexFormat.of().parseHex(header, PREFIX.length(), LENGTH);
        } catch (IllegalArgumentException e) {
            return "the header X-Hub-Signature-256 does not have the form of a signature";
        }
        boolean proven = false;
        for (Secret secret : secrets) {
            proven |= Hmac.same(Hmac.sha256(secret, body), given);
        }
        return proven ? null : "the signature was not made with the configured api_secret";
    }
}
