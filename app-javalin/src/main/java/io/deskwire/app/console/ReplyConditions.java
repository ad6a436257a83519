package io.deskwire.app.console;

import io.deskwire.app.ServerContext;
import io.deskwire.config.ChannelConfig;
import io.deskwire.failure.ChannelException;
import io.deskwire.jdbc.Ticket;
import io.deskwire.message.MessageTemplate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What may be sent in a ticket's conversation now. */
final class ReplyConditions {

    private static final Logger LOG = LoggerFactory.getLogger(ReplyConditions.class);

    private final ServerContext context;

    ReplyConditions(ServerContext context) {
        this.context = context;
    }

    /** The service window; null where the channel takes anything at any time. */
    @Nullable WindowView window(Ticket ticket, Instant now) {
        return context.deskwire()
                .replies()
                .window(ticket.tenantId(), ticket.conversationId())
                .map(state -> WindowView.of(state, fallback(ticket), now))
                .orElse(null);
    }

    /** The template that the tenant chose for answers outside of the window. */
    private @Nullable String fallback(Ticket ticket) {
        Optional<ChannelConfig> channel = context.config().find(ticket.tenantId(), ticket.channelId());
        Object chosen =
                channel.map(c -> c.config().get("window_fallback_template")).orElse(null);
        if (chosen instanceof Map<?, ?> map) {
            chosen = map.get("name");
        }
        return chosen instanceof String name && !name.isBlank() ? name : null;
    }

    /** The channel's templates as last read, whatever their state; none where the channel has none. */
    List<MessageTemplate> templates(Ticket ticket) {
        try {
            return context.deskwire().channels().templates(ticket.tenantId(), ticket.channelId());
        } catch (ChannelException e) {
            LOG.debug("no templates of channel {}/{}: {}", ticket.tenantId(), ticket.channelId(), e.getMessage());
            return List.of();
        }
    }
}
