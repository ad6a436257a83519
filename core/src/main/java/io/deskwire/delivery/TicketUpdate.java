package io.deskwire.delivery;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something happened to a ticket that its customer may want to know.
 *
 * @param kind what happened
 * @param changeId tells this change from every other of the same ticket and kind; the same change is announced once
 * @param number what people call the ticket, such as {@code 4711}, or null
 * @param status what the ticket's state is called now, or null
 * @param subject the ticket's subject, or null
 */
public record TicketUpdate(
        Kind kind,
        String changeId,
        @Nullable String number,
        @Nullable String status,
        @Nullable String subject) {

    /** What happened. */
    public enum Kind {
        CREATED,
        /** An answer stands in the ticket that was not sent to the customer by this channel. */
        ANSWERED,
        STATUS_CHANGED,
        /** Finished: what the customer writes next reopens it or opens a new one, as the channel says. */
        RESOLVED,
        /** Open again; not announced. */
        REOPENED;

        /** The name that {@code template_messages} and {@code notification_texts} of a channel's document use. */
        public String event() {
            return "ticket_" + name().toLowerCase(Locale.ROOT);
        }
    }

    public TicketUpdate {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(changeId, "changeId");
    }
}
