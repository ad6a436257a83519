package io.deskwire.threading;

import io.deskwire.message.Address;
import io.deskwire.message.DeliveryReport;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.MessageKind;
import io.deskwire.threading.Decision.Outcome;
import io.deskwire.threading.Signal.Type;
import io.deskwire.ticket.TicketRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Decides which conversation a message belongs to. Signals are weighed in order of trust and all of them are recorded:
 * a signed token proves that its holder got a message of ours; whatever else points to a conversation is believed only of
 * somebody who is in it already, see {@link Credentials}.
 */
public final class Threader {

    /** More ancestors than anyone needs; keeps a hostile References header from becoming a thousand look-ups. */
    private static final int MOST_IDS = 50;

    private static final int MOST_CANDIDATES = 5;

    private static final int MOST_TAGS = 3;

    private static final int MOST_SPLITS = 20;

    /** A ticket's reference behind a number sign, in brackets: {@code [#4711]}, {@code [Ticket #AB-12]}. */
    private static final Pattern TICKET_TAG =
            Pattern.compile("\\[[^\\[\\]#]{0,20}#\\s?([A-Za-z0-9][A-Za-z0-9_-]{0,39})]");

    private final Conversations conversations;
    private final ThreadTokens tokens;
    private final Credentials credentials;

    public Threader(Conversations conversations, ThreadTokens tokens) {
        this.conversations = conversations;
        this.tokens = tokens;
        this.credentials = new Credentials(conversations);
    }

    /**
     * @param message the message
     * @param freshConversationId the id to use if it opens a conversation
     * @param policy what the tenant wants of the channel
     */
    public Decision decide(InboundMessage message, String freshConversationId, ThreadPolicy policy) {
        return decide(message, freshConversationId, policy, false);
    }

    /**
     * Like {@link #decide(InboundMessage, String, ThreadPolicy)}.
     *
     * @param forwardsAnothers whether it passes on what somebody else wrote: mail programs tie such a message to the one it was
     *     taken from, but it is a matter of its own unless it is sent to the conversation's own address
     */
    public Decision decide(
            InboundMessage message, String freshConversationId, ThreadPolicy policy, boolean forwardsAnothers) {
        List<Signal> signals = new ArrayList<>();
        signedAddresses(message, signals);
        signedMessageIds(message, signals);
        knownMessages(message, signals);
        providerThread(message, signals);
        subjectTags(message, signals);
        followMoved(message, signals);
        if (forwardsAnothers && message.kind() == MessageKind.MESSAGE) {
            signals.replaceAll(Threader::unlessForwarded);
        }
        if (message.kind() == MessageKind.MESSAGE && !policy.closedContinues()) {
            signals.replaceAll(signal -> unlessClosed(message.tenantId(), signal));
        }
        if (signals.stream().noneMatch(Signal::accepted)) {
            sameContact(message, policy, signals);
        }
        reportedMessages(message, signals);

        Optional<Signal> winner = signals.stream().filter(Signal::accepted).findFirst();
        List<String> notes = Credentials.isDisowned(message) ? List.of(Credentials.DISOWNED) : List.of();
        if (winner.isPresent()) {
            return new Decision(Outcome.JOINED, winner.get().conversationId(), null, signals, notes);
        }
        String related = signals.stream()
                .map(Signal::conversationId)
                .filter(id -> id != null)
                .findFirst()
                .orElse(null);
        if (message.kind() != MessageKind.MESSAGE) {
            return new Decision(Outcome.ALONE, null, related, signals, notes);
        }
        return new Decision(Outcome.OPENED, freshConversationId, related, signals, notes);
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
        if (conversationId.isPresent() && type == Type.SIGNED_MESSAGE_ID) {
            String now = conversations
                    .byMessageIds(message.tenantId(), List.of(evidence))
                    .get(evidence);
            if (now != null && isSplitFrom(message.tenantId(), now, conversationId.get())) {
                return new Signal(
                        type, evidence, now, true, "signed by us; the helpdesk took that message into another ticket");
            }
        }
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
                conversationId = inThisChannel(message, id, conversationId);
                signals.add(credentials.judge(Type.KNOWN_MESSAGE, id, message, conversationId));
            }
        }
    }

    /** What was sent to two of our mailboxes goes on in both: in each with what came there. */
    private String inThisChannel(InboundMessage message, String id, String conversationId) {
        boolean here = conversations
                .find(message.tenantId(), conversationId)
                .filter(found -> !found.channelId().equals(message.channelId()))
                .isEmpty();
        return here
                ? conversationId
                : conversations
                        .byNetworkId(message.tenantId(), message.channelId(), id)
                        .map(StoredMessage::conversationId)
                        .orElse(conversationId);
    }

    /**
     * A token names the conversation as it was. Where the helpdesk took the very message that is answered out of it, who has
     * the right to the one has it to the other.
     */
    private void followMoved(InboundMessage message, List<Signal> signals) {
        Optional<Signal> winner = signals.stream().filter(Signal::accepted).findFirst();
        if (winner.isEmpty() || winner.get().conversationId() == null) {
            return;
        }
        List<String> ids = ancestors(message);
        Map<String, String> known = conversations.byMessageIds(message.tenantId(), ids);
        Optional<String> nearest = ids.stream().filter(known::containsKey).findFirst();
        String there = nearest.map(known::get).orElse(null);
        if (there != null
                && !there.equals(winner.get().conversationId())
                && isSplitFrom(message.tenantId(), there, winner.get().conversationId())) {
            signals.add(
                    0,
                    new Signal(
                            winner.get().type(),
                            nearest.get(),
                            there,
                            true,
                            winner.get().reason()
                                    + "; the helpdesk took the message that is answered into another ticket"));
        }
    }

    private boolean isSplitFrom(String tenantId, String conversationId, String origin) {
        Set<String> seen = new LinkedHashSet<>();
        String at = conversationId;
        while (at != null && !at.equals(origin) && seen.size() < MOST_SPLITS && seen.add(at)) {
            at = conversations.find(tenantId, at).map(Conversation::splitFrom).orElse(null);
        }
        return at != null && at.equals(origin) && !conversationId.equals(origin);
    }

    private static Signal unlessForwarded(Signal signal) {
        return !signal.accepted() || signal.type() == Type.SIGNED_ADDRESS
                ? signal
                : new Signal(
                        signal.type(),
                        signal.evidence(),
                        signal.conversationId(),
                        false,
                        signal.reason() + "; but it forwards what somebody else wrote, which is a matter of its own");
    }

    private void providerThread(InboundMessage message, List<Signal> signals) {
        String thread = message.mailThread();
        if (thread != null) {
            conversations
                    .byProviderThread(message.tenantId(), message.channelId(), thread)
                    .ifPresent(id -> signals.add(credentials.judge(Type.PROVIDER_THREAD, thread, message, id)));
        }
    }

    private void subjectTags(InboundMessage message, List<Signal> signals) {
        String subject = message.subject();
        if (subject == null) {
            return;
        }
        Matcher tags = TICKET_TAG.matcher(subject);
        for (int i = 0; i < MOST_TAGS && tags.find(); i++) {
            String tag = tags.group();
            TicketRef ticket = new TicketRef(tags.group(1));
            Optional<Signal> newest = conversations
                    .byTicket(message.tenantId(), ticket)
                    .map(found -> credentials.judge(Type.SUBJECT_TAG, tag, message, found.id()));
            // A merged ticket holds conversations of several people; each goes on in their own.
            newest.filter(Signal::accepted)
                    .or(() -> conversations.ofTicket(message.tenantId(), ticket).stream()
                            .limit(MOST_CANDIDATES)
                            .map(found -> credentials.judge(Type.SUBJECT_TAG, tag, message, found.id()))
                            .filter(Signal::accepted)
                            .findFirst())
                    .or(() -> newest)
                    .ifPresent(signals::add);
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
