package io.deskwire.examples.sms;

import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ConnectionTest;
import io.deskwire.channel.InboundChannel;
import io.deskwire.channel.Outbound;
import io.deskwire.failure.ChannelException;
import java.util.List;
import java.util.Optional;

/** One number. What it can do is there; what it cannot (webhooks, templates, files) is absent. */
final class SmsChannel implements Channel {

    private final Gateway gateway;
    private final SmsInbox inbox;
    private final SmsSender sender;

    SmsChannel(SmsChannelType.Settings settings, ChannelContext context) {
        this.gateway = new Gateway(settings, context.egress());
        this.inbox = new SmsInbox(gateway);
        this.sender = new SmsSender(gateway);
    }

    @Override
    public Optional<InboundChannel> inbound() {
        return Optional.of(inbox);
    }

    @Override
    public Optional<Outbound> outbound() {
        return Optional.of(sender);
    }

    @Override
    public Optional<ConnectionTest> test() {
        return Optional.of(progress -> {
            ConnectionTest.Stage stage;
            try {
                gateway.read(0, 1);
                stage = new ConnectionTest.Stage("sms.inbox", true, "the gateway answered", null);
            } catch (ChannelException e) {
                stage = new ConnectionTest.Stage(
                        "sms.inbox",
                        false,
                        String.valueOf(e.getMessage()),
                        e.hint().orElse(null));
            }
            progress.accept(stage);
            return List.of(stage);
        });
    }

    @Override
    public void close() {
        gateway.close();
    }
}
