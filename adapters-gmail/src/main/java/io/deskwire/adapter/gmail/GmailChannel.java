package io.deskwire.adapter.gmail;

import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import java.time.InstantSource;

/** An opened mailbox. */
final class GmailChannel implements Channel {

    private final GmailClient client;

    GmailChannel(GmailSettings settings, ChannelContext context, InstantSource clock) {
        this.client = new GmailClient(settings, context, clock);
    }

    @Override
    public void close() {
        client.close();
    }
}
