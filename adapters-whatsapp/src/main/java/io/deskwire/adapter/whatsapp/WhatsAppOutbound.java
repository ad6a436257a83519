package io.deskwire.adapter.whatsapp;

import io.deskwire.channel.Outbound;
import io.deskwire.channel.SendResult;
import io.deskwire.channel.ServiceWindow;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Address;
import io.deskwire.message.MessageProblem;
import io.deskwire.message.OutboundMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Sending, whichever way the number is reached. There is no look-up: the status webhook names an uncertain message. */
final class WhatsAppOutbound implements Outbound {

    private final Sender sender;
    private final MessageCheck check;
    private final MessageParts parts;
    private final ServiceWindow window;
    private final PairRate rate;
    private final ToldTime time;

    WhatsAppOutbound(
            Sender sender, MessageCheck check, MessageParts parts, ServiceWindow window, PairRate rate, ToldTime time) {
        this.sender = sender;
        this.check = check;
        this.parts = parts;
        this.window = window;
        this.rate = rate;
        this.time = time;
    }

    @Override
    public SendResult send(OutboundMessage message, List<Address> recipients) throws ChannelException {
        if (recipients.size() != 1) {
            throw ChannelException.of(FailureKind.UNSUPPORTED, "WhatsApp carries a message to one recipient");
        }
        Address to = recipients.get(0);
        Optional<String> problem = Recipient.problem(to);
        if (problem.isPresent()) {
            throw ChannelException.of(FailureKind.UNSUPPORTED, "the recipient " + problem.get());
        }
        return sender.send(message, to);
    }

    @Override
    public List<MessageProblem> problems(OutboundMessage message) {
        return check.problems(message);
    }

    @Override
    public List<Part> parts(OutboundMessage message) {
        return parts.of(message);
    }

    @Override
    public Optional<ServiceWindow> serviceWindow() {
        return Optional.of(window);
    }

    @Override
    public Instant mayLeaveAt(OutboundMessage message, Instant now) {
        time.told(now);
        return rate.mayLeaveAt(message.recipients().get(0).key(), now);
    }
}
