package io.deskwire.jdbc;

import io.deskwire.rules.TicketFields;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A person's change of a ticket.
 *
 * @param state the new state, or null to leave it
 * @param subject the new subject, or null to leave it
 * @param fields makes the new fields of those that are there, while nobody else can change them; may be asked twice
 */
public record TicketEdit(
        @Nullable TicketState state, @Nullable String subject, UnaryOperator<TicketFields> fields) {
    public TicketEdit {
        Objects.requireNonNull(fields, "fields");
    }

    /** A change of state and subject alone. */
    public TicketEdit(@Nullable TicketState state, @Nullable String subject) {
        this(state, subject, UnaryOperator.identity());
    }
}
