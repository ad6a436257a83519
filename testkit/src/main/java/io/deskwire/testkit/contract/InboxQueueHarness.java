package io.deskwire.testkit.contract;

import io.deskwire.Stores;
import io.deskwire.intake.Inbox;
import io.deskwire.intake.RawInbound;
import io.deskwire.intake.Settlement;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.work.Claim;
import io.deskwire.work.WorkQueue;
import java.time.Instant;

/** Lanes are channels, items are raw items by their source key. */
final class InboxQueueHarness extends QueueHarness<RawInbound> {

    private final Stores stores;

    InboxQueueHarness(Stores stores) {
        this.stores = stores;
    }

    @Override
    WorkQueue<RawInbound> queue() {
        return stores.inbox();
    }

    @Override
    void add(String tenant, String lane, String item) {
        Given.record(stores, tenant, lane, MessageSamples.item(item));
    }

    @Override
    String laneId(String tenant, String lane) {
        return lane;
    }

    @Override
    String nameOf(RawInbound job) {
        return job.sourceKey();
    }

    @Override
    void finish(Claim claim, Instant now) {
        Inbox.Settled settled = stores.inbox().settle(claim, new Settlement.DeadLetter("done with", null), now);
        if (settled != Inbox.Settled.DEAD_LETTER) {
            throw new AssertionError("settled as " + settled);
        }
    }

    @Override
    void retry(Claim claim, Instant at, Instant now) {
        stores.inbox().settle(claim, new Settlement.Retry(at, "later"), now);
    }
}
