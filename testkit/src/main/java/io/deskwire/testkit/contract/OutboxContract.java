package io.deskwire.testkit.contract;

/** Everything {@link io.deskwire.delivery.Outbox} promises beyond {@link WorkQueueContract}. */
public interface OutboxContract
        extends OutboxStageContract,
                OutboxDraftContract,
                OutboxFilesContract,
                OutboxAttemptContract,
                OutboxPartialContract,
                OutboxCancelContract,
                OutboxNewsContract,
                OutboxIdsContract {}
