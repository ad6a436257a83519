package io.deskwire.delivery;

import io.deskwire.channel.Channel;
import io.deskwire.channel.MessageTemplates;
import io.deskwire.channel.Outbound;
import io.deskwire.channel.ServiceWindow;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigStore;
import io.deskwire.config.OwnAddress;
import io.deskwire.config.SettingsReader;
import io.deskwire.delivery.ReplyRefusedException.Reason;
import io.deskwire.message.Address;
import io.deskwire.message.ChannelEvent;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.MessageKind;
import io.deskwire.message.MessageProblem;
import io.deskwire.message.MessageTemplate;
import io.deskwire.message.OutboundMessage;
import io.deskwire.threading.Conversation;
import io.deskwire.threading.Conversations;
import io.deskwire.threading.StoredMessage;
import io.deskwire.threading.ThreadTokens;
import io.deskwire.ticket.TicketRef;
import io.deskwire.work.Ids;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Use case: an agent's answer is given its recipients, thread and fixed ids and put into the outbox. Recipients come from
 * our record of the conversation, never from a message's text.
 */
public final class Replies {

    /** Enough ancestors for every mail program, few enough for every mail server's header limit. */
    private static final int MOST_REFERENCES = 30;

    private final Conversations conversations;
    private final Outbox outbox;
    private final ConfigStore config;
    private final OpenChannels channels;
    private final WindowGate gate;
    private final ThreadTokens tokens;
    private final Clock clock;
    private final Runnable wake;

    /**
     * @param channels what they can carry is asked before anything is queued
     * @param wake called after something was staged
     */
    public Replies(
            Conversations conversations,
            Outbox outbox,
            ConfigStore config,
            OpenChannels channels,
            WindowGate gate,
            ThreadTokens tokens,
            Clock clock,
            Runnable wake) {
        this.conversations = conversations;
        this.outbox = outbox;
        this.config = config;
        this.channels = channels;
        this.gate = gate;
        this.tokens = tokens;
        this.clock = clock;
        this.wake = wake;
    }

    /**
     * Answers in the conversation of a ticket.
     *
     * @param idempotencyKey a repeated call with the same key sends nothing and answers the same id, or null
     * @return the outbound message's id; it is durable
     */
    public String reply(String tenantId, TicketRef ticket, ReplyDraft draft, @Nullable String idempotencyKey)
            throws ReplyRefusedException {
        Conversation conversation = conversations
                .byTicket(tenantId, ticket)
                .orElseThrow(() -> new ReplyRefusedException(
                        Reason.NOT_FOUND, "there is no ticket " + ticket.value() + " with a conversation"));
        return reply(conversation, draft, idempotencyKey);
    }

    /** Answers in a conversation; see {@link #reply(String, TicketRef, ReplyDraft, String)}. */
    public String reply(String tenantId, String conversationId, ReplyDraft draft, @Nullable String idempotencyKey)
            throws ReplyRefusedException {
        Conversation conversation = conversations
                .find(tenantId, conversationId)
                .orElseThrow(() ->
                        new ReplyRefusedException(Reason.NOT_FOUND, "there is no conversation " + conversationId));
        return reply(conversation, draft, idempotencyKey);
    }

    /** Starts a conversation with somebody; see {@link #reply(String, TicketRef, ReplyDraft, String)}. */
    public String start(
            String tenantId,
            String channelId,
            List<Address> to,
            @Nullable String subject,
            ReplyDraft draft,
            @Nullable String idempotencyKey)
            throws ReplyRefusedException {
        Optional<String> earlier = earlier(tenantId, idempotencyKey);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        if (to.isEmpty()) {
            throw new ReplyRefusedException(Reason.INVALID, "there is nobody to send it to");
        }
        ChannelConfig channel = sendingChannel(tenantId, channelId);
        String conversationId = Ids.next(clock.instant());
        List<Address> cc = draft.cc() == null ? List.of() : draft.cc();
        return stage(channel, conversationId, to, cc, clean(subject), null, List.of(), draft, idempotencyKey, true);
    }

    /**
     * How the window of a conversation stands in which free text passes.
     *
     * @return empty when there is no such conversation, or its channel always takes everything
     */
    public Optional<WindowGate.State> window(String tenantId, String conversationId) {
        return conversations
                .find(tenantId, conversationId)
                .flatMap(conversation -> outbound(tenantId, conversation.channelId())
                        .flatMap(Outbound::serviceWindow)
                        .map(window -> gate.of(conversation, window, clock.instant())));
    }

    private Optional<Outbound> outbound(String tenantId, String channelId) {
        return channels.find(tenantId, channelId).flatMap(Channel::outbound);
    }

    private String reply(Conversation conversation, ReplyDraft draft, @Nullable String idempotencyKey)
            throws ReplyRefusedException {
        String tenantId = conversation.tenantId();
        Optional<String> earlier = earlier(tenantId, idempotencyKey);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        ChannelConfig channel = sendingChannel(tenantId, conversation.channelId());
        List<StoredMessage> messages = conversations.messages(tenantId, conversation.id());
        Answered answered = answered(channel, messages);
        if (answered.to().isEmpty()) {
            throw new ReplyRefusedException(
                    Reason.INVALID, "the conversation holds no message whose sender can be answered");
        }
        List<Address> cc = draft.cc() == null ? answered.cc() : draft.cc();
        return stage(
                channel,
                conversation.id(),
                answered.to(),
                cc,
                replySubject(answered.subject() == null ? conversation.subject() : answered.subject()),
                answered.messageId(),
                answered.references(),
                draft,
                idempotencyKey,
                false);
    }

    private Optional<String> earlier(String tenantId, @Nullable String idempotencyKey) {
        return idempotencyKey == null ? Optional.empty() : outbox.staged(tenantId, idempotencyKey);
    }

    private ChannelConfig sendingChannel(String tenantId, String channelId) throws ReplyRefusedException {
        ChannelConfig channel = config.find(tenantId, channelId)
                .orElseThrow(() -> new ReplyRefusedException(
                        Reason.CHANNEL_CANNOT_SEND, "the channel " + channelId + " no longer exists"));
        if (!channel.active()) {
            throw new ReplyRefusedException(
                    Reason.CHANNEL_CANNOT_SEND, "the channel " + channelId + " is switched off");
        }
        return channel;
    }

    private String stage(
            ChannelConfig channel,
            String conversationId,
            List<Address> to,
            List<Address> cc,
            @Nullable String subject,
            @Nullable String inReplyTo,
            List<String> references,
            ReplyDraft draft,
            @Nullable String idempotencyKey,
            boolean newConversation)
            throws ReplyRefusedException {
        if (draft.text().isBlank()
                && (draft.html() == null || draft.html().isBlank())
                && draft.attachments().isEmpty()
                && draft.rich() == null) {
            throw new ReplyRefusedException(Reason.INVALID, "the answer is empty");
        }
        Address from = OwnAddress.of(channel)
                .orElseThrow(() -> new ReplyRefusedException(
                        Reason.CHANNEL_CANNOT_SEND,
                        "the channel " + channel.channelId() + " has no address to send from; set its ticket_address"));
        Instant now = clock.instant();
        String id = Ids.next(now);
        String tenantId = channel.tenantId();
        OutboundMessage message = new OutboundMessage(
                id,
                tenantId,
                channel.channelId(),
                conversationId,
                tokens.messageId(tenantId, conversationId, id, domain(from)),
                from,
                replyTo(channel, from, conversationId),
                to,
                cc,
                from.kind() == Address.Kind.EMAIL ? subject : null,
                draft.text(),
                draft.html(),
                draft.attachments(),
                draft.rich(),
                inReplyTo,
                references,
                draft.automatic(),
                now);
        Instant notBefore = draft.sendAt() == null || draft.sendAt().isBefore(now) ? now : draft.sendAt();
        String staged = outbox.stage(carried(message, notBefore, now), idempotencyKey, notBefore, newConversation);
        wake.run();
        return staged;
    }

    /** The messages that carry a draft on its channel, checked against what the channel takes. */
    private List<OutboundMessage> carried(OutboundMessage draft, Instant notBefore, Instant now)
            throws ReplyRefusedException {
        Optional<Channel> channel = channels.find(draft.tenantId(), draft.channelId());
        Optional<Outbound> outbound = channel.flatMap(Channel::outbound);
        if (outbound.isEmpty()) {
            // Not open on this node yet: the attempt to send finds out.
            return List.of(draft);
        }
        List<MessageProblem> problems = outbound.get().problems(draft);
        if (!problems.isEmpty()) {
            throw ReplyRefusedException.invalid(problems);
        }
        Optional<ServiceWindow> window = outbound.get().serviceWindow();
        OutboundMessage passes = draft;
        if (window.isPresent()) {
            WindowGate.State state = gate.of(draft, window.get(), notBefore);
            if (!state.open()) {
                OutboundMessage instead = window.get()
                        .fallback(draft)
                        .orElseThrow(() -> ReplyRefusedException.windowClosed(
                                state.closesAt(), approved(channel.flatMap(Channel::templates))));
                // Until a planned time the customer may write again; then the text itself passes.
                passes = notBefore.isAfter(now) ? draft : instead;
            }
        }
        return numbered(passes, outbound.get().parts(passes));
    }

    private static List<MessageTemplate> approved(Optional<MessageTemplates> templates) {
        return templates.map(MessageTemplates::known).orElse(List.of()).stream()
                .filter(MessageTemplate::isApproved)
                .toList();
    }

    /** Each part is a message with ids of its own; the first keeps the draft's, and the quoted message. */
    private List<OutboundMessage> numbered(OutboundMessage whole, List<Outbound.Part> parts) {
        List<OutboundMessage> messages = new ArrayList<>();
        for (Outbound.Part part : parts) {
            OutboundMessage content = whole.with(part.text(), part.html(), part.attachments(), part.rich());
            messages.add(messages.isEmpty() ? content : next(content));
        }
        return messages;
    }

    private OutboundMessage next(OutboundMessage message) {
        String id = Ids.next(message.createdAt());
        return new OutboundMessage(
                id,
                message.tenantId(),
                message.channelId(),
                message.conversationId(),
                tokens.messageId(message.tenantId(), message.conversationId(), id, domain(message.from())),
                message.from(),
                message.replyTo(),
                message.to(),
                message.cc(),
                message.subject(),
                message.text(),
                message.html(),
                message.attachments(),
                message.rich(),
                null,
                List.of(),
                message.automatic(),
                message.createdAt());
    }

    /** Subaddressing is used only where the tenant says that its mail server delivers {@code local+token@domain}. */
    private @Nullable Address replyTo(ChannelConfig channel, Address from, String conversationId) {
        boolean wanted = new SettingsReader(channel.config(), "config").bool("plus_addressing", false);
        if (!wanted || from.kind() != Address.Kind.EMAIL) {
            return null;
        }
        return tokens.replyAddress(from.value(), channel.tenantId(), conversationId)
                .map(Address::email)
                .orElse(null);
    }

    private static String domain(Address from) {
        int at = from.value().lastIndexOf('@');
        return at < 0 ? "deskwire.invalid" : from.value().substring(at + 1).toLowerCase(Locale.ROOT);
    }

    /** The customer's newest message, or else our own newest. */
    private static Answered answered(ChannelConfig channel, List<StoredMessage> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i) instanceof StoredMessage.Inbound inbound && namesCustomer(inbound.message())) {
                return toCustomer(channel, inbound.message());
            }
        }
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i) instanceof StoredMessage.Outbound outbound) {
                OutboundMessage message = outbound.message();
                return new Answered(
                        message.to(),
                        message.cc(),
                        message.subject(),
                        message.messageId(),
                        references(message.references(), message.messageId()));
            }
        }
        return new Answered(List.of(), List.of(), null, null, List.of());
    }

    /** What they wrote, or the news that they are reached elsewhere now. */
    private static boolean namesCustomer(InboundMessage message) {
        return message.kind() == MessageKind.MESSAGE
                || (message.parsed().event() instanceof ChannelEvent.IdentityChange change
                        && !change.after().isEmpty());
    }

    private static Answered toCustomer(ChannelConfig channel, InboundMessage message) {
        List<Address> to = message.replyRecipients().stream()
                .filter(address -> !OwnAddress.isOwn(channel, address))
                .toList();
        Set<String> already = new LinkedHashSet<>(to.stream().map(Address::key).toList());
        boolean mail = to.stream().allMatch(address -> address.kind() == Address.Kind.EMAIL);
        List<Address> cc = !mail
                ? List.of()
                : Stream.of(
                                message.parsed().people().to(),
                                message.parsed().people().cc())
                        .flatMap(List::stream)
                        .filter(address -> !OwnAddress.isOwn(channel, address) && already.add(address.key()))
                        .toList();
        // News about somebody's number cannot be quoted.
        String id = message.kind() == MessageKind.MESSAGE
                ? message.parsed().threading().messageId()
                : null;
        List<String> ancestors = message.parsed().threading().references();
        if (ancestors.isEmpty()) {
            // RFC 5322 section 3.6.4: without References a lone In-Reply-To stands in for them.
            List<String> inReplyTo = message.parsed().threading().inReplyTo();
            ancestors = inReplyTo.size() == 1 ? inReplyTo : List.of();
        }
        return new Answered(to, cc, message.subject(), id, references(ancestors, id));
    }

    /** The first ancestor names the thread, the last ones its newest branch; what lies between may go. */
    private static List<String> references(List<String> ancestors, @Nullable String parent) {
        List<String> all = new ArrayList<>(new LinkedHashSet<>(ancestors));
        if (parent != null) {
            all.remove(parent);
            all.add(parent);
        }
        if (all.size() <= MOST_REFERENCES) {
            return all;
        }
        List<String> kept = new ArrayList<>();
        kept.add(all.get(0));
        kept.addAll(all.subList(all.size() - MOST_REFERENCES + 1, all.size()));
        return kept;
    }

    private static String replySubject(@Nullable String subject) {
        String plain = clean(subject);
        if (plain == null || plain.isBlank()) {
            return "Re:";
        }
        return plain.regionMatches(true, 0, "re:", 0, 3) ? plain : "Re: " + plain;
    }

    private static @Nullable String clean(@Nullable String subject) {
        return subject == null
                ? null
                : subject.replaceAll("[\\r\\n\\x00]+", " ").strip();
    }

    private record Answered(
            List<Address> to,
            List<Address> cc,
            @Nullable String subject,
            @Nullable String messageId,
            List<String> references) {}
}
