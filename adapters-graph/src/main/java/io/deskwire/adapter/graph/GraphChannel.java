package io.deskwire.adapter.graph;

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

/** One mailbox with everything it can do. */
final class GraphChannel implements Channel {

    private final OpenMailbox mailbox;
    private final InboundChannel inbound;
    private final WebhookChannel webhook;
    private final Outbound outbound;
    private final @Nullable PushSubscription subscription;
    private final ConnectionTest test;

    GraphChannel(GraphSettings settings, ChannelContext context, InstantSource clock) {
        Pushes pushes = new Pushes();
        SubscriptionShelf shelf = new SubscriptionShelf(context.memory(), settings);
        mailbox = new OpenMailbox(settings, context, clock);
        inbound = new GraphInbound(mailbox, settings, pushes);
        webhook = new GraphWebhook(settings, shelf, pushes);
        outbound = new GraphOutbound(mailbox, settings, context.memory(), clock, mailbox::uploads);
        boolean asked = settings.webhookUrl() != null || !settings.webhookKeys().isEmpty();
        subscription = asked ? new GraphSubscription(mailbox, settings, shelf, pushes) : null;
        test = new GraphTest(mailbox, settings, context);
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
    public Optional<Outbound> outbound() {
        return Optional.of(outbound);
    }

    @Override
    public Optional<PushSubscription> subscription() {
        return Optional.ofNullable(subscription);
    }

    @Override
    public Optional<ConnectionTest> test() {
        return Optional.of(test);
    }

    @Override
    public void close() {
        mailbox.close();
    }
}
