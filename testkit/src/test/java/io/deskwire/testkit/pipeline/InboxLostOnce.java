package io.deskwire.testkit.pipeline;

import io.deskwire.channel.Cursor;
import io.deskwire.channel.Intake;
import io.deskwire.intake.Inbox;
import io.deskwire.intake.IntakeBatch;
import io.deskwire.intake.RawInbound;
import io.deskwire.intake.Settlement;
import io.deskwire.work.Claim;
import io.deskwire.work.Claimed;
import io.deskwire.work.StoreUnavailableException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** An inbox whose store is away when the first item is settled; it counts what is given back. */
final class InboxLostOnce implements Inbox {

    private final Inbox inbox;
    private final AtomicBoolean storeIsLost = new AtomicBoolean(true);

    final CountDownLatch lost = new CountDownLatch(1);
    final CountDownLatch givenBack = new CountDownLatch(2);

    InboxLostOnce(Inbox inbox) {
        this.inbox = inbox;
    }

    @Override
    public Settled settle(Claim claim, Settlement settlement, Instant now) {
        if (storeIsLost.getAndSet(false)) {
            lost.countDown();
            throw new StoreUnavailableException("gone for a moment", null);
        }
        return inbox.settle(claim, settlement, now);
    }

    @Override
    public boolean release(Claim claim, Instant dueAt) {
        boolean released = inbox.release(claim, dueAt);
        givenBack.countDown();
        return released;
    }

    @Override
    public CompletionStage<Intake.Accepted> record(IntakeBatch batch) {
        return inbox.record(batch);
    }

    @Override
    public Set<String> known(String tenantId, String channelId, Collection<String> sourceKeys) {
        return inbox.known(tenantId, channelId, sourceKeys);
    }

    @Override
    public Optional<Cursor> cursor(String tenantId, String channelId) {
        return inbox.cursor(tenantId, channelId);
    }

    @Override
    public void forgetCursor(String tenantId, String channelId) {
        inbox.forgetCursor(tenantId, channelId);
    }

    @Override
    public Optional<RawInbound> raw(String tenantId, String rawId) {
        return inbox.raw(tenantId, rawId);
    }

    @Override
    public List<String> tenantsDue(Instant now) {
        return inbox.tenantsDue(now);
    }

    @Override
    public List<Claimed<RawInbound>> claim(
            String tenantId, String node, int maxLanes, int maxPerLane, Instant now, Instant leaseUntil) {
        return inbox.claim(tenantId, node, maxLanes, maxPerLane, now, leaseUntil);
    }

    @Override
    public boolean extend(Claim claim, Instant leaseUntil) {
        return inbox.extend(claim, leaseUntil);
    }

    @Override
    public void endLeasesOf(String node) {
        inbox.endLeasesOf(node);
    }

    @Override
    public long backlog(String tenantId) {
        return inbox.backlog(tenantId);
    }

    @Override
    public Optional<String> oldest(String tenantId) {
        return inbox.oldest(tenantId);
    }

    @Override
    public boolean isStrict() {
        return inbox.isStrict();
    }
}
