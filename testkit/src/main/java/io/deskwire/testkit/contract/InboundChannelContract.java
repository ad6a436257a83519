package io.deskwire.testkit.contract;

/** Everything {@link io.deskwire.channel.InboundChannel} promises: no gap, no loss, no change before it is safe. */
public interface InboundChannelContract extends InboundReadingContract, InboundTroubleContract {}
