package io.deskwire.delivery;

import io.deskwire.channel.Channel;
import io.deskwire.channel.MessageTemplates;
import io.deskwire.channel.Outbound;
import io.deskwire.channel.ServiceWindow;
import io.deskwire.message.Address;
import io.deskwire.message.MessageProblem;
import io.deskwire.message.MessageTemplate;
import io.deskwire.message.OutboundMessage;
import io.deskwire.threading.ThreadTokens;
import io.deskwire.work.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Turns a draft into the messages that carry it on its channel, checked against what the channel takes. */
final class Carrying {

    private final OpenChannels channels;
    private final WindowGate gate;
    private final ThreadTokens tokens;

    Carrying(OpenChannels channels, WindowGate gate, ThreadTokens tokens) {
        this.channels = channels;
        this.gate = gate;
        this.tokens = tokens;
    }

    /**
     * The messages, in the order in which they leave; the first keeps the draft's ids.
     *
     * @param notBefore when it is to leave
     * @throws ReplyRefusedException when the channel cannot carry it, or not now
     */
    List<OutboundMessage> carried(OutboundMessage draft, Instant notBefore, Instant now) throws ReplyRefusedException {
        Optional<Channel> channel = channels.find(draft.tenantId(), draft.channelId());
        Optional<Outbound> outbound = channel.flatMap(Channel::outbound);
        if (outbound.isEmpty()) {
            if (draft.from().kind() != Address.Kind.EMAIL) {
                // What it takes at once, and whether it takes free text now, only the open channel can say.
                throw new ReplyRefusedException(
                        ReplyRefusedException.Reason.CHANNEL_CANNOT_SEND,
                        "the channel " + draft.channelId()
                                + " cannot send now; see what is wrong with its configuration");
            }
            // Mail goes as it is: the attempt to send finds out.
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

    /** The domain of Message-IDs of messages from an address; those of channels without domains never leave. */
    static String domain(Address from) {
        int at = from.value().lastIndexOf('@');
        return at < 0 ? "deskwire.invalid" : from.value().substring(at + 1).toLowerCase(Locale.ROOT);
    }
}
