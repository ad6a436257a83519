package io.deskwire.adapter.whatsapp;

import io.deskwire.channel.Channel;
import io.deskwire.channel.ConnectionTest;
import io.deskwire.channel.MediaSource;
import io.deskwire.channel.MessageTemplates;
import io.deskwire.channel.NoticeReader;
import io.deskwire.channel.Outbound;
import io.deskwire.channel.PushSubscription;
import io.deskwire.channel.ReadReceipts;
import io.deskwire.channel.WebhookChannel;
import java.util.Optional;

/** One number with everything it can do. */
final class WhatsAppChannel implements Channel {

    private final WhatsAppWebhook webhook;
    private final ProviderSide provider;

    WhatsAppChannel(WhatsAppWebhook webhook, ProviderSide provider) {
        this.webhook = webhook;
        this.provider = provider;
    }

    @Override
    public Optional<WebhookChannel> webhook() {
        return Optional.of(webhook);
    }

    @Override
    public Optional<Outbound> outbound() {
        return Optional.of(provider.outbound());
    }

    @Override
    public Optional<PushSubscription> subscription() {
        return Optional.of(provider.upkeep());
    }

    @Override
    public Optional<MediaSource> media() {
        return Optional.of(provider.media());
    }

    @Override
    public Optional<NoticeReader> notices() {
        return Optional.of(provider.notices());
    }

    @Override
    public Optional<MessageTemplates> templates() {
        return Optional.of(provider.templates());
    }

    @Override
    public Optional<ReadReceipts> readReceipts() {
        return provider.receipts();
    }

    @Override
    public Optional<ConnectionTest> test() {
        return Optional.of(provider.test());
    }

    @Override
    public void close() {
        provider.close();
    }
}
