package io.deskwire.adapter.gmail;

import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ConnectionTest;
import io.deskwire.channel.Outbound;
import java.time.InstantSource;
import java.util.Optional;

/** An opened mailbox. */
final class GmailChannel implements Channel {

    private final GmailClient client;
    private final Outbound outbound;
    private final ConnectionTest test;

    /**
     * @param from the address that answers come from
     */
    GmailChannel(GmailSettings settings, String from, ChannelContext context, InstantSource clock) {
        this.client = new GmailClient(settings, context, clock);
        SenderAliases senders = new SenderAliases(client, settings.address(), clock);
        this.outbound = new GmailOutbound(client, senders);
        this.test = new StagedTest(client, context, senders, from);
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
