package io.deskwire.adapter.cloud.sendgrid;

import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * ECDSA on P-256 with SHA-256 over the timestamp header's text and the body's raw bytes, nothing between them. The body is
 * read once and never held.
 */
final class SignatureProof {

    static final String SIGNATURE = "x-twilio-email-event-webhook-signature";
    static final String TIMESTAMP = "x-twilio-email-event-webhook-timestamp";

    private static final Duration FUTURE = Duration.ofMinutes(5);
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,11}");

    private final List<PublicKey> keys;

    private SignatureProof(List<PublicKey> keys) {
        this.keys = keys;
    }

    /** With the keys that can be used. */
    static SignatureProof of(List<Secret> given) {
        List<PublicKey> keys = new ArrayList<>();
        for (Secret secret : given) {
            PublicKey key = PublicKeys.read(secret.reveal());
            if (key != null) {
                keys.add(key);
            }
        }
        return new SignatureProof(List.copyOf(keys));
    }

    /** Whether no key can be used. */
    boolean isBlind() {
        return keys.isEmpty();
    }

    /**
     * Checks the signature, then its age.
     *
     * @param past how old a signature may be
     * @return why the request is not proven, for the operator, or null when it is
     */
    @Nullable String objection(WebhookRequest request, Duration past) throws IOException {
        String timestamp = request.header(TIMESTAMP).orElse(null);
        String signature = request.header(SIGNATURE).orElse(null);
        if (timestamp == null || signature == null) {
            return "the headers of SendGrid's signature are missing or stand there twice";
        }
        byte[] der = decoded(signature);
        if (der == null
                || !EcdsaForm.isSound(der)
                || !SECONDS.matcher(timestamp).matches()) {
            return "the headers of SendGrid's signature do not have their form";
        }
        if (!isSigned(timestamp, request, der)) {
            return "the signature was not made with a key of webhook_secret";
        }
        Instant signed = Instant.ofEpochSecond(Long.parseLong(timestamp));
        Duration age = Duration.between(signed, request.receivedAt());
        if (age.compareTo(past) > 0) {
            return "the signature is older than " + past.toHours() + " hours";
        }
        return age.negated().compareTo(FUTURE) > 0 ? "the signature is of the future" : null;
    }

    private static byte @Nullable [] decoded(String signature) {
        try {
            byte[] der = Base64.getDecoder().decode(signature);
            // The last digit has bits that decoding ignores; there is one right way to write it.
            return Base64.getEncoder().encodeToString(der).equals(signature) ? der : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private boolean isSigned(String timestamp, WebhookRequest request, byte[] der) throws IOException {
        try {
            List<Signature> checks = new ArrayList<>();
            for (PublicKey key : keys) {
                Signature check = Signature.getInstance("SHA256withECDSA");
                check.initVerify(key);
                check.update(timestamp.getBytes(StandardCharsets.US_ASCII));
                checks.add(check);
            }
            byte[] buffer = new byte[16_384];
            try (InputStream body = request.body().open()) {
                for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                    for (Signature check : checks) {
                        check.update(buffer, 0, read);
                    }
                }
            }
            boolean signed = false;
            for (Signature check : checks) {
                signed |= verifies(check, der);
            }
            return signed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA256withECDSA", e);
        }
    }

    private static boolean verifies(Signature check, byte[] der) {
        try {
            return check.verify(der);
        } catch (SignatureException e) {
            // Not DER, or numbers that no signature has.
            return false;
        }
    }
}
