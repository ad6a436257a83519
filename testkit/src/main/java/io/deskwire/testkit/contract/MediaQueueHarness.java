package io.deskwire.testkit.contract;

import io.deskwire.Stores;
import io.deskwire.intake.MediaQueue;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.work.Claim;
import io.deskwire.work.WorkQueue;
import java.time.Instant;

/** Every item is a file by its name, in a message and a lane of its own. */
final class MediaQueueHarness extends QueueHarness<MediaQueue.Job> {

    private final Stores stores;

    MediaQueueHarness(Stores stores) {
        this.stores = stores;
    }

    @Override
    WorkQueue<MediaQueue.Job> queue() {
        return stores.media();
    }

    @Override
    void add(String tenant, String lane, String item) {
        Given.filed(
                stores,
                tenant,
                Given.CHANNEL,
                MessageSamples.opens(Given.unique("conversation")),
                Given.NOW,
                sample -> sample.pendingAttachment(item, "image/jpeg"));
    }

    @Override
    String laneId(String tenant, String lane) {
        throw new UnsupportedOperationException("every file is a lane of its own");
    }

    @Override
    String nameOf(MediaQueue.Job job) {
        return job.message().parsed().attachments().get(job.index()).fileName();
    }

    @Override
    void finish(Claim claim, Instant now) {
        stores.media().settle(claim, new MediaQueue.Outcome.Expired("done with"), now);
    }

    @Override
    void retry(Claim claim, Instant at, Instant now) {
        stores.media().settle(claim, new MediaQueue.Outcome.Retry(at, "later"), now);
    }
}
