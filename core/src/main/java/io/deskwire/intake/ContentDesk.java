package io.deskwire.intake;

import io.deskwire.failure.ChannelException;

/** Has the channel of an item bring what the item only names. */
@FunctionalInterface
public interface ContentDesk {

    /**
     * Returns when the content is an item of its own.
     *
     * @return {@link io.deskwire.channel.ContentSource#rule}
     * @throws ChannelException with the kind of failure; {@code TRANSIENT} while the channel is not open here
     */
    String fetch(RawInbound pointer) throws ChannelException;
}
