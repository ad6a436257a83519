package io.deskwire.channel;

import io.deskwire.failure.ChannelException;

/** Shows a customer that their message was read, and that somebody is writing. */
public interface ReadReceipts {

    /**
     * Marks a message, and with it all earlier ones, as read.
     *
     * @param providerMessageId the network's id of the message
     * @param typing whether to show that an answer is being written
     */
    void read(String providerMessageId, boolean typing) throws ChannelException;
}
