package io.deskwire.adapter.helpdesks;

import io.deskwire.channel.ChannelMemory;
import io.deskwire.ticket.SinkResult;
import io.deskwire.ticket.TicketEvent;
import io.deskwire.ticket.TicketRef;
import io.deskwire.ticket.TicketSink;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A helpdesk whose tickets stand beside the host's own: it keeps which conversation is in which of the helpdesk's tickets, so
 * that the host's may go by other names. When the process dies between the helpdesk's answer and the note of it, the repeat
 * is recognised by the helpdesk and noted then.
 */
public final class LinkedSink implements TicketSink {

    private final TicketSink helpdesk;
    private final ChannelMemory memory;
    private final String channelId;

    /**
     * @param helpdesk the helpdesk's own sink, {@link HelpdeskType#sink}
     * @param memory keeps the links
     * @param channelId the name of the helpdesk's document
     */
    public LinkedSink(TicketSink helpdesk, ChannelMemory memory, String channelId) {
        this.helpdesk = Objects.requireNonNull(helpdesk, "helpdesk");
        this.memory = Objects.requireNonNull(memory, "memory");
        this.channelId = Objects.requireNonNull(channelId, "channelId");
    }

    @Override
    public SinkResult deliver(TicketEvent event) {
        TicketLinks links = new TicketLinks(memory, event.message().tenantId(), channelId);
        Optional<TicketRef> known = links.ticket(event.conversationId());
        SinkResult result = helpdesk.deliver(new TicketEvent(
                event.message(),
                event.conversationId(),
                known.orElse(null),
                event.decision(),
                event.attachments(),
                event.attempt(),
                event.mayHaveArrived(),
                event.now()));
        TicketRef ticket = ticket(result);
        if (ticket != null) {
            links.link(event.conversationId(), ticket);
        }
        return result;
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
