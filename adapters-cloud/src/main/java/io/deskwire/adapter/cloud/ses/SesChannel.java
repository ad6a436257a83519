package io.deskwire.adapter.cloud.ses;

import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ConnectionTest;
import io.deskwire.channel.ContentSource;
import io.deskwire.channel.NoticeReader;
import io.deskwire.channel.Outbound;
import io.deskwire.channel.PushSubscription;
import io.deskwire.channel.WebhookChannel;
import io.deskwire.http.HttpTransport;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/** One account in one region with everything it can do. */
final class SesChannel implements Channel {

    private final AwsCalls calls;
    private final WebhookChannel webhook;
    private final Outbound outbound;
    private final ContentSource contents;
    private final NoticeReader notices = new SesNotices();
    private final PushSubscription upkeep;
    private final ConnectionTest test;

    SesChannel(
            SesSettings settings,
            ChannelContext context,
            InstantSource clock,
            Function<HttpTransport, CertificateSource> certificates) {
        HttpTransport transport = new HttpTransport(context.egress(), context.log());
        calls = new AwsCalls(settings, transport, clock);
        webhook = new SesWebhook(settings, certificates.apply(transport));
        outbound = new SesOutbound(calls);
        SubscriptionConfirmation confirmations = new SubscriptionConfirmation(calls, context.memory());
        contents = new SesContents(new StoredMail(calls), confirmations);
        SesAccount account = new SesAccount(calls);
        SesReceiving receiving = new SesReceiving(calls, confirmations);
        upkeep = new SesUpkeep(account, receiving);
        test = new SesConnectionTest(calls, context.egress(), account, receiving);
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
    public Optional<ContentSource> contents() {
        return Optional.of(contents);
    }

    @Override
    public Optional<NoticeReader> notices() {
        return Optional.of(notices);
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
