package io.deskwire.ticket;

/**
 * Port: a helpdesk that takes messages as tickets. Called for the messages of one conversation one after the other and in
 * order, for different conversations at once. An exception counts as {@link SinkResult.Unknown}.
 *
 * <p>Replies to a new ticket are refused until its name has been stored, a moment after {@code deliver} has returned: a program
 * that answers at once tries again.
 */
@FunctionalInterface
public interface TicketSink {

    /**
     * Puts a message into the helpdesk, once: a repeated call with the same message id answers
     * {@link SinkResult.Duplicate} with the ticket it stands in.
     */
    SinkResult deliver(TicketEvent event);
}
