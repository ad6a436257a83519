package io.deskwire.adapter.whatsapp;

import io.deskwire.channel.WebhookRequest;
import org.jspecify.annotations.Nullable;

/** How a flavour's webhooks show that they come from the provider. Works on raw bytes; fails closed. */
@FunctionalInterface
interface Proof {

    /**
     * Looks at one request.
     *
     * @param body the request's raw bytes
     * @return why the request is not proven, for the operator, or null when it is
     */
    @Nullable String objection(WebhookRequest request, byte[] body);

    /** What the settings ask for. */
    static Proof of(WhatsAppSettings settings) {
        return switch (settings.flavour()) {
            case META -> new MetaProof(settings.appSecrets());
            case DIALOG_360 -> new DialogProof(settings.appSecrets(), settings.verifyTokens());
            case TWILIO -> new TwilioProof(settings.appSecrets(), settings.webhookUrl());
        };
    }
}
