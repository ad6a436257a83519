package io.deskwire.adapter.whatsapp;

import io.deskwire.channel.SendResult;
import io.deskwire.failure.ChannelException;
import io.deskwire.message.Address;
import io.deskwire.message.OutboundMessage;

/** Hands one message for one person to a provider. */
interface Sender {

    /** See {@link io.deskwire.channel.Outbound#send}. */
    SendResult send(OutboundMessage message, Address to) throws ChannelException;
}
