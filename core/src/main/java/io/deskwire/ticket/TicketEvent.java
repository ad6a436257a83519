package io.deskwire.ticket;

import io.deskwire.message.InboundMessage;
import io.deskwire.threading.Decision;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message to be put into the helpdesk.
 *
 * @param message what the customer wrote; {@code message.id()} is the same at every attempt: use it to recognise repeats
 * @param conversationId which conversation
 * @param knownTicket the ticket of this conversation, or null for the first message
 * @param decision why it is in this conversation
 * @param attachments opens the message's files
 * @param attempt how often this was tried, from 1
 * @param mayHaveArrived true when an earlier attempt ended without an answer: look the message up before creating anything
 * @param now the present
 */
public record TicketEvent(
        InboundMessage message,
        String conversationId,
        @Nullable TicketRef knownTicket,
        Decision decision,
        AttachmentSource attachments,
        int attempt,
        boolean mayHaveArrived,
        Instant now) {
    public TicketEvent {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(conversationId, "conversationId");
        Objects.requireNonNull(decision, "decision");
        Objects.requireNonNull(attachments, "attachments");
        Objects.requireNonNull(now, "now");
    }
}
