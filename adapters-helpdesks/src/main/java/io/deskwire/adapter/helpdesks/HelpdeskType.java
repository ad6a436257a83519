package io.deskwire.adapter.helpdesks;

import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelType;
import io.deskwire.channel.Decoder;
import io.deskwire.config.ChannelConfig;
import io.deskwire.ticket.TicketSink;
import java.util.Map;

/** The factory of one kind of helpdesk: the way back as a channel, the way in as a ticket sink. */
public interface HelpdeskType extends ChannelType {

    /**
     * The way in. Each event's known ticket is the helpdesk's own; where the host has other tickets beside them, put a
     * {@link LinkedSink} around it.
     *
     * @throws IllegalArgumentException when {@link #check} would have found a problem
     */
    TicketSink sink(ChannelConfig config, ChannelContext context);

    /** None: what a helpdesk tells is a pointer to one of its tickets, which is read from the helpdesk itself. */
    @Override
    default Map<String, Decoder> decoders() {
        return Map.of();
    }
}
