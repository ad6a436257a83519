package io.deskwire.threading;

import io.deskwire.message.Address;
import io.deskwire.message.DeliveryReport;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.MessageKind;
import io.deskwire.threading.Decision.Outcome;
import io.deskwire.threading.Signal.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Decides which conversation a message belongs to. Signals are weighed in order of trust and all of them are recorded:
 * a signed token proves that its holder got a message of ours; a header that names a known message is believed only of
 * somebody who is in that conversation already.
 */
public final class Threader {

    /** More ancestors than anyone needs; keeps a hostile References header from becoming a thousand look-ups. */
    private static final int MOST_IDS = 50;

    private static final int MOST_CANDIDATES = 5;

    private final Conversations conversations;
    private final ThreadTokens tokens;

    public Threader(Conversations conversations, ThreadTokens tokens) {
        this.conversations = conversations;
        this.tokens = tokens;
    }

    /**
     * @param message the message
     * @param freshConversationId the id to use if it opens a conversation
     * @param policy what the tenant wants of the channel
     */
    public Decision decide(InboundMessage message, String freshConversationId, ThreadPolicy policy) {
        List<Signal> signals = new ArrayList<>();
        signedAddresses(message, signals);
        signedMessageIds(message, signals);
        knownMessages(message, signals);
        if (message.kind() == MessageKind.MESSAGE && !policy.closedContinues()) {
            signals.replaceAll(signal -> unlessClosed(message.tenantId(), signal));
        }
        if (signals.stream().noneMatch(Signal::accepted)) {
            sameContact(message, policy, signals);
        }
        reportedMessages(message, signals);

        Optional<Signal> winner = signals.stream().filter(Signal::accepted).findFirst();
        if (winner.isPresent()) {
            return new Decision(Outcome.JOINED, winner.get().conversationId(), null, signals, List.of());
        }
        String related = signals.stream()
                .map(Signal::conversationId)
                .filter(id -> id != null)
                .findFirst()
                .orElse(null);
        if (message.kind() != MessageKind.MESSAGE) {
            return new Decision(Outcome.ALONE, null, related, signals, List.of());
        }
        return new Decision(Outcome.OPENED, freshConversationId, related, signals, List.of());
    }

    private void signedAddresses(InboundMessage message, List<Signal> signals) {
        Set<String> addresses = new LinkedHashSet<>(message.envelope().recipients());
        Stream.of(message.parsed().people().to(), message.parsed().people().cc())
                .flatMap(Collection::stream)
                .map(Address::value)
                .forEach(addresses::add);
        for (String address : addresses) {
            if (tokens.looksLikeToken(address)) {
                signals.add(signed(message, Type.SIGNED_ADDRESS, address));
            }
        }
    }

    private void signedMessageIds(InboundMessage message, List<Signal> signals) {
        for (String id : ancestors(message)) {
            if (tokens.looksLikeToken(id)) {
                signals.add(signed(message, Type.SIGNED_MESSAGE_ID, id));
            }
        }
    }

    private Signal signed(InboundMessage message, Type type, String evidence) {
        Optional<String> conversationId = tokens.verify(message.tenantId(), evidence);
        if (conversationId.isEmpty()) {
            return new Signal(type, evidence, null, false, "the signature is not ours");
        }
        if (conversations.find(message.tenantId(), conversationId.get()).isEmpty()) {
            return new Signal(type, evidence, null, false, "signed by us, but the conversation is gone");
        }
        return new Signal(type, evidence, conversationId.get(), true, "signed by us");
    }

    private void knownMessages(InboundMessage message, List<Signal> signals) {
        List<String> ids = ancestors(message);
        Map<String, String> known = conversations.byMessageIds(message.tenantId(), ids);
        for (String id : ids) {
            String conversationId = known.get(id);
            if (conversationId != null) {
                boolean participant = isParticipant(message, conversationId);
                signals.add(new Signal(
                        Type.KNOWN_MESSAGE,
                        id,
                        conversationId,
                        participant,
                        participant
                                ? "the sender is part of that conversation"
                                : "the sender is a stranger to that conversation and shows no token of ours"));
            }
        }
    }

    /** People on messengers write into one endless chat; what they write belongs to what is being talked about now. */
    private void sameContact(InboundMessage message, ThreadPolicy policy, List<Signal> signals) {
        Set<String> keys = Contact.keys(message);
        if (message.kind() != MessageKind.MESSAGE || keys.isEmpty()) {
            return;
        }
        for (Conversation conversation :
                conversations.ofParticipants(message.tenantId(), message.channelId(), keys, MOST_CANDIDATES)) {
            if (Contact.isSomebodyElse(keys, conversation.participants())) {
                signals.add(contact(conversation, false, "the number belongs to another user now"));
            } else if (conversation.closedAt() != null && !policy.closedContinues()) {
                signals.add(contact(conversation, false, "its ticket is finished, and this channel opens a new one"));
            } else if (isQuiet(message, conversation, policy)) {
                signals.add(contact(conversation, false, "nobody wrote in it for longer than the quiet time"));
                return;
            } else {
                signals.add(contact(conversation, true, "the channel's newest conversation with this person"));
                return;
            }
        }
    }

    private static Signal contact(Conversation conversation, boolean accepted, String reason) {
        return new Signal(Type.SAME_CONTACT, "the sender", conversation.id(), accepted, reason);
    }

    private static boolean isQuiet(InboundMessage message, Conversation conversation, ThreadPolicy policy) {
        Instant sent = message.parsed().sentAt();
        Instant at = sent == null || sent.isAfter(message.receivedAt()) ? message.receivedAt() : sent;
        return policy.quiet() != null
                && Duration.between(conversation.lastMessageAt(), at).compareTo(policy.quiet()) > 0;
    }

    private Signal unlessClosed(String tenantId, Signal signal) {
        String id = signal.conversationId();
        boolean closed = signal.accepted()
                && id != null
                && conversations.find(tenantId, id).map(Conversation::closedAt).isPresent();
        return closed
                ? new Signal(
                        signal.type(),
                        signal.evidence(),
                        id,
                        false,
                        signal.reason() + "; but its ticket is finished, and this channel opens a new one")
                : signal;
    }

    /** A bounce or receipt comes from a machine that is no participant; it proves itself by naming our message. */
    private void reportedMessages(InboundMessage message, List<Signal> signals) {
        if (message.kind() == MessageKind.MESSAGE) {
            return;
        }
        for (DeliveryReport report : message.parsed().reports()) {
            String id = report.originalMessageId();
            if (id != null) {
                conversations
                        .outboundByWireId(message.tenantId(), id)
                        .ifPresent(ours -> signals.add(new Signal(
                                Type.REPORTED_MESSAGE,
                                id,
                                ours.conversationId(),
                                true,
                                "it reports on a message of ours")));
            }
        }
    }

    private boolean isParticipant(InboundMessage message, String conversationId) {
        Set<String> keys = Contact.memberKeys(message);
        return conversations
                .find(message.tenantId(), conversationId)
                .map(conversation -> keys.stream().anyMatch(conversation.participants()::contains))
                .orElse(false);
    }

    /** In-Reply-To before References, the nearest ancestor first. */
    private static List<String> ancestors(InboundMessage message) {
        Set<String> ids = new LinkedHashSet<>(message.parsed().threading().inReplyTo());
        List<String> references = message.parsed().threading().references();
        for (int i = references.size() - 1; i >= 0; i--) {
            ids.add(references.get(i));
        }
        return ids.stream().limit(MOST_IDS).toList();
    }
}
