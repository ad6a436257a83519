package io.deskwire.testkit.contract;

import io.deskwire.Stores;

/** The three queues that keep {@link WorkQueueContract}. */
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
    };

    abstract QueueHarness<?> over(Stores stores);
}
