package io.deskwire.adapter.whatsapp;

import io.deskwire.channel.Channel;
import io.deskwire.channel.WebhookChannel;
import java.util.Optional;

/** One number with everything it can do. */
final class WhatsAppChannel implements Channel {

    private final WhatsAppWebhook webhook;

    WhatsAppChannel(WhatsAppWebhook webhook) {
        this.webhook = webhook;
    }

    @Override
    public Optional<WebhookChannel> webhook() {
        return Optional.of(webhook);
    }

    @Override
    public void close() {
        // The webhook holds nothing.
    }
}
