package io.deskwire.testkit.contract;

import io.deskwire.Stores;
import io.deskwire.delivery.Outbox;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.work.Claim;
import io.deskwire.work.WorkQueue;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Lanes are conversations, items are answers by their text. */
final class OutboxQueueHarness extends QueueHarness<Outbox.Job> {

    private final Stores stores;
    private final Map<String, String> conversations = new HashMap<>();

    OutboxQueueHarness(Stores stores) {
        this.stores = stores;
    }

    @Override
    WorkQueue<Outbox.Job> queue() {
        return stores.outbox();
    }

    @Override
    void add(String tenant, String lane, String item) {
        String key = tenant + "/" + lane;
        boolean opens = !conversations.containsKey(key);
        String conversation = conversations.computeIfAbsent(key, k -> Given.unique("conversation"));
        stores.outbox()
                .stage(
                        MessageSamples.outbound()
                                .channel(tenant, Given.CHANNEL)
                                .conversation(conversation)
                                .messageId(lane + "." + item + "@tenant.example")
                                .text(item)
                                .build(),
                        null,
                        Given.NOW,
                        opens);
    }

    @Override
    String laneId(String tenant, String lane) {
        return Objects.requireNonNull(conversations.get(tenant + "/" + lane));
    }

    @Override
    String nameOf(Outbox.Job job) {
        return job.message().text();
    }

    @Override
    void finish(Claim claim, Instant now) {
        stores.outbox().settle(claim, new Outbox.Outcome.Failed(false, "done with", null), now);
    }

    @Override
    void retry(Claim claim, Instant at, Instant now) {
        stores.outbox().settle(claim, new Outbox.Outcome.Retry(at, "later", null), now);
    }
}
