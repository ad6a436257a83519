package io.deskwire.testkit.contract;

/** What inbox, deliveries and outbox keep alike: {@link io.deskwire.work.WorkQueue}. */
public interface WorkQueueContract extends WorkQueueLaneContract, WorkQueueLeaseContract {}
