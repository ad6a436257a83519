package io.deskwire.adapter.gmail;

import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ConnectionTest;
import io.deskwire.channel.InboundChannel;
import io.deskwire.channel.Outbound;
import io.deskwire.channel.PushSubscription;
import io.deskwire.channel.WebhookChannel;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An opened mailbox. */
final class GmailChannel implements Channel {

    private final GmailClient client;
    private final InboundChannel inbound;
    private final WebhookChannel webhook;
    private final @Nullable PushSubscription subscription;
    private final Outbound outbound;
    private final ConnectionTest test;

    /**
     * @param from the address that answers come from
     */
    GmailChannel(GmailSettings settings, String from, ChannelContext context, InstantSource clock) {
        this.client = new GmailClient(settings, context, clock);
        PushPulse pulse = new PushPulse(context.memory(), settings);
        MailboxNames names = new MailboxNames(context.memory(), settings);
        SenderAliases senders = new SenderAliases(client, settings.address(), clock);
        this.inbound = new GmailInbound(client, pulse, names, senders);
        PushKeys keys = new PushKeys(client.transport(), settings.push().jwksUrl());
        this.webhook = new GmailWebhook(settings.push(), new PushProof(settings.push(), keys), names, pulse);
        MailboxWatch watch = new MailboxWatch(client, context.memory(), names);
        this.subscription = settings.push().enabled() ? new WatchUpkeep(watch, settings.push(), pulse) : null;
        this.outbound = new GmailOutbound(client, context.memory(), senders);
        this.test = new StagedTest(client, context, senders, from, watch);
    }

    @Override
    public Optional<InboundChannel> inbound() {
        return Optional.of(inbound);
    }

    @Override
    public Optional<WebhookChannel> webhook() {
        return Optional.of(webhook);
    }

    @Override
    public Optional<PushSubscription> subscription() {
        return Optional.ofNullable(subscription);
    }

    @Override
    public Optional<Outbound> outbound() {
        return Optional.of(outbound);
    }

    @Override
    public Optional<ConnectionTest> test() {
        return Optional.of(test);
    }

    @Override
    public void close() {
        client.close();
    }
}
