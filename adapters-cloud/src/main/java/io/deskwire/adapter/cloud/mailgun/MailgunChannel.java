package io.deskwire.adapter.cloud.mailgun;

import io.deskwire.adapter.cloud.common.ProviderCalls;
import io.deskwire.adapter.cloud.common.ToldTime;
import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ConnectionTest;
import io.deskwire.channel.Outbound;
import io.deskwire.channel.PushSubscription;
import io.deskwire.channel.WebhookChannel;
import io.deskwire.http.HttpTransport;
import java.util.Optional;

/** One domain's channel with everything it can do. */
final class MailgunChannel implements Channel {

    private final ProviderCalls calls;
    private final WebhookChannel webhook;
    private final Outbound outbound;
    private final PushSubscription upkeep;
    private final ConnectionTest test;

    MailgunChannel(MailgunSettings settings, ChannelContext context) {
        ToldTime time = new ToldTime();
        calls = new ProviderCalls(new HttpTransport(context.egress(), context.log()), time, new MailgunDialect());
        MailgunApi api = new MailgunApi(settings, calls);
        AccountLook look = new AccountLook(api);
        webhook = new MailgunWebhook(settings);
        outbound = new MailgunOutbound(api, time);
        upkeep = new MailgunUpkeep(api, look, time);
        test = new ConnectionStages(api, context.egress(), look);
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
        return Optional.of(upkeep);
    }

    @Override
    public Optional<ConnectionTest> test() {
        return Optional.of(test);
    }

    @Override
    public void close() {
        calls.close();
    }
}
