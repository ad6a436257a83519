package io.deskwire.adapter.cloud.sendgrid;

import io.deskwire.adapter.cloud.common.BasicCredentials;
import io.deskwire.channel.WebhookRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How SendGrid's posts show that they are its own: by their signature, by the user name and password in the address, or by
 * both where both are configured. Fails closed: without a key nothing is proven.
 */
final class Proof {

    /** SendGrid tries for 72 hours, and nobody says whether it signs anew. */
    private static final Duration MAIL = Duration.ofHours(73);
    /** 24 hours. */
    private static final Duration EVENTS = Duration.ofHours(25);

    /**
     * Why a request is not proven.
     *
     * @param status 503 when that is our own fault, which mail outlives; 401 otherwise
     * @param reason for the operator
     */
    record Objection(int status, String reason) {
        Objection {
            Objects.requireNonNull(reason, "reason");
        }
    }

    private final boolean signed;
    private final SignatureProof signature;
    private final BasicCredentials credentials;

    Proof(SendGridSettings settings) {
        this.signed = !settings.publicKeys().isEmpty();
        this.signature = SignatureProof.of(settings.publicKeys());
        this.credentials = new BasicCredentials(settings.webhookUsers(), settings.webhookPasswords());
    }

    /**
     * @param events whether it is a batch of events, which are repeated for a shorter time than mail
     */
    @Nullable Objection objection(WebhookRequest request, boolean events) throws IOException {
        if (!signed && !credentials.isConfigured()) {
            return new Objection(
                    503, "neither webhook_secret nor webhook_username is configured: nothing can be proven");
        }
        if (signed && signature.isBlind()) {
            return new Objection(503, "webhook_secret is no public key of SendGrid's: nothing can be proven");
        }
        if (credentials.isConfigured() && !credentials.shownBy(request)) {
            return new Objection(401, "the user name and password of the webhook address are missing or wrong");
        }
        String objection = signed ? signature.objection(request, events ? EVENTS : MAIL) : null;
        return objection == null ? null : new Objection(401, objection);
    }
}
