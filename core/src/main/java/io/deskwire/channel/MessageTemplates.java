package io.deskwire.channel;

import io.deskwire.failure.ChannelException;
import io.deskwire.message.MessageTemplate;
import java.time.Instant;
import java.util.List;

/** The templates that a channel's account may send. */
public interface MessageTemplates {

    /** As last read from the provider; empty when they were never read. Reaches nothing over the network. */
    List<MessageTemplate> known();

    /**
     * Reads them from the provider now.
     *
     * @throws ChannelException when that fails; what was known stays known
     */
    List<MessageTemplate> refresh(Instant now) throws ChannelException;
}
