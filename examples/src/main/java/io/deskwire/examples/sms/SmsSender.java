package io.deskwire.examples.sms;

import io.deskwire.channel.Outbound;
import io.deskwire.channel.SendResult;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.HttpAnswer;
import io.deskwire.http.TransportException;
import io.deskwire.http.TransportException.Problem;
import io.deskwire.message.Address;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.MessageProblem;
import io.deskwire.message.OutboundMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends one text to one number, once. */
final class SmsSender implements Outbound {

    /** Ten parts of 153 characters, the most that the gateway joins. */
    private static final int LONGEST_TEXT = 1530;

    private final Gateway gateway;

    SmsSender(Gateway gateway) {
        this.gateway = gateway;
    }

    // snippet: send
    @Override
    public SendResult send(OutboundMessage message, List<Address> recipients) throws ChannelException {
        Address to = recipients.get(0);
        HttpAnswer answer;
        try {
            answer = gateway.send(message.messageId(), to.value(), message.text());
        } catch (TransportException e) {
            // The one question that matters: can anything have gone out?
            if (e.problem() == Problem.MAY_HAVE_ARRIVED) {
                return new SendResult.Uncertain(String.valueOf(e.getMessage()));
            }
            throw ChannelException.of(FailureKind.TRANSIENT, String.valueOf(e.getMessage()), e);
        }
        if (answer.status() == 422) {
            return result(null, to, DeliveryStatus.REJECTED, "422", "the gateway does not send to this number");
        }
        if (!answer.isSuccess()) {
            throw Gateway.failure(answer);
        }
        return sentAs(answer, to);
    }

    /** It said yes, so it went out, whatever the rest of the answer looks like. */
    private static SendResult sentAs(HttpAnswer answer, Address to) {
        Object id = null;
        try {
            id = Gateway.tree(answer).get("id");
        } catch (ChannelException e) {
            // Without an id later news cannot be tied to it; nothing else is lost.
        }
        return result(id instanceof String text ? text : null, to, DeliveryStatus.SENT, null, null);
    }

    /** How an attempt whose end nobody heard is cleared up: by our reference. */
    @Override
    public Optional<SentLookup> sentLookup() {
        return Optional.of(message -> {
            Optional<Map<String, Object>> found = gateway.sent(message.messageId());
            return found.map(fields -> result(
                    fields.get("id") instanceof String text ? text : null,
                    message.recipients().get(0),
                    DeliveryStatus.SENT,
                    null,
                    null));
        });
    }
    // end

    /** Said before anything is queued, so that no message goes out with a piece missing. */
    @Override
    public List<MessageProblem> problems(OutboundMessage message) {
        List<MessageProblem> problems = new ArrayList<>();
        if (!message.attachments().isEmpty()) {
            problems.add(new MessageProblem("attachments", "text messages carry no files; send a link"));
        }
        if (message.rich() != null) {
            problems.add(new MessageProblem("rich", "text messages carry text alone"));
        }
        if (message.recipients().size() != 1) {
            problems.add(new MessageProblem("to", "a text message has one recipient"));
        }
        if (message.text().isBlank() || message.text().length() > LONGEST_TEXT) {
            problems.add(new MessageProblem("text", "must have 1 to " + LONGEST_TEXT + " characters"));
        }
        return problems;
    }

    private static SendResult.HandedOver result(
            @Nullable String id, Address to, DeliveryStatus status, @Nullable String code, @Nullable String reason) {
        return new SendResult.HandedOver(id, null, List.of(new SendResult.RecipientResult(to, status, code, reason)));
    }
}
