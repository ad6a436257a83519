package io.deskwire.adapter.helpdesks;

import io.deskwire.ticket.SinkResult;
import io.deskwire.ticket.TicketEvent;
import io.deskwire.ticket.TicketSink;
import java.util.Map;
import java.util.Objects;

/** Each tenant's helpdesk behind one sink, as the contract wants it. */
public record TenantSinks(Map<String, TicketSink> sinks) implements TicketSink {

    @Override
    public SinkResult deliver(TicketEvent event) {
        return Objects.requireNonNull(sinks.get(event.message().tenantId())).deliver(event);
    }
}
