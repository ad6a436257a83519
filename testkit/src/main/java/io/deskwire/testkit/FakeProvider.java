package io.deskwire.testkit;

import io.deskwire.failure.ChannelException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The provider's side of one {@link FakeChannelType fake} channel: a mailbox that fills, an outgoing side that records, and
 * every misbehaviour a test asks for. It outlives the channels opened on it, as a provider outlives our process.
 * Thread-safe.
 */
public final class FakeProvider {

    private final Awaited lock = new Awaited();
    private final FakeMailbox mailbox = new FakeMailbox(lock, this);
    private final FakeOutgoing outgoing = new FakeOutgoing(lock, this);
    private @Nullable ChannelException outage;
    private int openChannels;
    private int watchers;
    private long hints;
    private long drops;
    private @Nullable ChannelException dropReason;

    FakeProvider() {}

    /** What customers send. */
    public FakeMailbox mailbox() {
        return mailbox;
    }

    /** What is sent to customers. */
    public FakeOutgoing outgoing() {
        return outgoing;
    }

    /** From now on every fetch, watch and send fails so, until {@link #recover}. Watches in place are lost. */
    public void fail(ChannelException failure) {
        lock.change(() -> {
            outage = failure;
            return drop(failure);
        });
    }

    /** Ends {@link #fail}. */
    public void recover() {
        lock.change(() -> outage = null);
    }

    /** Ends every watch in place, which may connect again at once. */
    public void dropWatches(ChannelException reason) {
        lock.change(() -> drop(reason));
    }

    private long drop(ChannelException reason) {
        dropReason = reason;
        return ++drops;
    }

    /** Hints at something new, whether there is something or not. Arrivals do so by themselves. */
    public void hint() {
        lock.change(() -> ++hints);
    }

    /** How many channels are open on this provider. */
    public int openChannels() {
        return lock.read(() -> openChannels);
    }

    /** Waits until so many watches are in place. */
    public void awaitWatches(int count, Duration deadline) throws InterruptedException {
        lock.until(() -> watchers == count, deadline, () -> watchers + " watches in place, not " + count);
    }

    void opened() {
        lock.change(() -> ++openChannels);
    }

    void closed() {
        lock.change(() -> --openChannels);
    }

    /** Fails while the provider is out of order. Called under the lock or not. */
    void requireUp() throws ChannelException {
        ChannelException failure = lock.read(() -> outage);
        if (failure != null) {
            throw failure;
        }
    }

    /** What a watch does: waits for hints until it is interrupted, dropped or its channel is closed. */
    void watch(FakeChannel channel, io.deskwire.channel.ChannelWatch.Listener listener) throws ChannelException {
        requireUp();
        long dropsBefore = lock.read(() -> drops);
        long seen = lock.change(() -> {
            watchers++;
            return hints;
        });
        try {
            listener.connected();
            while (true) {
                long heard = seen;
                lock.until(() -> hints != heard || drops != dropsBefore || channel.isClosed());
                ChannelException dropped = lock.read(() -> drops == dropsBefore ? null : dropReason);
                if (dropped != null) {
                    throw dropped;
                }
                if (channel.isClosed()) {
                    return;
                }
                seen = lock.read(() -> hints);
                listener.changed();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.change(() -> --watchers);
        }
    }

    /** Wakes watches so that they notice that their channel was closed. */
    void wake() {
        lock.change(() -> null);
    }
}
