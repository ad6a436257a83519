package io.deskwire.delivery;

import io.deskwire.config.ChannelConfig;
import io.deskwire.config.OwnAddress;
import io.deskwire.message.Address;
import io.deskwire.message.ChannelEvent;
import io.deskwire.message.Forward;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.MessageKind;
import io.deskwire.message.OutboundMessage;
import io.deskwire.threading.StoredMessage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an answer in a conversation answers: its people and its place in the thread, from our record of the conversation.
 *
 * @param to main recipients; empty when nobody can be answered
 * @param cc who gets a copy unless the draft says otherwise
 * @param subject subject of what is answered, or null
 * @param messageId id of what is answered, or null
 * @param references ids of its ancestors and its own, oldest first
 */
record Answered(
        List<Address> to,
        List<Address> cc,
        @Nullable String subject,
        @Nullable String messageId,
        List<String> references) {

    /** Enough ancestors for every mail program, few enough for every mail server's header limit. */
    private static final int MOST_REFERENCES = 30;

    /** The customer's newest message, or else our own newest. */
    static Answered of(ChannelConfig channel, List<StoredMessage> messages) {
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

    /** The same to whoever wrote what the newest forwarding message passes on; empty when none names anybody outside. */
    Optional<Answered> toForwardedSender(ChannelConfig channel, List<StoredMessage> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i) instanceof StoredMessage.Inbound inbound) {
                Forward forward = inbound.message().parsed().forward();
                Address sender = forward == null || !forward.isWithin() ? null : forward.from();
                if (sender != null && !OwnAddress.isOwn(channel, sender)) {
                    return Optional.of(new Answered(List.of(sender), List.of(), subject, messageId, references));
                }
            }
        }
        return Optional.empty();
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
}
