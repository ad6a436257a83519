package io.deskwire.app;

import io.deskwire.ticket.SinkResult;
import io.deskwire.ticket.TicketEvent;
import io.deskwire.ticket.TicketRef;
import io.deskwire.ticket.TicketSink;
import org.jspecify.annotations.Nullable;

/**
 * The built-in tickets, which the console shows and answers name, and a helpdesk behind a URL. The built-in store comes
 * first and knows repeats by the message's id; what the helpdesk says then decides whether the message is delivered, tried
 * again or given up. So a message is in both exactly once, or visibly on its way.
 */
final class TwofoldSink implements TicketSink {

    private final TicketSink builtIn;
    private final TicketSink helpdesk;

    TwofoldSink(TicketSink builtIn, TicketSink helpdesk) {
        this.builtIn = builtIn;
        this.helpdesk = helpdesk;
    }

    @Override
    public SinkResult deliver(TicketEvent event) {
        SinkResult kept = builtIn.deliver(event);
        TicketRef ticket = ticket(kept);
        if (ticket == null) {
            return kept;
        }
        SinkResult answer = helpdesk.deliver(event);
        // The ticket stays the built-in one: answers come back under its name.
        return ticket(answer) == null ? answer : kept;
    }

    private static @Nullable TicketRef ticket(SinkResult result) {
        if (result instanceof SinkResult.Created created) {
            return created.ticket();
        }
        if (result instanceof SinkResult.Appended appended) {
            return appended.ticket();
        }
        return result instanceof SinkResult.Duplicate duplicate ? duplicate.ticket() : null;
    }
}
