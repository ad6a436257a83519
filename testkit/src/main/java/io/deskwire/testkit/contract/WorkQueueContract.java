package io.deskwire.testkit.contract;

/** What inbox, deliveries, outbox and media keep alike: {@link io.deskwire.work.WorkQueue}. */
public interface WorkQueueContract extends WorkQueueLaneContract, WorkQueueLeaseContract {}
