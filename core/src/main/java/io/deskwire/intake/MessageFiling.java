package io.deskwire.intake;

import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigStore;
import io.deskwire.config.OwnAddress;
import io.deskwire.config.SettingsReader;
import io.deskwire.message.Address;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.MessageKind;
import io.deskwire.threading.Contact;
import io.deskwire.threading.Conversations;
import io.deskwire.threading.Decision;
import io.deskwire.threading.StoredMessage;
import io.deskwire.threading.ThreadPolicy;
import io.deskwire.threading.Threader;
import io.deskwire.work.Ids;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Files messages: into their conversation and on to the helpdesk, or aside by a named rule. */
final class MessageFiling {

    private final Threader threader;
    private final Conversations conversations;
    private final Reports reports;
    private final ConfigStore config;

    MessageFiling(Threader threader, Conversations conversations, Reports reports, ConfigStore config) {
        this.threader = threader;
        this.conversations = conversations;
        this.reports = reports;
        this.config = config;
    }

    Settlement file(InboundMessage message, Instant now) {
        reports.apply(message, now);
        Optional<ChannelConfig> channel = config.find(message.tenantId(), message.channelId());
        Decision decision = threader.decide(
                message, Ids.next(now), channel.map(ThreadPolicy::of).orElseGet(ThreadPolicy::standard));
        if (isOurOwnCopy(message, channel)) {
            return aside(message, decision, "own-message-copy");
        }
        if (decision.outcome() == Decision.Outcome.ALONE) {
            return new Settlement.Filtered(message, decision, ruleOf(message.kind()));
        }
        if (isCopyThroughAnotherChannel(message, decision)) {
            return new Settlement.Filtered(message, decision, "copy-through-another-channel");
        }
        List<Settlement.Effect> effects = effects(message);
        if (decision.outcome() == Decision.Outcome.OPENED && !mayOpenTickets(channel)) {
            Settlement.Filtered aside = aside(message, decision, "ticket-creation-is-switched-off");
            return new Settlement.Filtered(message, aside.decision(), aside.rule(), effects);
        }
        return new Settlement.Filed(message, decision, participants(message, channel), effects);
    }

    private static Settlement.Filtered aside(InboundMessage message, Decision decision, String rule) {
        String related = decision.outcome() == Decision.Outcome.JOINED
                ? decision.conversationId()
                : decision.relatedConversationId();
        Decision alone = new Decision(Decision.Outcome.ALONE, null, related, decision.signals(), List.of());
        return new Settlement.Filtered(message, alone, rule);
    }

    private static boolean mayOpenTickets(Optional<ChannelConfig> channel) {
        return channel.map(c -> new SettingsReader(c.config(), "config").bool("ticket_creation_enabled", true))
                .orElse(true);
    }

    private static String ruleOf(MessageKind kind) {
        return switch (kind) {
            case AUTO_REPLY -> "auto-reply-opens-no-ticket";
            case BOUNCE -> "bounce-opens-no-ticket";
            case DELIVERY_REPORT -> "delivery-report-opens-no-ticket";
            case COMPLAINT -> "complaint-opens-no-ticket";
            case REACTION -> "reaction-opens-no-ticket";
            case SYSTEM -> "system-event-opens-no-ticket";
            case MESSAGE -> "none";
        };
    }

    /** Some providers put a copy of what we send into the mailbox we read. */
    private boolean isOurOwnCopy(InboundMessage message, Optional<ChannelConfig> channel) {
        String id = message.parsed().threading().messageId();
        Address from = message.from();
        return id != null
                && from != null
                && channel.map(c -> OwnAddress.isOwn(c, from)).orElse(false)
                && conversations.outboundByWireId(message.tenantId(), id).isPresent();
    }

    /** An answer sent to two of our mailboxes belongs into its conversation once. */
    private boolean isCopyThroughAnotherChannel(InboundMessage message, Decision decision) {
        String id = message.parsed().threading().messageId();
        String conversationId = decision.conversationId();
        return id != null
                && conversationId != null
                && decision.outcome() == Decision.Outcome.JOINED
                && conversationId.equals(conversations
                        .byMessageIds(message.tenantId(), List.of(id))
                        .get(id))
                && conversations.messages(message.tenantId(), conversationId).stream()
                        .anyMatch(other -> other instanceof StoredMessage.Inbound inbound
                                && !other.channelId().equals(message.channelId())
                                && inbound.message()
                                        .parsed()
                                        .dedupeKey()
                                        .equals(message.parsed().dedupeKey()));
    }

    /** What somebody writes in a chat opens the time in which free text may be sent back; a group has no such time. */
    private static List<Settlement.Effect> effects(InboundMessage message) {
        return message.kind() == MessageKind.MESSAGE ? openWindow(message) : List.of();
    }

    static List<Settlement.Effect> openWindow(InboundMessage message) {
        Set<String> keys = Contact.keys(message);
        if (keys.isEmpty() || Contact.group(message).isPresent()) {
            return List.of();
        }
        Instant sent = message.parsed().sentAt();
        // News may come a week late, and the time counts from when it was written.
        Instant from = sent == null || sent.isAfter(message.receivedAt()) ? message.receivedAt() : sent;
        return List.of(new Settlement.Effect.OpenWindow(keys, from));
    }

    private static Set<String> participants(InboundMessage message, Optional<ChannelConfig> channel) {
        Set<String> keys = new LinkedHashSet<>();
        Address from = message.from();
        // A robot that reports on a message does not become part of the conversation.
        if (from != null && message.kind() == MessageKind.MESSAGE) {
            keys.addAll(Contact.memberKeys(message));
            Stream.of(
                            message.parsed().people().replyTo(),
                            message.parsed().people().to(),
                            message.parsed().people().cc())
                    .flatMap(List::stream)
                    .filter(address ->
                            channel.map(c -> !OwnAddress.isOwn(c, address)).orElse(true))
                    .map(Address::key)
                    .forEach(keys::add);
        }
        return keys;
    }
}
