package io.deskwire.adapter.whatsapp;

import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ConnectionTest;
import io.deskwire.channel.MediaSource;
import io.deskwire.channel.MessageTemplates;
import io.deskwire.channel.NoticeReader;
import io.deskwire.channel.Outbound;
import io.deskwire.channel.PushSubscription;
import io.deskwire.channel.ReadReceipts;
import io.deskwire.http.HttpTransport;
import java.util.Optional;

/** Everything of a channel that calls the provider, put together for one number. */
final class ProviderSide implements AutoCloseable {

    private final HttpTransport transport;
    private final Outbound outbound;
    private final MediaSource media;
    private final TemplateCache templates;
    private final NoticeReader notices;
    private final PushSubscription upkeep;
    private final ConnectionTest test;
    private final Optional<ReadReceipts> receipts;

    ProviderSide(WhatsAppSettings settings, ChannelContext context) {
        ToldTime time = new ToldTime();
        transport = new HttpTransport(context.egress(), context.log());
        ProviderApi api = new ProviderApi(settings, transport, time);
        NumberId number = new NumberId(api, context.memory());
        GraphPaths paths = new GraphPaths(settings.flavour(), number);
        TemplateCache.Source source = TemplateSources.of(api);
        templates = new TemplateCache(settings, context.memory(), source);
        PairRate rate = new PairRate();
        boolean twilio = settings.flavour() == Flavour.TWILIO;
        Sender sender =
                twilio ? new TwilioSender(api, context.files(), rate) : new GraphSender(api, paths, templates, rate);
        Carriage carriage = Carriage.of(settings.flavour());
        outbound = new WhatsAppOutbound(
                sender,
                new MessageCheck(carriage, templates, context.files()),
                new MessageParts(carriage),
                new ClosedWindow(settings, templates),
                rate,
                time);
        media = new WhatsAppMedia(api, number);
        AccountAlarm alarm = new AccountAlarm(settings, context.memory());
        notices = new AccountNotices(templates, alarm, rate);
        NumberHealth health = new NumberHealth(api, number);
        Subscription subscription = new Subscription(api);
        upkeep = new AccountUpkeep(settings.flavour(), health, subscription, templates, alarm, time);
        test = new AccountTest(api, context.egress(), health, subscription, source);
        receipts = twilio ? Optional.empty() : Optional.of(new GraphReadReceipts(api, paths));
    }

    Outbound outbound() {
        return outbound;
    }

    MediaSource media() {
        return media;
    }

    MessageTemplates templates() {
        return templates;
    }

    NoticeReader notices() {
        return notices;
    }

    PushSubscription upkeep() {
        return upkeep;
    }

    ConnectionTest test() {
        return test;
    }

    Optional<ReadReceipts> receipts() {
        return receipts;
    }

    @Override
    public void close() {
        transport.close();
    }
}
