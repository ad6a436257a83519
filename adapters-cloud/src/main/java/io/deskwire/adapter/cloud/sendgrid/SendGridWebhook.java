package io.deskwire.adapter.cloud.sendgrid;

import io.deskwire.channel.WebhookChannel;
import io.deskwire.channel.WebhookRequest;
import java.io.IOException;
import java.util.Set;

/**
 * Takes SendGrid's posts: mail of Inbound Parse and batches of the Event Webhook, told apart by their media type. Every
 * answer outside of 2xx and 5xx makes Inbound Parse throw the mail away, so that only what is certainly not SendGrid's gets
 * one.
 */
final class SendGridWebhook implements WebhookChannel {

    private final SendGridSettings settings;
    private final Proof proof;

    SendGridWebhook(SendGridSettings settings) {
        this.settings = settings;
        this.proof = new Proof(settings);
    }

    @Override
    public Received receive(WebhookRequest request) throws IOException {
        if (!request.method().equalsIgnoreCase("POST")) {
            return new Received.Refused(Answer.of(405), "SendGrid posts");
        }
        boolean events = EventBatch.isIn(request);
        Proof.Objection objection = proof.objection(request, events);
        if (objection != null && !settings.observeOnly()) {
            return new Received.Refused(Answer.of(objection.status()), objection.reason());
        }
        String unproven = objection == null ? null : objection.reason();
        return events
                ? new Received.Items(EventBatch.items(request, settings), Answer.of(200), unproven)
                : InboundPost.received(request, settings, unproven);
    }

    @Override
    public Set<String> keys() {
        return WebhookKeys.of(settings);
    }

    @Override
    public boolean takesForeign() {
        return true;
    }

    /** Keys that verify are public: whoever knows one can name it. */
    @Override
    public boolean isProvenBySecret() {
        return false;
    }
}
