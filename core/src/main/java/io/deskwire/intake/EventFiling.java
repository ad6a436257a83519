package io.deskwire.intake;

import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigStore;
import io.deskwire.config.OwnAddress;
import io.deskwire.message.Address;
import io.deskwire.message.Annotation;
import io.deskwire.message.Attachment;
import io.deskwire.message.ChannelEvent;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.OutboundMessage;
import io.deskwire.threading.Contact;
import io.deskwire.threading.Conversation;
import io.deskwire.threading.Conversations;
import io.deskwire.threading.Decision;
import io.deskwire.threading.StoredMessage;
import io.deskwire.work.Ids;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Files what is no message of its own: reactions, edits, deletions, new addresses, echoes, news and notices. */
final class EventFiling {

    /** An identity that is part of more conversations than these has only the newest ones moved. */
    private static final int MOST_CONVERSATIONS = 50;

    private final Conversations conversations;
    private final Reports reports;
    private final NoticeDesk notices;
    private final ConfigStore config;

    EventFiling(Conversations conversations, Reports reports, NoticeDesk notices, ConfigStore config) {
        this.conversations = conversations;
        this.reports = reports;
        this.notices = notices;
        this.config = config;
    }

    /**
     * Decides on one item.
     *
     * @return empty when what it is about is not here and may still come
     */
    Optional<Settlement> file(InboundMessage message, ChannelEvent event, boolean lastAttempt, Instant now) {
        if (event instanceof ChannelEvent.StatusUpdate) {
            return status(message, lastAttempt, now);
        }
        if (event instanceof ChannelEvent.Reaction reaction) {
            return annotate(message, Annotation.Kind.REACTION, reaction.targetId(), reaction.emoji(), lastAttempt);
        }
        if (event instanceof ChannelEvent.Edit edit) {
            return annotate(message, Annotation.Kind.EDIT, edit.targetId(), edit.text(), lastAttempt);
        }
        if (event instanceof ChannelEvent.Deletion deletion) {
            return annotate(message, Annotation.Kind.DELETION, deletion.targetId(), null, lastAttempt);
        }
        if (event instanceof ChannelEvent.Engagement engagement) {
            return engaged(message, engagement, lastAttempt);
        }
        if (event instanceof ChannelEvent.IdentityChange change) {
            return Optional.of(moved(message, change));
        }
        if (event instanceof ChannelEvent.Echo) {
            return Optional.of(echo(message, now));
        }
        if (event instanceof ChannelEvent.Call) {
            return Optional.of(new Settlement.Filtered(
                    message, alone(null), "call-opens-no-ticket", MessageFiling.openWindow(message)));
        }
        ChannelEvent.Notice notice = (ChannelEvent.Notice) event;
        notices.take(message.tenantId(), message.channelId(), notice, now);
        return Optional.of(new Settlement.Filtered(message, alone(null), "notice-opens-no-ticket"));
    }

    private Optional<Settlement> status(InboundMessage message, boolean lastAttempt, Instant now) {
        Reports.Found found = reports.apply(message, now);
        if (found == Reports.Found.UNKNOWN && !lastAttempt) {
            return Optional.empty();
        }
        String rule =
                found == Reports.Found.OURS ? "status-of-our-message" : "status-of-a-message-that-was-not-sent-here";
        return Optional.of(new Settlement.Filtered(message, alone(null), rule));
    }

    private Optional<Settlement> annotate(
            InboundMessage message, Annotation.Kind kind, String targetId, @Nullable String text, boolean lastAttempt) {
        Optional<StoredMessage> target = conversations.byNetworkId(message.tenantId(), message.channelId(), targetId);
        String word = kind.name().toLowerCase(Locale.ROOT);
        if (target.isEmpty()) {
            return lastAttempt
                    ? Optional.of(new Settlement.Filtered(message, alone(null), word + "-on-an-unknown-message"))
                    : Optional.empty();
        }
        Annotation annotation = new Annotation(kind, message.from(), text, at(message));
        return Optional.of(new Settlement.Filtered(
                message,
                alone(target.get().conversationId()),
                word + "-stands-on-its-message",
                List.of(new Settlement.Effect.Annotate(target.get().id(), annotation))));
    }

    private Optional<Settlement> engaged(
            InboundMessage message, ChannelEvent.Engagement engagement, boolean lastAttempt) {
        Optional<StoredMessage.Outbound> ours =
                reports.ours(message, engagement.originalMessageId(), engagement.providerMessageId());
        String word = engagement.kind().name().toLowerCase(Locale.ROOT);
        if (ours.isEmpty()) {
            boolean mayCome = engagement.originalMessageId() == null && !lastAttempt;
            return mayCome
                    ? Optional.empty()
                    : Optional.of(new Settlement.Filtered(
                            message, alone(null), word + "-of-a-message-that-was-not-sent-here"));
        }
        Annotation annotation =
                new Annotation(engagement.kind(), engagement.recipient(), engagement.text(), at(message));
        return Optional.of(new Settlement.Filtered(
                message,
                alone(ours.get().conversationId()),
                word + "-stands-on-its-message",
                List.of(new Settlement.Effect.Annotate(ours.get().id(), annotation))));
    }

    /** Everybody's conversations follow them to their new number; a note in the newest one says so. */
    private Settlement moved(InboundMessage message, ChannelEvent.IdentityChange change) {
        Set<String> before = change.before().stream().map(Address::key).collect(Collectors.toSet());
        if (before.isEmpty()) {
            before = Contact.senderKeys(message);
        }
        List<Conversation> theirs = before.isEmpty() ? List.of() : of(message, before);
        String rule = "system-event-opens-no-ticket";
        if (theirs.isEmpty()) {
            return new Settlement.Filtered(message, alone(null), rule);
        }
        Decision decision = new Decision(
                Decision.Outcome.JOINED, theirs.get(0).id(), null, List.of(), List.of("the person's own conversation"));
        Set<String> after = new LinkedHashSet<>(Contact.senderKeys(message));
        change.after().forEach(address -> after.add(address.key()));
        Set<String> ids = theirs.stream().map(Conversation::id).collect(Collectors.toSet());
        return new Settlement.Filtered(message, decision, rule, List.of(new Settlement.Effect.Join(ids, after)));
    }

    private Settlement echo(InboundMessage message, Instant now) {
        String networkId = message.parsed().threading().messageId();
        List<Address> to = message.parsed().people().to();
        if (networkId == null || to.isEmpty()) {
            return new Settlement.Filtered(message, alone(null), "echo-without-a-recipient");
        }
        if (conversations
                .byNetworkId(message.tenantId(), message.channelId(), networkId)
                .isPresent()) {
            return new Settlement.Filtered(message, alone(null), "own-message-copy");
        }
        Set<String> keys = Stream.concat(to.stream(), message.parsed().people().aliases().stream())
                .map(Address::key)
                .collect(Collectors.toSet());
        Optional<Conversation> conversation = of(message, keys).stream().findFirst();
        Optional<Address> own = channel(message).flatMap(OwnAddress::of).or(() -> Optional.ofNullable(message.from()));
        if (conversation.isEmpty() || own.isEmpty()) {
            return new Settlement.Filtered(message, alone(null), "echo-without-a-conversation");
        }
        Settlement.Effect.Echo echo = new Settlement.Effect.Echo(
                sent(message, networkId, conversation.get().id(), own.get(), now));
        return new Settlement.Filtered(
                message, alone(conversation.get().id()), "echo-stands-as-outbound", List.of(echo));
    }

    /** Somebody's conversations, without those of an earlier owner of the same number. */
    private List<Conversation> of(InboundMessage message, Set<String> keys) {
        return conversations.ofParticipants(message.tenantId(), message.channelId(), keys, MOST_CONVERSATIONS).stream()
                .filter(conversation -> !Contact.isSomebodyElse(keys, conversation.participants()))
                .toList();
    }

    private static OutboundMessage sent(
            InboundMessage message, String networkId, String conversationId, Address own, Instant now) {
        StringBuilder text = new StringBuilder(message.text());
        for (Attachment file : message.attachments()) {
            text.append(text.isEmpty() ? "" : "\n")
                    .append('[')
                    .append(file.fileName())
                    .append(']');
        }
        return new OutboundMessage(
                Ids.next(now),
                message.tenantId(),
                message.channelId(),
                conversationId,
                networkId,
                own,
                null,
                message.parsed().people().to(),
                List.of(),
                null,
                text.toString(),
                null,
                List.of(),
                message.parsed().threading().inReplyTo().stream().findFirst().orElse(null),
                List.of(),
                false,
                at(message));
    }

    private static Instant at(InboundMessage message) {
        Instant sent = message.parsed().sentAt();
        return sent == null ? message.receivedAt() : sent;
    }

    private static Decision alone(@Nullable String relatedConversationId) {
        return new Decision(Decision.Outcome.ALONE, null, relatedConversationId, List.of(), List.of());
    }

    private Optional<ChannelConfig> channel(InboundMessage message) {
        return config.find(message.tenantId(), message.channelId());
    }
}
