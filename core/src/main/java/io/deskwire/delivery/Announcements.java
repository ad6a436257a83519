package io.deskwire.delivery;

import io.deskwire.channel.Channel;
import io.deskwire.channel.MessageTemplates;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigStore;
import io.deskwire.config.OwnAddress;
import io.deskwire.message.Address;
import io.deskwire.message.Annotation;
import io.deskwire.message.Automation;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.MessageKind;
import io.deskwire.message.MessageTemplate;
import io.deskwire.message.RichContent;
import io.deskwire.threading.Conversation;
import io.deskwire.threading.Conversations;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Use case: customers are told what became of their ticket, on the channel they wrote by, each change once. Free text where it
 * passes, else the template that the tenant mapped to the event, else nothing.
 */
public final class Announcements {

    private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);

    private static final Pattern MACHINE = Pattern.compile(
            "(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?|notifications?)([+._-].*)?@.*");

    private final Conversations conversations;
    private final ConfigStore config;
    private final OpenChannels channels;
    private final Replies replies;
    private final LoopGuard loops;
    private final Clock clock;

    public Announcements(
            Conversations conversations,
            ConfigStore config,
            OpenChannels channels,
            Replies replies,
            LoopGuard loops,
            Clock clock) {
        this.conversations = conversations;
        this.config = config;
        this.channels = channels;
        this.replies = replies;
        this.loops = loops;
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
        if (conversation.isPresent() && wantsAnswer(message) && mayBeAnswered(message)) {
            announce(conversation.get(), update);
        }
    }

    private Optional<ReplyDraft> draft(Conversation conversation, Announcement announcement) {
        Optional<Channel> open = channels.find(conversation.tenantId(), conversation.channelId());
        boolean free = replies.window(conversation.tenantId(), conversation.id())
                .map(WindowGate.State::open)
                .orElse(true);
        if (free) {
            // RFC 3834 section 4: to whoever wrote, and to nobody who was copied.
            return Optional.of(new ReplyDraft(announcement.text(), null, List.of(), List.of(), null, true));
        }
        List<MessageTemplate> known =
                open.flatMap(Channel::templates).map(MessageTemplates::known).orElse(List.of());
        Optional<RichContent.Template> template = announcement.template(known);
        return template.map(rich -> new ReplyDraft("", null, List.of(), List.of(), null, true, rich));
    }

    /** RFC 3834 section 2: no automatic answer to what is automatic, comes from a list or from nobody, or asks for none. */
    private boolean wantsAnswer(InboundMessage message) {
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
                && Stream.concat(Stream.of(from), message.replyRecipients().stream())
                        .noneMatch(address -> isMachine(address) || isOurs(message.tenantId(), address));
    }

    private static boolean isMachine(Address address) {
        return MACHINE.matcher(address.value().toLowerCase(Locale.ROOT)).matches();
    }

    /** Any channel's: two of them that thanked each other for their mail would never end. */
    private boolean isOurs(String tenantId, Address address) {
        return config.ofTenant(tenantId).stream().anyMatch(channel -> OwnAddress.isOwn(channel, address));
    }

    /** Says on the message itself when it is not acknowledged for the sake of peace. */
    private boolean mayBeAnswered(InboundMessage message) {
        Instant now = clock.instant();
        Optional<LoopGuard.UsedUp> usedUp = loops.acknowledge(message, now);
        usedUp.ifPresent(budget -> conversations.annotate(
                message.tenantId(),
                message.id(),
                new Annotation(Annotation.Kind.NOT_ANSWERED, null, budget.line(), now)));
        return usedUp.isEmpty();
    }
}
