package io.deskwire.testkit.contract;

/**
 * Everything {@link io.deskwire.Stores} promises. A store's test implements this and {@link StoresHarness#stores}; a
 * durable one {@link StoresHarness#reopen} too.
 */
public interface StoresContract
        extends InboxContract,
                WorkQueueContract,
                DeliveriesContract,
                OutboxContract,
                ConversationsContract,
                DeadLettersContract,
                ChannelStatesContract,
                LeasesContract {}
