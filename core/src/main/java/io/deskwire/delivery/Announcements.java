package io.deskwire.delivery;

import io.deskwire.channel.Channel;
import io.deskwire.channel.MessageTemplates;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigStore;
import io.deskwire.config.OwnAddress;
import io.deskwire.message.Address;
import io.deskwire.message.Automation;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.MessageKind;
import io.deskwire.message.MessageTemplate;
import io.deskwire.message.RichContent;
import io.deskwire.threading.Conversation;
import io.deskwire.threading.Conversations;
import io.deskwire.work.Leases;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Use case: customers are told what became of their ticket, on the channel they wrote by, each change once. Free text where it
 * passes, else the template that the tenant mapped to the event, else nothing.
 */
public final class Announcements {

    private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);

    /** Enough for somebody who opens tickets; ends a conversation between two machines. */
    private static final int MOST_PER_SENDER = 5;

    private static final Duration PER = Duration.ofDays(1);

    private static final Pattern MACHINE = Pattern.compile(
            "(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?|notifications?)([+._-].*)?@.*");

    private final Conversations conversations;
    private final ConfigStore config;
    private final OpenChannels channels;
    private final Replies replies;
    private final Leases leases;
    private final Clock clock;

    public Announcements(
            Conversations conversations,
            ConfigStore config,
            OpenChannels channels,
            Replies replies,
            Leases leases,
            Clock clock) {
        this.conversations = conversations;
        this.config = config;
        this.channels = channels;
        this.replies = replies;
        this.leases = leases;
        this.clock = clock;
    }

    /**
     * Announces a change of a ticket, if the channel's document asks for it.
     *
     * @return whether something was queued (or had been before)
     */
    public boolean announce(Conversation conversation, TicketUpdate update) {
        Optional<ChannelConfig> channel = config.find(conversation.tenantId(), conversation.channelId());
        if (channel.isEmpty() || !channel.get().active()) {
            return false;
        }
        Announcement announcement = new Announcement(channel.get(), update);
        if (!announcement.isWanted()) {
            return false;
        }
        Optional<ReplyDraft> draft = draft(conversation, announcement);
        if (draft.isEmpty()) {
            LOG.info(
                    "{} of conversation {} is not announced: the service window is closed and no template is mapped",
                    update.kind().event(),
                    conversation.id());
            return false;
        }
        try {
            String key = "announce:" + conversation.id() + ":" + update.kind() + ":" + update.changeId();
            replies.reply(conversation.tenantId(), conversation.id(), draft.get(), key);
            return true;
        } catch (ReplyRefusedException e) {
            LOG.warn(
                    "{} of conversation {} cannot be announced: {}",
                    update.kind().event(),
                    conversation.id(),
                    e.getMessage());
            return false;
        }
    }

    /** Tells the author of a ticket's first message that it was received, unless that could start a loop of machines. */
    public void received(InboundMessage message, String conversationId, TicketUpdate update) {
        Optional<ChannelConfig> channel = config.find(message.tenantId(), message.channelId());
        if (channel.isEmpty() || !new Announcement(channel.get(), update).isWanted()) {
            return;
        }
        Optional<Conversation> conversation = conversations.find(message.tenantId(), conversationId);
        if (conversation.isPresent() && wantsAnswer(message, channel.get()) && mayBeAnswered(message, conversationId)) {
            announce(conversation.get(), update);
        }
    }

    private Optional<ReplyDraft> draft(Conversation conversation, Announcement announcement) {
        Optional<Channel> open = channels.find(conversation.tenantId(), conversation.channelId());
        boolean free = replies.window(conversation.tenantId(), conversation.id())
                .map(WindowGate.State::open)
                .orElse(true);
        if (free) {
            return Optional.of(new ReplyDraft(announcement.text(), null, List.of(), null, null, true));
        }
        List<MessageTemplate> known =
                open.flatMap(Channel::templates).map(MessageTemplates::known).orElse(List.of());
        Optional<RichContent.Template> template = announcement.template(known);
        return template.map(rich -> new ReplyDraft("", null, List.of(), null, null, true, rich));
    }

    /** RFC 3834 section 2: no automatic answer to what is automatic, comes from a list or from nobody, or asks for none. */
    private static boolean wantsAnswer(InboundMessage message, ChannelConfig channel) {
        Automation automation = message.parsed().automation();
        Address from = message.from();
        String envelopeSender = message.envelope().sender();
        return message.kind() == MessageKind.MESSAGE
                && automation.autoSubmitted() == Automation.AutoSubmitted.NO
                && !automation.suppressAutoResponse()
                && automation.listId() == null
                && (envelopeSender == null || !envelopeSender.isEmpty())
                && from != null
                && from.kind() != Address.Kind.GROUP
                && !OwnAddress.isOwn(channel, from)
                && !MACHINE.matcher(from.value().toLowerCase(Locale.ROOT)).matches();
    }

    /** A few slots per sender and day, taken for good by the conversation that was answered. */
    private boolean mayBeAnswered(InboundMessage message, String conversationId) {
        Address from = message.from();
        if (from == null) {
            return false;
        }
        Instant now = clock.instant();
        for (int slot = 0; slot < MOST_PER_SENDER; slot++) {
            String name = "announce:" + message.channelId() + ":" + slot + ":" + from.key();
            if (leases.acquire(message.tenantId(), name, conversationId, now, now.plus(PER))) {
                return true;
            }
        }
        LOG.info(
                "channel {}: a sender got {} automatic answers today and gets no more",
                message.channelId(),
                MOST_PER_SENDER);
        return false;
    }
}
