package io.deskwire.examples;

import io.deskwire.message.InboundMessage;
import io.deskwire.ticket.SinkResult;
import io.deskwire.ticket.TicketEvent;
import io.deskwire.ticket.TicketRef;
import io.deskwire.ticket.TicketSink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A helpdesk with tickets of its own. What it has to do for Deskwire is {@link #deliver}: one method, called once per
 * message and in order within a conversation, and again with the same message id when nobody heard how the last call ended.
 */
final class ToyHelpdesk implements TicketSink {

    /** A ticket with what was written in it, oldest first. */
    static final class Ticket {
        final String number;
        /** Deskwire's name for what belongs together; agents' answers go to it. */
        final String conversation;

        final @Nullable String subject;
        final List<String> comments = new ArrayList<>();

        Ticket(String number, String conversation, @Nullable String subject) {
            this.number = number;
            this.conversation = conversation;
            this.subject = subject;
        }
    }

    private final Map<String, Ticket> tickets = new HashMap<>();
    /** Which ticket a message stands in: a real helpdesk keeps this as a unique column in the same transaction. */
    private final Map<String, Ticket> ticketOfMessage = new HashMap<>();

    private final BlockingQueue<Ticket> changed = new LinkedBlockingQueue<>();

    // snippet: sink
    @Override
    public synchronized SinkResult deliver(TicketEvent event) {
        InboundMessage message = event.message();
        Ticket known = ticketOfMessage.get(message.id());
        if (known != null) {
            return new SinkResult.Duplicate(new TicketRef(known.number));
        }
        // A helpdesk is free to open another ticket than the known one, say when that was closed long ago.
        Ticket ticket = event.knownTicket() == null
                ? null
                : tickets.get(event.knownTicket().value());
        boolean isNew = ticket == null;
        if (ticket == null) {
            ticket = new Ticket("T-" + (tickets.size() + 1), event.conversationId(), message.subject());
            tickets.put(ticket.number, ticket);
        }
        String author = message.from() == null ? "somebody" : message.from().value();
        ticket.comments.add(author + ": " + message.replyText().strip());
        ticketOfMessage.put(message.id(), ticket);
        changed.add(ticket);
        TicketRef ref = new TicketRef(ticket.number);
        return isNew ? new SinkResult.Created(ref) : new SinkResult.Appended(ref);
    }
    // end

    /** Waits until a message was added to a ticket, and answers that ticket. */
    Ticket awaitMessage() throws InterruptedException {
        Ticket ticket = changed.poll(30, TimeUnit.SECONDS);
        if (ticket == null) {
            throw new IllegalStateException("no message came within 30 seconds");
        }
        return ticket;
    }

    /** How many messages stand in tickets. */
    synchronized int messages() {
        return ticketOfMessage.size();
    }
}
