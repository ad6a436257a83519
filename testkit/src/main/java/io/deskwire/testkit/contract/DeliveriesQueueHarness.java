package io.deskwire.testkit.contract;

import io.deskwire.Stores;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.ticket.Deliveries;
import io.deskwire.ticket.TicketRef;
import io.deskwire.work.Claim;
import io.deskwire.work.WorkQueue;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Lanes are conversations, items are filed messages by their text. */
final class DeliveriesQueueHarness extends QueueHarness<Deliveries.Job> {

    private final Stores stores;
    private final Map<String, String> conversations = new HashMap<>();

    DeliveriesQueueHarness(Stores stores) {
        this.stores = stores;
    }

    @Override
    WorkQueue<Deliveries.Job> queue() {
        return stores.deliveries();
    }

    @Override
    void add(String tenant, String lane, String item) {
        String key = tenant + "/" + lane;
        boolean opens = !conversations.containsKey(key);
        String conversation = conversations.computeIfAbsent(key, k -> Given.unique("conversation"));
        Given.filed(
                stores,
                tenant,
                Given.CHANNEL,
                opens ? MessageSamples.opens(conversation) : MessageSamples.joins(conversation),
                Given.NOW,
                sample -> sample.text(item).messageId(lane + "." + item + "@customer.example"));
    }

    @Override
    String laneId(String tenant, String lane) {
        return Objects.requireNonNull(conversations.get(tenant + "/" + lane));
    }

    @Override
    String nameOf(Deliveries.Job job) {
        return job.message().text();
    }

    @Override
    void finish(Claim claim, Instant now) {
        stores.deliveries().settle(claim, new Deliveries.Outcome.Delivered(new TicketRef("T-" + claim.lane())), now);
    }

    @Override
    void retry(Claim claim, Instant at, Instant now) {
        stores.deliveries().settle(claim, new Deliveries.Outcome.Retry(at, "later", false), now);
    }
}
