package io.deskwire.engine;

import io.deskwire.channel.ChannelWatch;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.failure.RetrySchedule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one channel's watch in place until it is interrupted. A hint makes the next poll happen now. */
final class Watcher implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);

    /** A connection proves itself by staying; a server that drops us after each login must not be hammered. */
    private static final Duration PROVEN = Duration.ofMinutes(5);

    private final OpenChannel channel;
    private final ChannelWatch watch;
    private final Clock clock;
    private final RandomGenerator random;
    private final BooleanSupplier mayWatch;
    private final Runnable pollNow;

    /**
     * @param mayWatch whether this node reads the channel now
     * @param pollNow asks for a fetch
     */
    Watcher(
            OpenChannel channel,
            ChannelWatch watch,
            Clock clock,
            RandomGenerator random,
            BooleanSupplier mayWatch,
            Runnable pollNow) {
        this.channel = channel;
        this.watch = watch;
        this.clock = clock;
        this.random = random;
        this.mayWatch = mayWatch;
        this.pollNow = pollNow;
    }

    @Override
    public void run() {
        int failures = 0;
        Signal pause = new Signal();
        while (!Thread.currentThread().isInterrupted()) {
            if (!mayWatch.getAsBoolean()) {
                pause.await(Duration.ofSeconds(1));
                continue;
            }
            Instant started = clock.instant();
            try {
                watch.run(new ChannelWatch.Listener() {
                    @Override
                    public void connected() {
                        channel.watchProblem = null;
                        // Whatever came between the last fetch and now announced itself to nobody.
                        pollNow.run();
                    }

                    @Override
                    public void changed() {
                        pollNow.run();
                    }
                });
                channel.watchProblem = "the server ended the waiting for news; polling only";
            } catch (ChannelException e) {
                if (e.kind() == FailureKind.UNSUPPORTED) {
                    LOG.info(
                            "channel {}/{} is polled only: {}",
                            channel.tenantId(),
                            channel.channelId(),
                            e.getMessage());
                    channel.watchProblem = null;
                    return;
                }
                channel.watchProblem = "polling only: " + e.getMessage();
            } catch (RuntimeException e) {
                LOG.error("watching channel {}/{} failed", channel.tenantId(), channel.channelId(), e);
                channel.watchProblem = "polling only: waiting for news failed unexpectedly";
            }
            if (Thread.currentThread().isInterrupted()) {
                // Ended by us: nothing is wrong.
                channel.watchProblem = null;
                return;
            }
            failures = Duration.between(started, clock.instant()).compareTo(PROVEN) >= 0 ? 1 : failures + 1;
            pause.await(RetrySchedule.RECONNECT.delayOrLast(failures, random));
        }
    }
}
