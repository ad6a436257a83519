package io.deskwire.adapter.imap;

import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelWatch;
import io.deskwire.channel.ConnectionTest;
import io.deskwire.channel.InboundChannel;
import io.deskwire.channel.Outbound;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An opened mailbox. Connections are made when they are needed and end with what needed them. */
final class MailChannel implements Channel {

    private final InboundChannel inbound;
    private final @Nullable ChannelWatch watch;
    private final Outbound outbound;
    private final ConnectionTest test;
    private final Runnable ending;

    MailChannel(
            InboundChannel inbound,
            @Nullable ChannelWatch watch,
            Outbound outbound,
            ConnectionTest test,
            Runnable ending) {
        this.inbound = inbound;
        this.watch = watch;
        this.outbound = outbound;
        this.test = test;
        this.ending = ending;
    }

    @Override
    public Optional<InboundChannel> inbound() {
        return Optional.of(inbound);
    }

    @Override
    public Optional<ChannelWatch> watch() {
        return Optional.ofNullable(watch);
    }

    @Override
    public Optional<Outbound> outbound() {
        return Optional.of(outbound);
    }

    @Override
    public Optional<ConnectionTest> test() {
        return Optional.of(test);
    }

    /** Ends fetches and watches. A message on its way out is not cut off: that would only make it uncertain. */
    @Override
    public void close() {
        ending.run();
    }
}
