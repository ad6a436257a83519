package io.deskwire.ticket;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the helpdesk did with a message. */
public sealed interface SinkResult {

    /**
     * A new ticket. Also right for a message of a known conversation whose ticket cannot be continued.
     *
     * @param number what people call the ticket, for announcements; or null
     */
    record Created(TicketRef ticket, @Nullable String number) implements SinkResult {
        public Created {
            Objects.requireNonNull(ticket, "ticket");
        }

        /** A new ticket that people call nothing in particular. */
        public Created(TicketRef ticket) {
            this(ticket, null);
        }
    }

    /** Added to a ticket that exists. */
    record Appended(TicketRef ticket) implements SinkResult {
        public Appended {
            Objects.requireNonNull(ticket, "ticket");
        }
    }

    /** The message was there already. */
    record Duplicate(TicketRef ticket) implements SinkResult {
        public Duplicate {
            Objects.requireNonNull(ticket, "ticket");
        }
    }

    /**
     * Certainly not taken; try again.
     *
     * @param after how long the helpdesk asks to wait, or null
     */
    record Retry(String reason, @Nullable Duration after) implements SinkResult {}

    /** Nobody knows whether it was taken; tried again with {@link TicketEvent#mayHaveArrived} set. */
    record Unknown(String reason) implements SinkResult {}

    /** Refused for good: becomes a dead letter. */
    record Rejected(String reason) implements SinkResult {}

    /** The helpdesk's connection is set up wrongly: the message waits, an administrator is told. */
    record Misconfigured(String reason) implements SinkResult {}
}
