package io.deskwire.testkit.contract;

/** Everything {@link io.deskwire.intake.Inbox} promises beyond {@link WorkQueueContract}. */
public interface InboxContract
        extends InboxRecordContract,
                InboxBodyContract,
                InboxSettleContract,
                InboxDedupeContract,
                InboxEffectsContract {}
