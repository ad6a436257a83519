package io.deskwire.app;

import io.deskwire.Stores;
import io.deskwire.channel.ChannelType;
import io.deskwire.ticket.TicketSink;

/**
 * What a program that runs the server puts around its ports, to watch them or to stand in their way. Given in code alone: no
 * setting leads here, and the server's own command puts nothing around anything.
 */
public interface PortWrapping {

    /** The ports as they are. */
    PortWrapping NONE = new PortWrapping() {};

    /** Where everything is kept, as the engine and the routes see it. */
    default Stores stores(Stores stores) {
        return stores;
    }

    /** A kind of channel, as the engine sees it. */
    default ChannelType channelType(ChannelType type) {
        return type;
    }

    /** The helpdesk, as the engine sees it. */
    default TicketSink sink(TicketSink sink) {
        return sink;
    }
}
