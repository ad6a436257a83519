package io.deskwire.adapter.cloud.postmark;

import io.deskwire.adapter.cloud.common.ToldTime;
import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ConnectionTest;
import io.deskwire.channel.NoticeReader;
import io.deskwire.channel.Outbound;
import io.deskwire.channel.PushSubscription;
import io.deskwire.channel.WebhookChannel;
import io.deskwire.http.HttpTransport;
import java.util.Optional;

/** One mailbox at Postmark with everything it can do. */
final class PostmarkChannel implements Channel {

    private final PostmarkApi api;
    private final WebhookChannel webhook;
    private final Outbound outbound;
    private final PushSubscription upkeep;
    private final NoticeReader notices = new PostmarkNotices();
    private final ConnectionTest test;

    PostmarkChannel(PostmarkSettings settings, ChannelContext context) {
        ToldTime time = new ToldTime();
        api = new PostmarkApi(settings, new HttpTransport(context.egress(), context.log()), time);
        webhook = new PostmarkWebhook(settings);
        outbound = new PostmarkOutbound(api, time);
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
    public Optional<NoticeReader> notices() {
        return Optional.of(notices);
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
