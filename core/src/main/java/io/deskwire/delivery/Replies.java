package io.deskwire.delivery;

import io.deskwire.channel.Channel;
import io.deskwire.channel.Outbound;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigStore;
import io.deskwire.config.OwnAddress;
import io.deskwire.config.SettingsReader;
import io.deskwire.delivery.ReplyRefusedException.Reason;
import io.deskwire.message.Address;
import io.deskwire.message.OutboundMessage;
import io.deskwire.threading.Conversation;
import io.deskwire.threading.Conversations;
import io.deskwire.threading.StoredMessage;
import io.deskwire.threading.ThreadTokens;
import io.deskwire.ticket.TicketRef;
import io.deskwire.work.Ids;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Use case: an agent's answer is given its recipients, thread and fixed ids and put into the outbox. Recipients come from
 * our record of the conversation, never from a message's text.
 */
public final class Replies {

    private final Conversations conversations;
    private final Staging staging;
    private final ConfigStore config;
    private final OpenChannels channels;
    private final WindowGate gate;
    private final Carrying carrying;
    private final ThreadTokens tokens;
    private final Clock clock;
    private final Runnable wake;

    /**
     * @param staging where answers are put
     * @param channels what they can carry is asked before anything is queued
     * @param wake called after something was staged
     */
    public Replies(
            Conversations conversations,
            Staging staging,
            ConfigStore config,
            OpenChannels channels,
            WindowGate gate,
            ThreadTokens tokens,
            Clock clock,
            Runnable wake) {
        this.conversations = conversations;
        this.staging = staging;
        this.config = config;
        this.channels = channels;
        this.gate = gate;
        this.carrying = new Carrying(channels, gate, tokens);
        this.tokens = tokens;
        this.clock = clock;
        this.wake = wake;
    }

    /**
     * The same answers, put somewhere else than into the outbox: as part of a transaction of the host's, say. What is decided
     * about an answer (recipients, thread, what its channel can carry) is read from what is committed.
     */
    public Replies through(Staging other) {
        return new Replies(conversations, other, config, channels, gate, tokens, clock, () -> {});
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
        return stage(
                channel,
                ownAddress(channel),
                conversationId,
                to,
                cc,
                clean(subject),
                null,
                List.of(),
                draft,
                idempotencyKey,
                true);
    }

    /**
     * Whom an answer in a conversation goes to now.
     *
     * @return empty when there is no such conversation, or its channel is gone
     */
    public Optional<Recipients> recipients(String tenantId, String conversationId) {
        Optional<ChannelConfig> channel = conversations
                .find(tenantId, conversationId)
                .flatMap(conversation -> config.find(tenantId, conversation.channelId()));
        return channel.map(found -> Answered.of(found, conversations.messages(tenantId, conversationId)))
                .map(answered -> new Recipients(answered.to(), answered.cc()));
    }

    /**
     * @param to main recipients; empty when nobody can be answered
     * @param cc who gets a copy
     */
    public record Recipients(List<Address> to, List<Address> cc) {
        public Recipients {
            to = List.copyOf(to);
            cc = List.copyOf(cc);
        }
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
        Answered answered = Answered.of(channel, messages);
        if (draft.toForwardedSender()) {
            answered = answered.toForwardedSender(channel, messages)
                    .orElseThrow(() -> new ReplyRefusedException(
                            Reason.INVALID, "the conversation holds no forwarded message that names its sender"));
        }
        if (answered.to().isEmpty()) {
            throw new ReplyRefusedException(
                    Reason.INVALID, "the conversation holds no message whose sender can be answered");
        }
        List<Address> cc = draft.cc() == null ? answered.cc() : draft.cc();
        return stage(
                channel,
                ticketAddress(channel, messages),
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
        return idempotencyKey == null ? Optional.empty() : staging.staged(tenantId, idempotencyKey);
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

    private static Address ownAddress(ChannelConfig channel) throws ReplyRefusedException {
        return OwnAddress.of(channel)
                .orElseThrow(() -> new ReplyRefusedException(
                        Reason.CHANNEL_CANNOT_SEND,
                        "the channel " + channel.channelId() + " has no address to send from; set its ticket_address"));
    }

    /** The address that a rule first gave the ticket, as long as the channel's document names it; else the channel's own. */
    private static Address ticketAddress(ChannelConfig channel, List<StoredMessage> messages)
            throws ReplyRefusedException {
        Address own = ownAddress(channel);
        if (own.kind() != Address.Kind.EMAIL) {
            return own;
        }
        return messages.stream()
                .filter(StoredMessage.Inbound.class::isInstance)
                .map(message -> ((StoredMessage.Inbound) message)
                        .decision()
                        .rules()
                        .fields()
                        .ticketAddress())
                .filter(Objects::nonNull)
                .map(Address::email)
                .filter(given -> OwnAddress.isOwn(channel, given))
                .findFirst()
                .orElse(own);
    }

    private String stage(
            ChannelConfig channel,
            Address from,
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
        Instant now = clock.instant();
        String id = Ids.next(now);
        String tenantId = channel.tenantId();
        OutboundMessage message = new OutboundMessage(
                id,
                tenantId,
                channel.channelId(),
                conversationId,
                tokens.messageId(tenantId, conversationId, id, Carrying.domain(from)),
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
        String staged =
                staging.stage(carrying.carried(message, notBefore, now), idempotencyKey, notBefore, newConversation);
        wake.run();
        return staged;
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
}
