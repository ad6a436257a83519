package io.deskwire.testkit.contract;

import io.deskwire.Stores;

/** The queues that keep {@link WorkQueueContract}. */
public enum QueueKind {
    INBOX {
        @Override
        QueueHarness<?> over(Stores stores) {
            return new InboxQueueHarness(stores);
        }
    },
    DELIVERIES {
        @Override
        QueueHarness<?> over(Stores stores) {
            return new DeliveriesQueueHarness(stores);
        }
    },
    OUTBOX {
        @Override
        QueueHarness<?> over(Stores stores) {
            return new OutboxQueueHarness(stores);
        }
    },
    /** Every item is a lane of its own: left out of clauses about several items of one. */
    MEDIA {
        @Override
        QueueHarness<?> over(Stores stores) {
            return new MediaQueueHarness(stores);
        }
    };

    static final String ONE_A_LANE = "MEDIA";

    abstract QueueHarness<?> over(Stores stores);
}
