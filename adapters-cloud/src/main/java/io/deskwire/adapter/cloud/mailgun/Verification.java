package io.deskwire.adapter.cloud.mailgun;

import io.deskwire.channel.WebhookChannel.Answer;
import io.deskwire.channel.WebhookChannel.Received;
import io.deskwire.channel.WebhookRequest;
import org.jspecify.annotations.Nullable;

/** Says what a request's signature comes to. */
final class Verification {

    private final MailgunSettings settings;

    Verification(MailgunSettings settings) {
        this.settings = settings;
    }

    /** Why a request is not proven, or null when it is. */
    @Nullable String objection(SignedToken signed, WebhookRequest request) {
        return signed.objection(settings.signingKeys(), request.receivedAt());
    }

    /** Whether an objection keeps the request out. */
    boolean isRefusal(@Nullable String objection) {
        return objection != null && !settings.observeOnly();
    }

    /** Mailgun tries again for hours, so that a key that is put right in time loses nothing. */
    Received.Refused refused(String objection) {
        return new Received.Refused(Answer.of(settings.signingKeys().isEmpty() ? 503 : 401), objection);
    }
}
