package io.deskwire.adapter.cloud.sendgrid;

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

/** One mailbox at SendGrid with everything it can do. */
final class SendGridChannel implements Channel {

    private final SendGridApi api;
    private final WebhookChannel webhook;
    private final Outbound outbound;
    private final PushSubscription upkeep;
    private final ConnectionTest test;

    SendGridChannel(SendGridSettings settings, ChannelContext context) {
        ToldTime time = new ToldTime();
        HttpTransport transport = new HttpTransport(context.egress(), context.log());
        api = new SendGridApi(settings, new ProviderCalls(transport, time, new Refusals()));
        webhook = new SendGridWebhook(settings);
        outbound = new SendGridOutbound(api, time);
        AccountChecks checks = new AccountChecks(api);
        upkeep = new AccountUpkeep(checks, time);
        test = new AccountTest(api, checks, context.egress());
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
        api.close();
    }
}
