package io.deskwire.adapter.helpdesks;

import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ConnectionTest;
import io.deskwire.channel.ContentSource;
import io.deskwire.channel.InboundChannel;
import io.deskwire.channel.WebhookChannel;
import java.util.Optional;

/** The way back out of one helpdesk as a channel of its tenant; for this module's packages. It sends nothing itself. */
public final class HelpdeskChannel implements Channel {

    private final Helpdesk helpdesk;
    private final WebhookChannel webhook;
    private final InboundChannel inbound;
    private final ContentSource contents;

    /**
     * @param helpdesk closed with this
     * @param webhook takes its posts
     */
    public HelpdeskChannel(
            Helpdesk helpdesk,
            WebhookChannel webhook,
            CommonSettings settings,
            CustomerDesk desk,
            ChannelContext context) {
        this.helpdesk = helpdesk;
        this.webhook = webhook;
        String tenant = settings.tenantId();
        String channel = settings.channelId();
        TicketLinks links = new TicketLinks(context.memory(), tenant, channel);
        AnswerWatch watch = new AnswerWatch(helpdesk, desk, links, tenant, channel, settings.news());
        this.inbound = new HelpdeskInbound(helpdesk, watch, settings.polls());
        this.contents = new AnswerSync(helpdesk, desk, links, tenant, channel);
    }

    @Override
    public Optional<WebhookChannel> webhook() {
        return Optional.of(webhook);
    }

    @Override
    public Optional<InboundChannel> inbound() {
        return Optional.of(inbound);
    }

    @Override
    public Optional<ContentSource> contents() {
        return Optional.of(contents);
    }

    @Override
    public Optional<ConnectionTest> test() {
        return Optional.of(helpdesk.test());
    }

    @Override
    public void close() {
        helpdesk.close();
    }
}
