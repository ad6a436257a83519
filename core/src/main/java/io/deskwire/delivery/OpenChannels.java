package io.deskwire.delivery;

import io.deskwire.channel.Channel;
import java.util.Optional;

/** Finds channels as this node has them open. */
@FunctionalInterface
public interface OpenChannels {

    /** Empty when the channel is gone, switched off, or its document has problems. */
    Optional<Channel> find(String tenantId, String channelId);
}
