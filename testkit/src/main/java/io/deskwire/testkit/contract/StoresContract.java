package io.deskwire.testkit.contract;

/**
 * Everything {@link io.deskwire.Stores} promises. A store's test implements this and {@link StoresHarness#stores}; a
 * durable one {@link StoresHarness#reopen} too.
 */
public interface StoresContract
        extends InboxContract,
                MediaQueueContract,
                ServiceWindowsContract,
                ChannelMemoryContract,
                WorkQueueContract,
                DeliveriesContract,
                OutboxContract,
                ConversationsContract,
                ConversationPeopleContract,
                DeadLettersContract,
                ChannelStatesContract,
                TicketMovesContract,
                TalliesContract,
                LeasesContract,
                RecurringJobsContract,
                RetentionContract,
                AuditLogContract {}
