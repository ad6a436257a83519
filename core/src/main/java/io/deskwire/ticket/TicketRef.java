package io.deskwire.ticket;

/**
 * The helpdesk's name for one of its tickets; opaque to us.
 *
 * @param value never blank
 */
public record TicketRef(String value) {
    public TicketRef {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a ticket ref must not be blank");
        }
    }
}
